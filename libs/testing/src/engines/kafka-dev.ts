/** `tools/kafka-dev` for tests that need brokers of their own: to kill them, or to let nobody in. */
import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const tool = fileURLToPath(new URL('../../../../tools/kafka-dev', import.meta.url));
const run = promisify(execFile);

export const kafkaDev = async (...args: readonly string[]): Promise<string> => (await run(tool, [...args])).stdout;

/** Asked for by `TEST_KAFKA_CLUSTER=1`, because it needs Java 17, Maven and a gigabyte; the reason is printed. */
export function mayStartKafka(env: Readonly<Record<string, string | undefined>> = process.env): boolean {
  if (env['TEST_KAFKA_CLUSTER'] === '1') return true;
  process.stderr.write('No brokers of our own: set TEST_KAFKA_CLUSTER=1 (Java 17, Maven) to start some in tests.\n');
  return false;
}

export const newFolder = async (): Promise<string> => join(await mkdtemp(join(tmpdir(), 'tributary-kafka-')), 'kafka');
