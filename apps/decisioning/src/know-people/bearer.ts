/**
 * Whom an identifier means. A record is of one person: of two who both have it, one has not been heard of again since a merge or a
 * split. Until that news comes, the larger of them is the person, as it is after a merge and was before a split.
 */
import { type StoredPerson } from '../ports.ts';

type Bearer = Pick<StoredPerson, 'records'>;

/** `found`: all who bear it. An identifier of several people identifies none of them: nobody gets somebody else's offers. */
export function bearerOf<Person extends Bearer>(found: readonly Person[]): Person | undefined {
  const [largest, ...others] = [...found].sort((a, b) => b.records.length - a.records.length);
  const records = new Set(largest?.records);
  return others.every((other) => isPartOf(other, records)) ? largest : undefined;
}

const isPartOf = ({ records }: Bearer, larger: ReadonlySet<string>): boolean =>
  records.length > 0 && records.every((record) => larger.has(record));
