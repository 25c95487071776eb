/** What a person agrees to, as said in the consent object of the Segment wire format: the last word on each purpose holds. */
import { type EventCollected } from '@tributary/contracts';
import { isRecord } from './json.ts';
import { type Word } from './last-word.ts';
import { type Policy } from './policy.ts';

export interface ConsentFact extends Word {
  readonly purpose: string;
  readonly granted: boolean;
}

const longestPurpose = 128;

/** `context.consent.categoryPreferences`: purpose → granted or not. */
export function consentsIn({ context, event }: EventCollected, time: number): readonly ConsentFact[] {
  const { consent } = context;
  const preferences = isRecord(consent) ? consent['categoryPreferences'] : undefined;
  if (!isRecord(preferences)) return [];
  return Object.entries(preferences).flatMap(([purpose, granted]) =>
    typeof granted === 'boolean' && purpose.length <= longestPurpose ? [{ purpose, granted, event, time }] : [],
  );
}

export const purposeOf = ({ purpose }: ConsentFact): string => purpose;

/** False: the record is a person of its own, whatever it shares with others. */
export function mayBeLinked({ consents }: { readonly consents?: readonly ConsentFact[] }, policy: Policy): boolean {
  const said = consents?.find(({ purpose }) => purpose === policy.consent.purpose);
  return said?.granted ?? !policy.consent.required;
}
