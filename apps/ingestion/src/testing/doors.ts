/** The doors of a running ingestion, for tests: what is sent through each, and afterwards what was kept and what was stored. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@tributary/api-client';
import { type EventCollected, topics } from '@tributary/contracts';
import { parseMapping } from '@tributary/domain-collection';
import { importFile, ImportError } from '@tributary/importer';
import { type TestService } from '@tributary/testing';

export interface Answer {
  readonly status: number;
  /** Undefined where the answer is no JSON. */
  readonly json: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- an answer
}

export interface Kept {
  readonly source: string;
  readonly door: string;
  readonly code: string;
  readonly fix: string;
  /** As they came, base64. */
  readonly bytes: string;
}

export interface Imported {
  readonly accepted: number;
  /** Line or number, and code. */
  readonly refused: readonly string[];
  /** Of the error that ended it. */
  readonly code: string | undefined;
}

export interface HttpRequest {
  readonly path?: string | undefined;
  readonly method?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | Buffer | undefined;
}

const writeKey = 'test-write-key';
const asked = 20;

export class Doors {
  #records = 0;

  constructor(private readonly service: TestService) {}

  /** The write key of a new source. */
  async source(id: string): Promise<string> {
    return (await this.service.call('POST', '/v1/sources', { id, name: id, kind: 'server' })).body.writeKey;
  }

  async http({ path = '/v1/batch', method = 'POST', headers = {}, body }: HttpRequest): Promise<Answer> {
    const answer = await fetch(this.service.url + path, {
      method,
      headers: { authorization: `Bearer ${writeKey}`, ...headers },
      ...(body === undefined ? {} : { body }),
    });
    const text = await answer.text();
    return { status: answer.status, json: /^\s*\{/.test(text) ? JSON.parse(text) : undefined };
  }

  /** Bytes over a connection of their own, as they are; resolves with the head of the answer and its body when the connection ends. */
  wire(bytes: string | Buffer): Promise<Answer> {
    const { hostname, port } = new URL(this.service.url);
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      const socket = connect(Number(port), hostname, () => {
        socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
      });
      socket.on('data', (chunk: Buffer) => chunks.push(chunk));
      socket.on('error', reject);
      socket.on('close', () => {
        const [head = '', body = ''] = Buffer.concat(chunks).toString('utf8').split('\r\n\r\n', 2);
        resolve({ status: Number(head.split(' ')[1] ?? 0), json: body.startsWith('{') ? JSON.parse(body) : undefined });
      });
    });
  }

  async file(
    content: string | Buffer,
    { key = writeKey, mapping }: { key?: string; mapping?: object } = {},
  ): Promise<Imported> {
    const folder = await mkdtemp(join(tmpdir(), 'tributary-bad-input-'));
    const file = join(folder, 'file');
    await writeFile(file, content);
    const parsed = mapping === undefined ? undefined : parseMapping(mapping);
    if (parsed?.ok === false) throw new Error(JSON.stringify(parsed.errors));
    try {
      const client = createClient({ url: this.service.url, writeKey: key });
      const { accepted, rejected } = await importFile({ file, client, mapping: parsed?.mapping });
      return { accepted, refused: rejected.map(({ line, code }) => `${line} ${code}`), code: undefined };
    } catch (error) {
      // Nothing else may come out of a file, whatever is in it.
      if (!(error instanceof ImportError)) throw error;
      return { accepted: 0, refused: [], code: error.code };
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  /** As a channel writes them. */
  async kafka(
    messages: readonly { value: Buffer | null; headers?: Readonly<Record<string, string>> }[],
  ): Promise<void> {
    const topic = topics.eventReceived.name;
    await this.service.engine.append(
      messages.map(({ value, headers = {} }) => ({
        ...{ topic, value, headers, key: null },
        partition: this.#records++ % 4,
        timestamp: Date.now(),
      })),
    );
  }

  /** Every rejection, asked for as anybody would. */
  async kept(): Promise<readonly Kept[]> {
    const ids: string[] = [];
    let after = '';
    do {
      const { body } = await this.service.call('GET', `/v1/rejections?limit=500${after && `&after=${after}`}`);
      ids.push(...body.items.map(({ rejection }: { rejection: string }) => rejection));
      after = body.next;
    } while (after);
    const found: Kept[] = [];
    for (let from = 0; from < ids.length; from += asked) {
      const some = ids.slice(from, from + asked).map((id) => this.service.call('GET', `/v1/rejections/${id}`));
      found.push(...(await Promise.all(some)).map(({ body }) => body));
    }
    return found;
  }

  /** Every event of the archive. */
  async stored(): Promise<readonly EventCollected[]> {
    const found: EventCollected[] = [];
    let after = '';
    do {
      const { body } = await this.service.call('GET', `/v1/archive/export?limit=2000${after && `&after=${after}`}`);
      found.push(...body.items);
      after = body.next;
    } while (after);
    return found;
  }

  /** How many events had this fate, of one source or of all. */
  async count(fate: string, source = ''): Promise<number> {
    const headers = { authorization: `Bearer ${this.service.secretKey}` };
    const text = await (await fetch(`${this.service.url}/metrics`, { headers })).text();
    const pattern = new RegExp(
      `tributary_ingestion_events_total\\{source="${source || '[^"]*'}",fate="${fate}"\\} (\\d+)`,
      'g',
    );
    return [...text.matchAll(pattern)].reduce((sum, [, count]) => sum + Number(count), 0);
  }

  /** Acknowledged, and what became of it; nothing may be in flight. */
  async balance(): Promise<readonly [acknowledged: number, fates: number]> {
    const fates = await Promise.all(['stored', 'rejected', 'suppressed', 'duplicate'].map((fate) => this.count(fate)));
    return [await this.count('acknowledged'), fates.reduce((sum, count) => sum + count, 0)];
  }
}
