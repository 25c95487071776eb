/** What each source says of a record in the fields that people are reached by, and whether anybody can rely on it. */
import { fieldQuality, type FieldQuality, type QualityField } from '@tributary/domain-cleansing';
import { type IdentifierFact, type RecordFacts } from './facts.ts';
import { isDisposable, isIllegal, isIllegalTrait } from './illegal.ts';
import { countryOf, whatIsSaid, type Said } from './matching/form-of/traits.ts';
import { type Policy } from './policy.ts';

export const qualityFields = ['name', 'address', 'city', 'phone', 'email'] as const satisfies readonly QualityField[];

export interface FieldReading {
  readonly field: QualityField;
  readonly quality: FieldQuality;
  /** As the source says it; absent where it says nothing. */
  readonly value?: string;
}

/** One row of a source: what it says of one record, in every field. */
export interface SourceReading {
  readonly source: string;
  /** In the order of `qualityFields`. */
  readonly fields: readonly FieldReading[];
}

/** Sources in order of name. A source that knows the record by an identifier alone says nothing in every other field. */
export function readQuality(record: RecordFacts, policy: Policy): readonly SourceReading[] {
  const sources = new Set(record.traits.map(({ source }) => source));
  for (const identifier of record.identifiers) for (const source of identifier.sources) sources.add(source);
  return [...sources].sort().map((source) => {
    const traits = record.traits.filter((trait) => trait.source === source);
    const identifiers = record.identifiers.filter((identifier) => identifier.sources.includes(source));
    const said = whatIsSaid(traits);
    return {
      source,
      fields: qualityFields.map((field) =>
        readField(field, valueOf(field, said, identifiers), { policy, country: countryOf(said) ?? policy.country }),
      ),
    };
  });
}

function valueOf(
  field: QualityField,
  said: Said,
  identifiers: readonly Pick<IdentifierFact, 'type' | 'value'>[],
): string | undefined {
  const joined = (...parts: (string | undefined)[]): string | undefined =>
    parts.some((part) => part !== undefined) ? parts.filter((part) => part !== undefined).join(' ') : undefined;
  switch (field) {
    case 'name':
      return said.get('full') ?? joined(said.get('first'), said.get('middle'), said.get('last'));
    case 'address':
      return joined(said.get('street'), said.get('house'));
    case 'city':
      return said.get('city');
    case 'phone':
    case 'email':
      return said.get(field) ?? identifiers.find(({ type }) => type === field)?.value;
  }
}

interface Reading {
  readonly policy: Policy;
  /** Of the row, as far as it says so. */
  readonly country: string | undefined;
}

function readField(field: QualityField, value: string | undefined, { policy, country }: Reading): FieldReading {
  if (value === undefined) return { field, quality: 'missing' };
  if (isIllegal(field, value.trim(), policy) || isIllegalTrait(field, value, policy)) {
    return { field, quality: 'placeholder', value };
  }
  const quality = fieldQuality(field, value, country);
  const isThrownAway = field === 'email' && quality === 'valid' && isDisposable(value.trim().toLowerCase(), policy);
  return { field, quality: isThrownAway ? 'invalid' : quality, value };
}

/** It says something, and nobody can use it. */
export const isUnusable = ({ quality }: Pick<FieldReading, 'quality'>): boolean =>
  quality === 'placeholder' || quality === 'invalid';

/** The shape of a value without what it says: enough to see what is wrong with most of them. */
export const masked = (value: string): string =>
  value
    .replace(/\p{M}/gu, '') // vowels of some scripts
    .replace(/\p{L}/gu, (letter) => (/\p{Lu}/u.test(letter) ? 'X' : 'x'))
    .replace(/\p{N}/gu, '0');
