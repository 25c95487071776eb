/** A process of its own on the embedded bus, for tests that kill it: appends or consumes, and says what is certain. */
import { type MemberListener } from '@tributary/bus';
import { openEmbeddedBus, type EmbeddedBus } from '@tributary/bus-embedded';
import { writeSync } from 'node:fs';

const [mode = '', file = '', topic = '', argument = ''] = process.argv.slice(2);

/** Written at once, so that the test knows of it even when the next moment is the last. */
const say = (line: string): void => {
  writeSync(1, `${line}\n`);
};

const bus = openEmbeddedBus({ file, sessionMs: 2_000, cleanEveryMs: 0 });
await (mode === 'append' ? append(bus, Number(argument)) : consume(bus, argument));

/** Appends runs of numbers to one partition, several at a time, and says each number that was acknowledged. */
async function append(engine: EmbeddedBus, partition: number): Promise<void> {
  const run = async (from: number): Promise<void> => {
    const numbers = Array.from({ length: 7 }, (_, i) => from + i);
    const value = (n: number): Buffer => Buffer.from(String(n).padEnd(300, '.'));
    await engine.append(
      numbers.map((n) => ({ topic, partition, key: null, value: value(n), headers: {}, timestamp: Date.now() })),
    );
    say(numbers.join(' '));
  };
  say('ready');
  for (let n = (await engine.offsets(topic))[partition]?.latest ?? 0; ; n += 21) {
    await Promise.all([run(n), run(n + 7), run(n + 14)]);
  }
}

/** Commits what it gets and says so; leaves the group when told to end. */
async function consume(engine: EmbeddedBus, group: string): Promise<void> {
  const listener: MemberListener = {
    onAssigned: (assignments) => {
      for (const { partition } of assignments) say(`assigned ${partition}`);
      return Promise.resolve();
    },
    onRevoked: (partitions) => {
      for (const { partition } of partitions) say(`revoked ${partition}`);
      return Promise.resolve();
    },
    onRecords: (place, records) => {
      const last = records.at(-1);
      if (!last) return;
      setImmediate(() => {
        void joining
          .then((membership) => membership.commit(place, last.offset + 1))
          .then(() => {
            for (const { offset } of records) say(`committed ${place.partition} ${offset}`);
          });
      });
    },
    onFailed: (error) => {
      throw error;
    },
  };
  const joining = engine.join({ group, topics: [topic], listener });
  await joining;
  process.once('SIGTERM', () => {
    void engine.close().then(() => {
      process.exit(0);
    });
  });
}
