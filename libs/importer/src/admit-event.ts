/** Asks of an event what the door would ask, without the door. */
import { admit } from '@tributary/domain-collection';
import { type FileEvent, timeOf } from './events-in.ts';
import { type Rejection } from './rejection.ts';

export function refusalOf({ line, event }: FileEvent): Rejection | undefined {
  const receivedAt = timeOf({ line, event }) ?? 0;
  const answer = admit({ source: 'dry-run', receivedAt, imported: true, payload: { ...event } });
  return answer.ok ? undefined : { line, code: answer.reason.code, detail: answer.reason.detail };
}
