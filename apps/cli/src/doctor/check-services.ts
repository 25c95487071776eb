/** What can be seen of the services over HTTP: reachable, keys, clock, health, lag, dead letters. */
import { services, type ServiceName } from '@tributary/contracts';
import { type OperatorConnection } from '../connection.ts';
import { reasonOf, type Finding, type Tell } from './finding.ts';
import { readMetrics } from './read-metrics.ts';

const area = 'services';
const patienceMs = 5_000;
/** Windows of segments and schedules of offers go by the clock; sessions of Kafka do not. */
const skew = { warnMs: 2_000, failMs: 30_000 } as const;
/** Below it, a stream in full flow looks like this. */
const usualLag = 1_000;
/** Too short to have been generated: somebody has typed it. */
const shortestKey = 32;

/** True when every service can be asked. */
export async function checkServices(connection: OperatorConnection, tell: Tell): Promise<boolean> {
  const places = new Map<string, ServiceName[]>();
  for (const service of services) {
    const url = connection.urlOf(service);
    places.set(url, [...(places.get(url) ?? []), service]);
  }
  checkWriteKey(connection.writeKey, tell);
  let fine = true;
  for (const [url, hosted] of places) {
    const name = hosted.length === services.length ? 'every service' : hosted.join(', ');
    fine = (await checkPlace({ url, name }, connection.secretKey, tell)) && fine;
  }
  return fine;
}

interface Place {
  readonly url: string;
  readonly name: string;
}

async function checkPlace({ url, name }: Place, secretKey: string | undefined, tell: Tell): Promise<boolean> {
  const began = Date.now();
  const live = await ask(`${url}/livez`).catch((error: unknown) => reasonOf(error));
  if (typeof live === 'string') {
    const fix = `Start ${name === 'every service' ? 'it (npm start)' : 'the service'}, or name the right address with --url or <SERVICE>_URL.`;
    tell({ level: 'FAIL', area, what: `${name} at ${url} cannot be reached: ${live}`, fix });
    return false;
  }
  tellClock({ url, name }, { began, date: live.headers.get('date') }, tell);
  for (const path of ['livez', 'readyz', 'startupz']) {
    const answer = await ask(`${url}/${path}`).catch(() => undefined);
    if (answer?.ok === true) tell({ level: 'ok', area, what: `${name} answers /${path}` });
    else {
      const why = answer === undefined ? 'no answer' : await answer.text();
      const fix = 'Its log says more; /livez is about progress, /readyz about its store and bus.';
      tell({ level: 'FAIL', area, what: `${name} is not well (/${path}): ${why.slice(0, 300)}`, fix });
    }
  }
  return checkKey({ url, name }, secretKey, tell);
}

function tellClock(
  { name }: Place,
  { began, date }: { readonly began: number; readonly date: string | null },
  tell: Tell,
): void {
  if (date === null) return;
  // The header counts whole seconds, and the answer took its time.
  const off = Math.max(0, Math.abs(Date.parse(date) + 500 - (began + Date.now()) / 2) - 500 - (Date.now() - began) / 2);
  const level = off > skew.failMs ? 'FAIL' : off > skew.warnMs ? 'warn' : 'ok';
  const what =
    level === 'ok'
      ? `the clock of ${name} agrees with this one`
      : `the clock of ${name} is ${(off / 1_000).toFixed(1)} s off`;
  tell({ level, area, what, ...(level === 'ok' ? {} : { fix: 'Let every machine keep its time by NTP.' }) });
}

async function checkKey({ url, name }: Place, secretKey: string | undefined, tell: Tell): Promise<boolean> {
  if (secretKey === undefined) {
    const fix = 'Pass --key, set TRIBUTARY_SECRET_KEYS, or name --data-dir.';
    tell({ level: 'FAIL', area: 'keys', what: 'there is no secret key to ask with', fix });
    return false;
  }
  const answer = await ask(`${url}/metrics`, secretKey).catch(() => undefined);
  if (answer?.status === 401) {
    const fix = 'Use one of the keys in its TRIBUTARY_SECRET_KEYS (a standalone: secretKey in keys.json).';
    tell({ level: 'FAIL', area: 'keys', what: `${name} does not accept the secret key`, fix });
    return false;
  }
  if (answer?.ok !== true) {
    tell({ level: 'FAIL', area, what: `${name} does not answer /metrics`, fix: 'Its log says more.' });
    return false;
  }
  tell(strengthOf(secretKey, `${name} accepts the secret key`));
  tellLag(name, await answer.text(), tell);
  return true;
}

const strengthOf = (key: string, what: string): Finding =>
  key.length >= shortestKey
    ? { level: 'ok', area: 'keys', what }
    : {
        ...{ level: 'warn', area: 'keys', what: `${what}, but it is only ${key.length} characters long` },
        fix: 'Generate one: openssl rand -base64 32. Two may be active at once, so that nothing stands still.',
      };

function checkWriteKey(key: string | undefined, tell: Tell): void {
  if (key !== undefined) {
    tell({ level: 'ok', area: 'keys', what: 'there is a write key' });
    return;
  }
  const fix = 'Set TRIBUTARY_WRITE_KEY, or name --data-dir.';
  tell({ level: 'warn', area: 'keys', what: 'there is no write key: no event can be sent', fix });
}

function tellLag(name: string, text: string, tell: Tell): void {
  const metrics = readMetrics(text);
  const lag = new Map<string, number>();
  for (const { labels, value } of metrics.filter((one) => one.name === 'tributary_lag_messages')) {
    const group = labels['group'] ?? name;
    lag.set(group, (lag.get(group) ?? 0) + value);
  }
  for (const [group, waiting] of lag) {
    const what = `${group} has ${waiting.toLocaleString('en')} messages waiting`;
    if (waiting <= usualLag) tell({ level: 'ok', area: 'lag', what });
    else
      tell({
        level: 'warn',
        area: 'lag',
        what,
        fix: 'It may be catching up: run this again. Otherwise add processes, or see its log.',
      });
  }
  const parked = metrics
    .filter((one) => one.name === 'tributary_dead_letters_total')
    .reduce((sum, { value }) => sum + value, 0);
  const what = `${name} has parked ${parked.toLocaleString('en')} dead letters since it started`;
  if (parked === 0) tell({ level: 'ok', area: 'dead letters', what });
  else
    tell({
      level: 'warn',
      area: 'dead letters',
      what,
      fix: 'Read <service>.dead-lettered.v1; those of ingestion are at GET /v1/rejections and can be replayed.',
    });
}

const ask = (url: string, key?: string): Promise<Response> =>
  fetch(url, {
    signal: AbortSignal.timeout(patienceMs),
    ...(key === undefined ? {} : { headers: { authorization: `Bearer ${key}` } }),
  });
