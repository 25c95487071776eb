/** Retried writes: the answer to a session's last numbered write is kept with its effect, so that a repetition only repeats the answer. */
import { Binary } from 'bson';
import { StoreError } from '../errors.ts';
import { blob, type Sqlite, whole } from '../storage/sqlite.ts';
import { decode } from '../values/decode.ts';
import { encode } from '../values/encode.ts';
import { Doc, isNumeric, toNumber } from '../values/value.ts';

const retryable: readonly string[] = ['insert', 'update', 'delete', 'findAndModify', 'findandmodify'];
const keptFor = 30 * 60_000; // logicalSessionTimeoutMinutes

interface Attempt {
  readonly session: Uint8Array;
  readonly number: number;
}

export const isRetryable = (name: string): boolean => retryable.includes(name);

function attemptOf(name: string, body: Doc): Attempt | undefined {
  const number = body['txnNumber'];
  const lsid = body['lsid'];
  const id = lsid instanceof Doc ? lsid['id'] : undefined;
  if (!isNumeric(number) || !(id instanceof Binary) || !isRetryable(name)) return undefined;
  return { session: id.buffer.subarray(0, id.position), number: toNumber(number) };
}

export function once(sqlite: Sqlite, { name, body }: { name: string; body: Doc }, run: () => Doc): Doc {
  const attempt = attemptOf(name, body);
  if (!attempt) return run();
  const known = sqlite.statement('SELECT txn, reply FROM sessions WHERE id = ?').get(attempt.session);
  const last = known ? whole(known['txn']) : -1;
  if (known && last === attempt.number) return decode(blob(known['reply']));
  if (last > attempt.number) {
    throw new StoreError(
      225,
      `Retryable write with txnNumber ${attempt.number} is prohibited: a newer one, ${last}, has started.`,
    );
  }
  const reply = run();
  sqlite.run(
    'INSERT OR REPLACE INTO sessions (id, txn, reply, at) VALUES (?, ?, ?, ?)',
    attempt.session,
    attempt.number,
    encode(reply),
    Date.now(),
  );
  return reply;
}

export function sweepSessions(sqlite: Sqlite, now: number): void {
  sqlite.run('DELETE FROM sessions WHERE at < ?', now - keptFor);
}
