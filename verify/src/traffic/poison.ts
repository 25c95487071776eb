/** Messages that no service can process, in the eight kinds of the fault table, for both doors. */

/** What a service must refuse by itself; `throws`, `hangs` and `kills` are provoked in the process under test. */
export type Poison = 'bad-json' | 'bad-schema' | 'null' | 'huge' | 'deep' | 'wrong-type' | 'throws' | 'hangs' | 'kills';

/** Events that are fine to look at; the process under test stumbles over the word when it stores them. */
export const provoking = (poison: Poison): poison is 'throws' | 'hangs' | 'kills' =>
  poison === 'throws' || poison === 'hangs' || poison === 'kills';

/** Kinds that the door itself sees; all of them are acknowledged and kept as rejections. */
export const refusedKinds: readonly Poison[] = ['bad-json', 'bad-schema', 'null', 'huge', 'deep', 'wrong-type'];

const depth = 60;

/** A body for `/v1/batch` (or lines) in which the culprit stands; every one holds the id. */
export function poisonedBody(kind: Poison, id: string, good: string): string {
  const named = { type: 'track', event: 'Product Viewed', userId: 'poisoner', messageId: id };
  switch (kind) {
    case 'bad-json':
      return `${good}\n{"messageId":"${id}",`;
    case 'bad-schema':
      return JSON.stringify({ batch: [{ type: 'track', userId: 'poisoner', messageId: id }] });
    case 'null':
      return JSON.stringify({ context: { verify: id }, batch: [null] });
    case 'huge':
      return JSON.stringify({ batch: [{ ...named, properties: { text: 'x'.repeat(40_000) } }] });
    case 'deep':
      return `{"batch":[{"type":"track","event":"e","userId":"poisoner","messageId":"${id}","properties":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}]}`;
    case 'wrong-type':
      return JSON.stringify({ batch: [{ ...named, timestamp: 'not a time' }] });
    case 'throws':
    case 'hangs':
    case 'kills':
      return JSON.stringify({ batch: [provokingEvent(kind, id)] });
  }
}

/** The value of a message that a channel writes onto the log itself; null is a tombstone, where none may stand. */
export function poisonedValue(kind: Poison, id: string): string | null {
  if (kind === 'null') return null;
  if (kind === 'bad-json') return `{"messageId":"${id}",`;
  if (kind === 'huge')
    return JSON.stringify({
      userId: 'u',
      type: 'track',
      event: 'e',
      messageId: id,
      properties: { text: 'x'.repeat(40_000) },
    });
  if (kind === 'bad-schema') return JSON.stringify({ payload: { messageId: id }, door: 'window' });
  if (kind === 'wrong-type') return JSON.stringify([id]);
  if (kind === 'deep')
    return `{"type":"track","event":"e","userId":"u","messageId":"${id}","properties":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}`;
  return JSON.stringify(provokingEvent(kind, id));
}

const provokingEvent = (kind: Poison, id: string): object => ({
  type: 'track',
  event: 'Product Viewed',
  userId: 'poisoner',
  messageId: id,
  properties: { provoke: `verify-${kind}` },
});
