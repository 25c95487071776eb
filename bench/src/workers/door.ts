/** The door alone: whatever it makes durable waits, as it does where another process has the partitions. */
import { type Membership } from '@tributary/bus';
import { ingestionService } from '@tributary/ingestion';
import { serve } from './serve.ts';

const nothingToDo: Membership = {
  pause: () => undefined,
  resume: () => undefined,
  commit: () => Promise.resolve(),
  leave: () => Promise.resolve(),
};

await serve([ingestionService], (bus) => ({
  name: bus.name,
  ensureTopics: (specs) => bus.ensureTopics(specs),
  partitionsOf: (topic) => bus.partitionsOf(topic),
  append: (records) => bus.append(records),
  join: () => Promise.resolve(nothingToDo),
  read: (partition, offset, limit) => bus.read(partition, offset, limit),
  offsets: (topic) => bus.offsets(topic),
  ends: (names) => bus.ends(names),
  committed: (group, names) => bus.committed(group, names),
  close: () => bus.close(),
}));
