/** The parts that a person is to be taken apart into, as somebody asked for them; every refusal says what to change. Pure. */
import { type RecordId } from '@tributary/contracts';
import { type ComponentFacts } from '@tributary/domain-identity';
import { Problem } from '@tributary/http';

/** `apart`: these leave, each as a person, and the others stay. `into`: every record of the person. */
export type AskedParts =
  { readonly apart: readonly (readonly RecordId[])[] } | { readonly into: readonly (readonly RecordId[])[] };

type Parts = readonly (readonly RecordId[])[];

/** They hold records that have left the person where the request repeats one that is done. */
export function partsOf(asked: AskedParts, own: readonly RecordId[], { records: known }: ComponentFacts): Parts {
  const named = 'apart' in asked ? asked.apart : asked.into;
  const all = named.flat();
  if (all.length === 0 || named.some((part) => part.length === 0)) throw invalid('Every part needs a record.');
  const twice = all.find((record, index) => all.indexOf(record) !== index);
  if (twice !== undefined) throw invalid(`${twice} is named twice.`);
  const strange = all.find((record) => !known.has(record));
  if (strange !== undefined) throw notTheirs(strange);
  const left = all.filter((record) => !own.includes(record));
  const rest = own.filter((record) => !all.includes(record));
  if ('apart' in asked) {
    if (left.length === all.length) return [own, ...named];
    if (rest.length === 0) throw invalid('Nobody would be left: these are all records of the person.');
    return [rest, ...named];
  }
  if (named.length < 2) throw invalid('One part is no separation.');
  if (rest.length > 0) throw invalid(`${rest.slice(0, 10).join(', ')} of the person is in no part.`);
  return named;
}

const invalid = (detail: string): Problem =>
  new Problem({
    ...{ status: 400, code: 'PARTS_INVALID', detail },
    fix: 'Name in `records` those that are another person, or in `into` every record of the person once.',
  });

export const notTheirs = (record: RecordId): Problem =>
  new Problem({
    ...{ status: 409, code: 'RECORD_NOT_THEIRS', detail: `${record} is no record of this person.` },
    fix: 'GET /v1/profiles/{id} lists the records of a person as it is now.',
  });
