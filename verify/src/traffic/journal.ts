/** What was sent and what was answered, one JSON line each, written before the answer is known and read back for the checks. */
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { type Item, type Outgoing } from './request.ts';

/** `unknown`: no answer, or one that says only that sending again is safe. `failed`: refused for good. */
type Answer = 'ok' | 'failed' | 'unknown';

export interface Attempt {
  readonly number: number;
  readonly attempt: number;
  readonly answer: Answer;
  /** HTTP status, 0 without an answer. */
  readonly status: number;
  /** Milliseconds since the epoch at sending, and until the answer. */
  readonly at: number;
  readonly took: number;
  /** Positions that the door refused while it acknowledged the rest. */
  readonly refused: readonly number[];
}

/** One event of one request, with every attempt to send that request. */
export interface Sent {
  readonly item: Item;
  readonly source: string;
  readonly door: Outgoing['door'];
  readonly chain: string | undefined;
  readonly attempts: readonly Attempt[];
  /** Its position in the request. */
  readonly position: number;
}

export class Journal {
  readonly #file: WriteStream;

  constructor(readonly path: string) {
    this.#file = createWriteStream(path, { flags: 'a' });
  }

  sending({ number, door, source, items, chain }: Outgoing): void {
    this.#line({ sent: number, door, source, items, ...(chain === undefined ? {} : { chain }) });
  }

  answered(attempt: Attempt): void {
    this.#line({ answered: attempt });
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#file.end(resolve));
  }

  #line(entry: object): void {
    this.#file.write(`${JSON.stringify(entry)}\n`);
  }
}

interface SentLine {
  readonly sent: number;
  readonly door: Outgoing['door'];
  readonly source: string;
  readonly items: readonly Item[];
  readonly chain?: string;
}

export async function readJournal(path: string): Promise<readonly Sent[]> {
  const requests = new Map<number, SentLine>();
  const attempts = new Map<number, Attempt[]>();
  for await (const line of createInterface({ input: createReadStream(path) })) {
    const entry = parse(line);
    if ('sent' in entry) requests.set(entry.sent, entry);
    else attempts.set(entry.answered.number, [...(attempts.get(entry.answered.number) ?? []), entry.answered]);
  }
  return [...requests.values()].flatMap(({ sent, items, door, source, chain }) =>
    items.map((item, position) => ({ item, source, door, chain, position, attempts: attempts.get(sent) ?? [] })),
  );
}

function parse(line: string): SentLine | { readonly answered: Attempt } {
  // eslint-disable-next-line no-restricted-syntax -- written by this file alone
  return JSON.parse(line) as SentLine | { readonly answered: Attempt };
}

/** What is known of one event over all its copies and attempts. */
export type Standing = 'acknowledged' | 'open' | 'refused';

export function standingOf(attempts: readonly Attempt[]): Standing {
  if (attempts.some(({ answer }) => answer === 'ok')) return 'acknowledged';
  // A request without an answer in the journal was under way when the run ended.
  if (attempts.length === 0 || attempts.some(({ answer }) => answer === 'unknown')) return 'open';
  return 'refused';
}
