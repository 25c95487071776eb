/** All comparisons, in the order in which an explanation shows them. */
import { type MatchForm } from '../form.ts';
import { birthLevelOf, birthLevels } from './birth.ts';
import { editLevels, emailLevelOf, emailLevels, numberLevelOf, phoneLevelOf } from './contact.ts';
import { type Level } from './level.ts';
import { nameLevelOf, nameLevels } from './name.ts';
import { addressLevelOf, addressLevels, cityLevelOf, cityLevels, postcodeLevelOf, postcodeLevels } from './place.ts';

export interface FieldComparison {
  readonly field: Field;
  readonly levels: readonly Level[];
  /** Index of the level; -1 where a side says nothing. Symmetric. */
  readonly levelOf: (a: MatchForm, b: MatchForm) => number;
}

export type Field = 'name' | 'birth' | 'email' | 'phone' | 'number' | 'postcode' | 'address' | 'city';

export const comparisons: readonly FieldComparison[] = [
  { field: 'name', levels: nameLevels, levelOf: nameLevelOf },
  { field: 'birth', levels: birthLevels, levelOf: birthLevelOf },
  { field: 'email', levels: emailLevels, levelOf: emailLevelOf },
  { field: 'phone', levels: editLevels, levelOf: phoneLevelOf },
  { field: 'number', levels: editLevels, levelOf: numberLevelOf },
  { field: 'postcode', levels: postcodeLevels, levelOf: postcodeLevelOf },
  { field: 'address', levels: addressLevels, levelOf: addressLevelOf },
  { field: 'city', levels: cityLevels, levelOf: cityLevelOf },
];
