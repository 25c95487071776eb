/** A member of a group in a process of its own, for tests that kill it, or that let a message do it. */
import { createPublisher } from '@tributary/bus';
import { openEmbeddedBus } from '@tributary/bus-embedded';
import { deadLetterTopic, topics } from '@tributary/contracts';
import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { done, runner } from './fixtures.ts';

const [file = '', topic = '', deadLetters = '', culprit = '', quietMs = '', messageMs = ''] = process.argv.slice(2);

/** Written at once, so that the test knows of it even when the next moment is the last. */
const say = (line: string): void => {
  writeSync(1, `${line}\n`);
};

const engine = openEmbeddedBus({ file, sessionMs: 2_000, cleanEveryMs: 0 });
const running = await runner({
  engine,
  publisher: createPublisher({ engine, source: 'test' }),
  group: 'g',
  topic: { ...topics.segmentMembershipChanged, name: topic },
  deadLetters: { ...deadLetterTopic('segmentation'), name: deadLetters },
  limits: { quietMs: Number(quietMs), batchMessages: 100, drainMs: 20_000 },
  handle: async (batch) => {
    await sleep(Number(messageMs) * batch.length);
    if (batch.some(({ id }) => id === culprit)) process.exit(13);
    say(batch.map(({ id }) => id).join(' '));
    return done(batch);
  },
});
let ending: Promise<void> | undefined;
process.on('SIGTERM', () => {
  ending ??= running
    .stop()
    .then(() => engine.close())
    .then(() => process.exit(0));
});
say('ready');
