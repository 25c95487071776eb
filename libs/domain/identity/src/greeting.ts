/** How a person is greeted: in their language and script, by no more than they have declared; whom the shop does not know yet is welcomed as new. */
import { readPronouns, readTitle, salutation, type PersonName } from '@tributary/domain-cleansing';
import { type IdentifierFact, type RecordFacts } from './facts.ts';
import { nameSaid } from './name-said.ts';
import { ruleOf, type Policy } from './policy.ts';
import { type Trait } from './survivorship.ts';

export interface GreetingQuestion {
  /** Of the person. */
  readonly records: readonly RecordFacts[];
  /** What the profile shows. */
  readonly traits: readonly Trait[];
  readonly policy: Policy;
  /** BCP 47; absent: the `language` or `locale` that the person has declared. */
  readonly language?: string | undefined;
}

export interface Greeting {
  readonly text: string;
  readonly language: string | undefined;
  /** Somebody with a login or a card, or in a list of the shop. */
  readonly known: boolean;
}

export function greetingOf({ records, traits, policy, language: asked }: GreetingQuestion): Greeting {
  const language = asked ?? textOf(traits, 'language') ?? textOf(traits, 'locale');
  const known = records.some(({ identifiers }) => identifiers.some((identifier) => namesCustomer(identifier, policy)));
  const title = declaredIn(traits, 'title', readTitle);
  const pronouns = declaredIn(traits, 'pronouns', readPronouns);
  return { text: salutation({ names: namesOf(records, traits), title, pronouns, language, known }), language, known };
}

/** A row of a list, which no browser can claim, is somebody whom the shop has met. */
const namesCustomer = ({ type, unfit, client }: IdentifierFact, policy: Policy): boolean =>
  unfit === undefined && (type === 'record_id' ? client !== true : ruleOf(policy, type).kind === 'exclusive');

/** The name that the profile shows, then those of its records: one of them may be in the script of the language. */
function namesOf(records: readonly RecordFacts[], traits: readonly Trait[]): readonly PersonName[] {
  return [traits, ...records.map((record) => record.traits)].flatMap((own) => nameSaid(own) ?? []);
}

function textOf(traits: readonly Trait[], name: string): string | undefined {
  const value = traits.find((trait) => trait.name === name)?.value;
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

function declaredIn<T>(
  traits: readonly Trait[],
  name: string,
  read: (declared: string, provenance: Pick<Trait, 'source' | 'event' | 'time'>) => T | undefined,
): T | undefined {
  const trait = traits.find((one) => one.name === name);
  const text = textOf(traits, name);
  if (trait === undefined || text === undefined) return undefined;
  const { source, event, time } = trait;
  return read(text, { source, event, time });
}
