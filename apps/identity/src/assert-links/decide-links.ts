/**
 * A person's word is durable on the topic before it is answered, and takes effect at once; should this process die in between, the
 * consumer finishes it. The same word again is the same decision.
 */
import { BusError, type Publisher } from '@tributary/bus';
import { type ProfileId, type RecordId } from '@tributary/contracts';
import { Problem } from '@tributary/http';
import { pairKey, type Assertion } from '@tributary/domain-identity';
import { type AssertionStore } from '../ports.ts';
import { type AssertLinks } from './assert-links.ts';
import { messageOf } from './assertion-message.ts';

export interface DecideLinksParts {
  readonly assertions: AssertionStore;
  readonly publisher: Publisher;
  readonly assert: AssertLinks;
  readonly clock: { now(): number };
}

/** What somebody says, before it has a time. */
export type Word = Omit<Assertion, 'at'>;

export class DecideLinks {
  constructor(private readonly parts: DecideLinksParts) {}

  /** Each word on a pair of its own. Answers what holds afterwards, in the same order. */
  async say(words: readonly Word[]): Promise<readonly Assertion[]> {
    const { assertions, assert, clock } = this.parts;
    const known = await assertions.find(words.map(({ records }) => pairKey(records)));
    const now = clock.now();
    const said = words.map((word) => {
      const last = known.get(pairKey(word.records));
      // Later than the last word, whatever the clocks of the processes say.
      return last && isSame(word, last, now) ? last : { ...word, at: Math.max(now, (last?.at ?? 0) + 1) };
    });
    await this.#publish(said.filter((word) => word !== known.get(pairKey(word.records))));
    await assert.apply(said);
    return said;
  }

  homesOf(records: Iterable<RecordId>): Promise<ReadonlyMap<RecordId, ProfileId>> {
    return this.parts.assert.homesOf(records);
  }

  async #publish(words: readonly Assertion[]): Promise<void> {
    try {
      await this.parts.publisher.publish(words.map((word) => messageOf(word)));
    } catch (error) {
      if (!(error instanceof BusError)) throw error;
      throw new Problem({
        status: 503,
        code: 'NOT_DURABLE',
        detail: 'The decision could not be made durable.',
        fix: 'Send the same request again after Retry-After seconds; what was taken already is recognised.',
        retryAfter: 5,
      });
    }
  }
}

function isSame(word: Word, last: Assertion, now: number): boolean {
  const rests = word.kind !== 'undecided' || (last.until ?? 0) > now;
  return rests && word.kind === last.kind && word.by === last.by && word.why === last.why;
}
