/** What a user would notice: how long the door said no, and how long an event took to show in the profile. */
import { at, listAt, messageOf, numberAt, textAt } from '../reading/wire.ts';
import { type Attempt } from '../traffic/journal.ts';
import { type Outgoing } from '../traffic/request.ts';
import { type KafkaLog } from './kafka-log.ts';

/** An event of a chain that was seen in its profile. */
export interface Seen {
  /** When its acknowledged attempt was sent, milliseconds since the epoch. */
  readonly sentAt: number;
  readonly tookMs: number;
}

const topic = 'profile.updated.v1';

export class Watch {
  readonly seen: Seen[] = [];
  /** `chain|step` → when it was sent last. */
  readonly #waiting = new Map<string, number>();
  #following: { stop(): Promise<void> } | undefined;

  async start(log: KafkaLog, namespace: string): Promise<void> {
    this.#following = await log.follow(`${namespace}.${topic}`, (record) => {
      const { value } = messageOf(topic, record);
      const step = numberAt(value, 'traits', 'step');
      const user = listAt(value, 'identifiers').find((one) => at(one, 'type') === 'user_id');
      this.#show(textAt(user, 'value'), step);
    });
  }

  async stop(): Promise<void> {
    await this.#following?.stop().catch(() => undefined);
  }

  /** Each attempt counts anew: what the door refused was not yet on its way. */
  sending({ chain, items }: Outgoing): void {
    const step = items[0]?.claims?.traits['step'];
    if (chain !== undefined && typeof step === 'number') this.#waiting.set(`${chain}|${step}`, Date.now());
  }

  #show(chain: string, step: number): void {
    for (const [key, sentAt] of this.#waiting) {
      const [own, number] = key.split('|');
      if (own !== chain || Number(number) > step) continue;
      this.#waiting.delete(key);
      this.seen.push({ sentAt, tookMs: Date.now() - sentAt });
    }
  }
}

/** The longest time in which no request that was sent then was acknowledged, milliseconds; the answers of both ends count. */
export function longestSilence(attempts: readonly Attempt[], from: number, to: number): number {
  const answered = attempts
    .filter(({ answer }) => answer === 'ok')
    .map(({ at: sentAt, took }) => sentAt + took)
    .filter((moment) => moment >= from && moment <= to)
    .sort((a, b) => a - b);
  const moments = [from, ...answered, to];
  return Math.max(0, ...moments.slice(1).map((moment, index) => moment - (moments[index] ?? moment)));
}

/** Share of requests acknowledged at the first attempt. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN);
}
