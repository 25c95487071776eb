/** What a given name may also be: sets of one name's forms, many to many, so that Masha meets Мария and Sasha meets two names. */
// cspell:ignore Masha Мария
import { nameForm, nameWords } from '../name.ts';
import { romanise } from '../names/romanise.ts';
import { scriptOf } from '../names/script.ts';
import { englishFromK } from './english-from-k.ts';
import { englishToJ } from './english-to-j.ts';
import { european } from './european.ts';
import { further } from './further.ts';
import { slavic } from './slavic.ts';

const none: readonly string[] = [];
const index = indexOf([englishToJ, englishFromK, slavic, european, further]);

/** Ids of the sets that hold the form, none for a name unknown to them. The token is a `nameForm`, native or romanised. */
export const givenNameKeys = (token: string): readonly string[] => index.get(token) ?? none;

/** Lines that begin with the same name are one set. */
function indexOf(sources: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const sets = new Map<string, Set<string>>();
  for (const line of sources.join('').split('\n')) {
    const forms = line.split(' ').filter((form) => form !== '');
    const id = nameForm(forms[0] ?? '');
    for (const form of forms.flatMap(spellings)) sets.set(form, (sets.get(form) ?? new Set()).add(id));
  }
  return new Map([...sets].map(([form, ids]) => [form, [...ids].sort()]));
}

/** A form is found by its own letters and by each way in which `readName` romanises it. */
function spellings(form: string): readonly string[] {
  const words = nameWords(form);
  const romanised = romanise({ given: words, family: [] }, scriptOf(form));
  return [nameForm(form), ...romanised.map(({ given }) => given.join(''))];
}
