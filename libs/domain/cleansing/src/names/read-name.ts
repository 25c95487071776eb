/** Reads a person's name from whatever fields a source gives: its parts in their own script, and how they may be romanised. */
import { nameForm, nameWords } from '../name.ts';
import { stripAttached, stripHonorifics } from './honorifics.ts';
import { orderName, type Ordered } from './order.ts';
import { isPlaceholderName } from './placeholder-names.ts';
import { romanise, type Romanised } from './romanise.ts';
import { isFamilyFirst, scriptOf, type Script } from './script.ts';

export interface NameFields {
  readonly given?: string | undefined;
  readonly middle?: string | undefined;
  readonly family?: string | undefined;
  readonly full?: string | undefined;
}

export interface PersonName {
  /** As its owner wrote it, spaces put right. */
  readonly raw: string;
  readonly script: Script;
  /** As it is said in a greeting: without titles, each part in its own spelling. */
  readonly written: { readonly given: string; readonly family: string; readonly full: string };
  /** Compared forms (`nameForm`) in the order written, middle names and patronymics among the given. */
  readonly given: readonly string[];
  readonly family: readonly string[];
  /** Alternatives in plain a-z, the likeliest first; for a Latin name its form without marks. */
  readonly romanised: readonly Romanised[];
  /** Titles and honorifics that stood with the name, as declared. Never read as gender. */
  readonly title?: string;
  /** `Jr`, `III`. */
  readonly generation?: string;
}

/** Longer texts are not names of people; the bound keeps every reader linear. */
const maxLength = 200;

/** Undefined where nobody's name is said: nothing, a placeholder, a text without letters. */
export function readName(fields: NameFields): PersonName | undefined {
  const given = field(fields.given);
  const middle = field(fields.middle);
  const family = field(fields.family);
  const full = field(fields.full);
  if (full !== '' && (given === '' || family === '')) return fromFull(full);
  return given === '' && family === '' ? undefined : fromParts({ given, middle, family });
}

function field(raw: string | undefined): string {
  if (raw === undefined || raw.length > maxLength || isPlaceholderName(raw)) return '';
  return plainField.test(raw) ? raw : raw.trim().replace(/\s+/gu, ' ');
}

/** The usual field has nothing to put right. */
const plainField = /^[A-Za-z]+(?: [A-Za-z]+)*$/;

function fromFull(full: string): PersonName | undefined {
  const script = scriptOf(full);
  const bare = isPlain(script) ? { text: full } : stripAttached(full);
  const { words, title, generation } = stripHonorifics(wordsOf(bare.text));
  const ordered = orderName(words, script);
  // After a title one word is the family's: Mr Kelley.
  const parts = title !== undefined && words.length === 1 && isPlain(script) ? turned(ordered) : ordered;
  return assemble(full, script, parts, { title: join(bare.title, title), generation });
}

const isPlain = (script: Script): boolean => script === 'latin' || script === 'cyrillic' || script === 'greek';

const turned = ({ given, family }: Ordered): Ordered => ({ given: family, family: given });

function fromParts({
  given,
  middle,
  family,
}: {
  given: string;
  middle: string;
  family: string;
}): PersonName | undefined {
  const order = isFamilyFirst(scriptOf(family + given)) ? [family, given, middle] : [given, middle, family];
  const raw = order.filter((part) => part !== '').join(' ');
  const script = scriptOf(raw);
  const first = stripAttached(given);
  const last = stripAttached(family);
  const before = stripHonorifics(wordsOf(first.text));
  const behind = stripHonorifics(wordsOf(last.text));
  const parts = { given: [...before.words, ...wordsOf(middle)], family: behind.words };
  const title = join(join(first.title, before.title), join(last.title, behind.title));
  return assemble(raw, script, parts, { title, generation: behind.generation ?? before.generation });
}

/** `M.Kelley` and `J.R.R. Tolkien` part after the stop. */
function wordsOf(text: string): readonly string[] {
  const stopped = text.includes('.') ? text.replace(/(?<=(?:^|[^\p{L}])\p{L}\.)(?=\p{L})/gu, ' ') : text;
  const parted = stopped.includes(',') ? stopped.replace(/,(?=\S)/g, ', ') : stopped;
  return parted.split(' ').filter((word) => word !== '');
}

interface Extras {
  readonly title: string | undefined;
  readonly generation: string | undefined;
}

function assemble(raw: string, script: Script, parts: Ordered, { title, generation }: Extras): PersonName | undefined {
  const givenWords = parts.given.flatMap(nameWords);
  const familyWords = parts.family.flatMap(nameWords);
  if (givenWords.length + familyWords.length === 0) return undefined;
  return {
    raw,
    script,
    written: written(parts, script),
    given: formsOf(givenWords),
    family: formsOf(familyWords),
    romanised: romanise({ given: givenWords, family: familyWords }, script),
    ...(title === undefined ? {} : { title }),
    ...(generation === undefined ? {} : { generation }),
  };
}

const formsOf = (words: readonly string[]): readonly string[] => words.map(nameForm).filter((form) => form !== '');

function written(parts: Ordered, script: Script): PersonName['written'] {
  const given = parts.given.join(' ').replace(/,+$/, '');
  const family = parts.family.join(' ').replace(/,+$/, '');
  // Han and Hangul names are written without a space.
  const between = script === 'han' || script === 'hangul' ? '' : ' ';
  const full = isFamilyFirst(script) ? [family, given] : [given, family];
  return { given, family, full: full.filter((part) => part !== '').join(between) };
}

const join = (a: string | undefined, b: string | undefined): string | undefined =>
  a === undefined ? b : b === undefined ? a : `${a} ${b}`;
