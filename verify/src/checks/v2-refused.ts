/** V2: what was refused is nowhere; what was never answered is there once or not at all; and nothing comes from nowhere. */
import { type Check } from './check.ts';
import { accountsOf, type Account } from './ledger.ts';

export const refused: Check = {
  name: 'V2',
  promise: 'a refused event is absent, an unanswered one is there once or not at all, and there is no other',
  find: (evidence) => {
    const accounts = accountsOf(evidence);
    const strangers = [...evidence.archive, ...evidence.rejected].filter(({ marker }) => !accounts.has(marker));
    return [
      ...[...accounts.values()].flatMap(wrongWith),
      ...strangers.map((one) => `${'id' in one ? one.id : one.rejection} (${one.marker}) is there and was never sent`),
    ];
  },
};

function wrongWith({ marker, standing, possible, received, archived, rejected }: Account): readonly string[] {
  const found = received.length + archived.length + rejected.length;
  if (standing === 'refused' && found > 0) return [`${marker} was refused and is there`];
  if (standing === 'open' && archived.length > 1)
    return [`${marker} was never answered and is stored ${archived.length} times`];
  // A door that answers "not now" may have written; a log that took an attempt twice keeps one id for both.
  const copies = new Set(received.map(({ id }) => id)).size;
  return copies > possible ? [`${marker} was sent ${possible} times and received ${copies} times`] : [];
}
