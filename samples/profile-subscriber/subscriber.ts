/** Keeps a table of every person up to date in `people.sqlite`, from the topic `profile.updated.v1`. */
import { DatabaseSync } from 'node:sqlite';
import { Kafka } from 'kafkajs';

const { KAFKA_BROKERS = 'localhost:9092', TRIBUTARY_NAMESPACE = '', PEOPLE_FILE = 'people.sqlite' } = process.env;
const topic = `${TRIBUTARY_NAMESPACE && `${TRIBUTARY_NAMESPACE}.`}profile.updated.v1`;

const people = new DatabaseSync(PEOPLE_FILE);
people.exec('CREATE TABLE IF NOT EXISTS people (profile TEXT PRIMARY KEY, version INT, merged_into TEXT, person TEXT)');
// A message can come twice, and after a restart older ones can come again: only a newer version is written.
const write = people.prepare(`INSERT INTO people VALUES (?1, ?2 ->> 'version', ?2 ->> 'mergedInto', ?2)
  ON CONFLICT (profile) DO UPDATE SET version = excluded.version, merged_into = excluded.merged_into, person = excluded.person
  WHERE excluded.version > people.version`);
const erase = people.prepare('DELETE FROM people WHERE profile = ?');

const consumer = new Kafka({ brokers: KAFKA_BROKERS.split(',') }).consumer({ groupId: 'people-table' });
await consumer.connect();
await consumer.subscribe({ topic, fromBeginning: true });
await consumer.run({
  eachMessage: ({ message }) => {
    const profile = String(message.key);
    if (message.value === null)
      erase.run(profile); // a tombstone: the person has been erased
    else write.run(profile, message.value.toString());
    return Promise.resolve();
  },
});
process.once('SIGTERM', () => void consumer.disconnect().then(() => process.exit(0)));
