/** The embedded log, through its driver, as another process on the same file. */
import { partitionOf, type StoredRecord } from '@tributary/bus';
import { openEmbeddedBus } from '@tributary/bus-embedded';
import { type LogReader } from './log-reader.ts';
import { type LogRecord } from './wire.ts';

const page = 2_000;
const utf8 = new TextEncoder();

export function embeddedLog(file: string): LogReader {
  const bus = openEmbeddedBus({ file });
  const range: LogReader['range'] = async (topic, partition, from, limit) =>
    (await bus.read({ topic, partition }, from, limit)).map(recordOf);
  return {
    range,
    readAll: async (topic, each) => {
      const ranges = await bus.offsets(topic);
      for (const [partition, { earliest, latest }] of ranges.entries()) {
        for (let next = earliest; next < latest;) {
          const records = await range(topic, partition, next, page);
          for (const record of records) if (record.offset < latest) each(record);
          next = (records.at(-1)?.offset ?? latest) + 1;
        }
      }
    },
    ends: async (topic) => (await bus.ends([topic]))[0] ?? [],
    committed: async (group, topic) => (await bus.committed(group, [topic]))[0] ?? [],
    append: async (topic, { key, value }) => {
      const bytes = utf8.encode(key);
      const partition = partitionOf(bytes, await bus.partitionsOf(topic));
      const encoded = value === null ? null : utf8.encode(value);
      await bus.append([{ topic, partition, key: bytes, value: encoded, headers: {}, timestamp: Date.now() }]);
    },
    close: () => bus.close(),
  };
}

const recordOf = ({ partition, offset, key, headers, value, timestamp }: StoredRecord): LogRecord => ({
  ...{ partition, offset, headers, value, timestamp },
  key: key === null ? null : Buffer.from(key).toString('utf8'),
});
