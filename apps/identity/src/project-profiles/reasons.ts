/** Why people became one or were taken apart, in a few words without personal data, for messages and history. */
import { type RecordId } from '@tributary/contracts';
import { type Assertion, type Partition } from '@tributary/domain-identity';

const typeOf = (key: string): string => key.slice(0, key.indexOf('|'));

/** What joined these records with others. */
export function whyMerged({ joins }: Partition, records: readonly RecordId[]): string {
  const moved = new Set(records);
  const across = joins.find(({ records: [a, b] }) => moved.has(a) !== moved.has(b));
  if (across === undefined) return 'an earlier event of the same person';
  if (across.tier === 'assertion') return 'decided by a person';
  return across.tier === 'scored' ? 'what is known of them agrees' : `same ${typeOf(across.key)}`;
}

/** What keeps these records apart from the person they left. */
export function whySplit(
  { refusals, dismissed }: Partition,
  records: readonly RecordId[],
  assertions: readonly Assertion[],
): string {
  const moved = new Set(records);
  const refused = refusals.find(({ records: [a, b] }) => moved.has(a) !== moved.has(b));
  if (refused?.why === 'cannot-link') return 'decided by a person';
  if (refused?.why === 'guard' || (refused !== undefined && 'witnesses' in refused))
    return 'what is known of them differs';
  if (refused !== undefined) return `different ${refused.type}`;
  const crosses = ([a, b]: Assertion['records']): boolean => moved.has(a) !== moved.has(b);
  if (assertions.some(({ kind, records: pair }) => kind === 'cannot-link' && crosses(pair)))
    return 'decided by a person';
  if (assertions.some(({ kind, records: pair }) => kind === 'retracted' && crosses(pair)))
    return 'a decision was taken back';
  const crowd = dismissed.find(
    ({ why, records: carriers }) => why !== 'untrusted' && carriers.some((record) => moved.has(record)),
  );
  if (crowd === undefined) return 'the evidence that joined them is gone';
  if (crowd.why === 'no-consent') return 'consent to link the records is missing';
  return `${typeOf(crowd.key)} is used by several people`;
}
