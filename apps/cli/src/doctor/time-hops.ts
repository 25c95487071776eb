/** Sends one event and follows it through every service, by what each answers over HTTP. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError, createClient } from '@tributary/api-client';
import { type ServiceName } from '@tributary/contracts';
import { type OperatorConnection } from '../connection.ts';
import { reasonOf, type Tell } from './finding.ts';

const area = 'one event';
/** The person that every run is about; it never buys anything. */
const userId = 'tributary-doctor';
/** A placement without offers, so that asking for a decision shows nothing and takes no place. */
const placement = 'tributary-doctor';
const lookEveryMs = 10;

interface Hop {
  readonly name: string;
  readonly fix: string;
  /** True when the event has arrived there. */
  readonly arrived: () => Promise<boolean>;
}

export async function timeHops(
  connection: OperatorConnection,
  { withinMs, tell }: { readonly withinMs: number; readonly tell: Tell },
): Promise<void> {
  const { urlOf, writeKey, secretKey } = connection;
  if (writeKey === undefined || secretKey === undefined) return;
  const client = (service: ServiceName) => createClient({ url: urlOf(service), secretKey, retries: 0 });
  const run = randomUUID();
  await client('decisioning')
    .put(`/v1/placements/${placement}`, { size: 1 })
    .catch(() => undefined);
  const began = performance.now();
  const sentAt = await send(urlOf('ingestion'), writeKey, run).catch((error: unknown) => {
    const fix = 'The write key must be one of a source (GET /v1/sources); 503 means that the bus does not take events.';
    tell({ level: 'FAIL', area, what: `the door does not take the event: ${reasonOf(error)}`, fix });
    return undefined;
  });
  if (sentAt === undefined) return;
  let before = performance.now();
  tell({ level: 'ok', area, what: hop('durable on the bus', before - began), ms: before - began });
  for (const { name, fix, arrived } of hopsOf(client, { run, sentAt })) {
    if (!(await within(arrived, before + withinMs))) {
      tell({ level: 'FAIL', area, what: `not ${name} within ${withinMs / 1_000} s`, fix });
      return;
    }
    const now = performance.now();
    tell({ level: 'ok', area, what: hop(name, now - before, now - began), ms: now - began });
    before = now;
  }
}

function hopsOf(
  client: (service: ServiceName) => ReturnType<typeof createClient>,
  { run, sentAt }: { readonly run: string; readonly sentAt: number },
): readonly Hop[] {
  const lagging = (service: string) => `Look at the lag and the log of ${service}.`;
  const fresh = (answer: unknown) => Date.parse(textIn(answer, 'asOf')) >= sentAt;
  const get = (service: ServiceName, path: string) => client(service).get(path);
  return [
    {
      name: 'stored in the archive',
      fix: lagging('ingestion'),
      arrived: async () => (await get('ingestion', `/v1/events/${run}`)) !== undefined,
    },
    {
      name: 'part of the profile',
      fix: lagging('identity'),
      arrived: async () => {
        const profile = await get('identity', `/v1/profiles/user_id:${userId}`);
        return JSON.stringify(profile ?? {}).includes(run);
      },
    },
    {
      name: 'known to segmentation',
      fix: lagging('segmentation'),
      arrived: async () => {
        const answer = JSON.stringify(await get('segmentation', '/v1/segments?limit=1'));
        // Each segment says how fresh it is; where there is none, there is nothing to be known.
        const [, asOf] = /"asOf":"([^"]+)"/.exec(answer) ?? [];
        return asOf === undefined || Date.parse(asOf) >= sentAt;
      },
    },
    {
      name: 'counted by analytics',
      fix: lagging('analytics'),
      arrived: async () => fresh(await get('analytics', '/v1/figures/summary?from=1970-01-01&to=1970-01-01')),
    },
    {
      name: 'decided upon by decisioning',
      fix: lagging('decisioning'),
      arrived: async () => {
        const person = { user_id: userId };
        return fresh(
          await client('decisioning').post('/v1/decisions', {
            person,
            placement,
            decisionId: `doctor-${randomUUID()}`,
          }),
        );
      },
    },
  ];
}

/** When the door had not yet got it, by its own clock: what is fresher than its answer has seen the event. */
async function send(url: string, writeKey: string, run: string): Promise<number> {
  const answer = await fetch(`${url}/v1/identify`, {
    method: 'POST',
    headers: { authorization: `Bearer ${writeKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ userId, messageId: run, traits: { doctor: run } }),
    signal: AbortSignal.timeout(15_000),
  });
  const body: unknown = await answer.json().catch(() => undefined);
  if (!answer.ok) throw new ApiError('POST /v1/identify', answer.status, body);
  return Date.now();
}

async function within(arrived: () => Promise<boolean>, deadline: number): Promise<boolean> {
  for (;;) {
    // A 404 means "not yet".
    if (await arrived().catch(() => false)) return true;
    if (performance.now() > deadline) return false;
    await sleep(lookEveryMs);
  }
}

const hop = (name: string, ms: number, sinceDoor?: number): string =>
  `${`${ms.toFixed(0)} ms`.padStart(8)}  ${name}${sinceDoor === undefined ? '' : ` (${sinceDoor.toFixed(0)} ms after the door)`}`;

function textIn(answer: unknown, name: string): string {
  const value: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, name) : undefined;
  return typeof value === 'string' ? value : '';
}
