/** What the contracts of the lanes begin with: a bus, a publisher, and for each test a topic, a group and dead letters of its own. */
import { afterAll, beforeAll } from '@jest/globals';
import { createPublisher, type BusEngine, type ClosablePublisher, type Received } from '@tributary/bus';
import { type SegmentMembershipChanged } from '@tributary/contracts';
import { committedSum, messageTopic, parkingTopic, unique, until, type OpenBus, type OpenEngine } from './fixtures.ts';

export type Batch = readonly Received<SegmentMembershipChanged>[];

export const sequenceOf = ({ value }: Batch[number]): number => value?.sequence ?? 0;
export const sequences = (batch: Batch): number[] => batch.map(sequenceOf);
/** From 1 on. */
export const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

export type Parts = Awaited<ReturnType<LanesFixture['setUp']>>;

export class LanesFixture {
  readonly #open: OpenEngine;
  #bus: OpenBus | undefined;
  #publisher: ClosablePublisher | undefined;

  constructor(open: OpenEngine) {
    this.#open = open;
    beforeAll(async () => {
      this.#bus = await open();
      this.#publisher = createPublisher({ engine: this.engine, source: 'test' });
    });
    afterAll(async () => {
      await this.#publisher?.close();
      await this.#bus?.close();
    });
  }

  get engine(): BusEngine {
    return opened(this.#bus).engine;
  }

  get publisher(): ClosablePublisher {
    return opened(this.#publisher);
  }

  /** Another connection to the same log, closed by the test. */
  another(): Promise<OpenBus> {
    return this.#open();
  }

  async setUp() {
    const { engine, publisher } = this;
    const [topic, deadLetters] = [await messageTopic(engine), await parkingTopic(engine)];
    return { engine, publisher, group: unique('group'), topic, deadLetters };
  }

  /** How many messages of the topic the group has committed. */
  committedOf({ group, topic }: Pick<Parts, 'group' | 'topic'>): Promise<number> {
    return committedSum(this.engine, group, topic.name);
  }

  committed(parts: Pick<Parts, 'group' | 'topic'>, sum: number): Promise<void> {
    return until(`${sum} committed`, async () => (await this.committedOf(parts)) === sum);
  }
}

function opened<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('The bus is open from beforeAll to afterAll only');
  return part;
}
