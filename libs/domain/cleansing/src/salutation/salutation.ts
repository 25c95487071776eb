/** A greeting in the person's language and script that is never wrong about gender: it says what was declared, or nothing of it. */
import { type PersonName } from '../names/read-name.ts';
import { type Declared, type Pronouns, type Title } from './declared.ts';
import { greetings, type Greeting } from './greetings.ts';

export interface SalutationRequest {
  /** A name in several scripts: the one that the language is written in is taken, as its owner wrote it; else the first. */
  readonly names: readonly PersonName[];
  readonly title?: Declared<Title> | undefined;
  readonly pronouns?: Declared<Pronouns> | undefined;
  /** BCP 47: `de`, `pt-BR`, `zh-Hant-TW`. */
  readonly language?: string | undefined;
  /** Known people are greeted, new ones welcomed. */
  readonly known: boolean;
}

/** The full name alone where the language is unknown to us; empty where the name is as well. */
export function salutation({ names, title, pronouns, language, known }: SalutationRequest): string {
  const greeting = greetingIn(language);
  if (!greeting) return names[0]?.written.full ?? '';
  const name = nameIn(names, greeting);
  if (!name) return known ? greeting.knownNameless : greeting.welcomeNameless;
  const form = known && name.written.family !== '' ? formFor(greeting, title?.value, pronouns?.value) : undefined;
  return (form ?? (known ? greeting.known : greeting.welcome)).replace(/\{(name|family)\}/g, (_, part) =>
    part === 'name' ? name.written.full : familyOf(name, greeting),
  );
}

const traditional = /^zh-(?:hant|tw|hk|mo)\b/;

function greetingIn(language: string | undefined): Greeting | undefined {
  const tag = language?.toLowerCase().replaceAll('_', '-') ?? '';
  const key = traditional.test(tag) ? 'zh-hant' : (tag.split('-')[0] ?? '');
  return Object.hasOwn(greetings, key) ? greetings[key] : undefined;
}

function nameIn(names: readonly PersonName[], { scripts }: Greeting): PersonName | undefined {
  for (const script of scripts) {
    const name = names.find((one) => one.script === script);
    if (name) return name;
  }
  return names[0];
}

/** A title asks for a form; pronouns alone do not, they only take back what contradicts them. */
function formFor(greeting: Greeting, title: Title | undefined, pronouns: Pronouns | undefined): string | undefined {
  if (!title) return undefined;
  if (title.academic !== undefined && greeting[title.academic] !== undefined) return greeting[title.academic];
  const contradicted = pronouns !== undefined && pronouns !== title.address;
  return title.address === 'plain' || contradicted ? undefined : greeting[title.address];
}

const familyOf = ({ written: { family } }: PersonName, { particleInCapitals }: Greeting): string =>
  particleInCapitals === true ? family.charAt(0).toUpperCase() + family.slice(1) : family;
