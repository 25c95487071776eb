/** A street address as it is compared: its number, and its words in one spelling, whatever their order. */
import { memo } from './memo.ts';
import { nameForm } from './name.ts';
import { isPlaceholder } from './placeholder.ts';
// cspell:disable

export interface Street {
  /** `12`, `12a`, `12-14`. */
  readonly houseNumber?: string;
  /** The flat, suite or letter box within it. */
  readonly unit?: string;
  /** Sorted, without duplicates, number and unit left out. */
  readonly tokens: readonly string[];
}

/** One word of address for its spellings, the first of each line. */
const spellings = `
st street str strasse straat saint sankt sint ste
rd road
ave av avenue avenida aven
blvd boulevard boul bulvar bulevar
ln lane
dr drive
ct court
pl place plaza platz plein plac
sq square
ter terrace terr
cres crescent cr
cl close
gdns gardens garden gdn
gr grove grv
hwy highway
pkwy parkway pkway
cir circle circ
pde parade
n north
s south
e east
w west
ne northeast
nw northwest
se southeast
sw southwest
mt mount
bldg building
ch chemin
imp impasse
rte route
all allee allée
weg wg
c calle
ctra carretera
pza piazza pzza plz
v via
vle viale
ul улица ulica ulitsa вулица вуліца вулиця ул вул
пр проспект прт праспект просп prospekt
пер переулок завулак провулок
пл площадь плошча площа
наб набережная
ш шоссе
бул бульвар
cad caddesi cd
sok sokak sk
mah mahallesi mh
ถ ถนน thanon
ซ ซอย soi
`;
const folded = new Map(
  spellings.split('\n').flatMap((line) => {
    const [short = '', ...long] = line
      .split(' ')
      .filter((word) => word !== '')
      .map(nameForm);
    return [short, ...long].map((word) => [word, short] as const);
  }),
);

const unitWords = new Set([
  ...['flat', 'apt', 'apartment', 'unit', 'suite', 'ste', 'room', 'rm', 'fl', 'floor', 'app', 'appt', 'wohnung', 'whg'],
  ...['кв', 'квартира', 'офис', 'оф', 'кватэра', 'piso', 'int', 'interno', 'daire', 'bus', 'lokal', 'm'],
]);
/** Say that a number follows; they name no street. */
const numberWords = new Set(['no', 'nr', 'num', 'number', 'nº', 'д', 'дом', 'буд', 'будинок', 'h', 'hno']);
/** Written onto the name of a German or Dutch street. */
const endings: readonly (readonly [RegExp, string])[] = [
  [/(?<=\p{L}{2})(?:strasse|straat|str)$/u, 'str'],
  [/(?<=\p{L}{3})(?:platz|plein)$/u, 'pl'],
  [/(?<=\p{L}{3})(?:laan)$/u, 'ln'],
];
// cspell:enable

const number = /^\d{1,5}[\p{L}]?$/u;
const maxLength = 300;

/** The lines of an address without postcode and city. Undefined where they say nothing. */
export function readStreet(lines: readonly string[]): Street | undefined {
  const text = lines.filter((line) => !isPlaceholder(line)).join(' , ');
  if (text.length > maxLength || !/[\p{L}\p{N}]/u.test(text)) return undefined;
  const words = wordsOf(text);
  const unit = unitOf(words);
  const rest = unit ? words.filter((_, index) => index !== unit.at && index !== unit.at - 1) : words;
  const house = houseOf(rest);
  const named = rest.filter((word, index) => index !== house && !numberWords.has(word) && word !== ',');
  const tokens = [...new Set(named.map((word) => fold(word)))].sort();
  const houseNumber = house < 0 ? undefined : rest[house]?.replace(/^0+(?=\d)/, '');
  if (tokens.length === 0 && houseNumber === undefined) return undefined;
  return {
    ...(houseNumber === undefined ? {} : { houseNumber }),
    ...(unit ? { unit: unit.value } : {}),
    tokens,
  };
}

/** `12 - 14` and `12 a` are one word, `5/3` is a house and a flat, a comma is a word. */
function wordsOf(text: string): readonly string[] {
  const lower = text.toLowerCase();
  const ranges = /[-–]/.test(lower) ? lower.replace(/(?<=\d)\s*[-–]\s*(?=\d)/g, '~') : lower;
  const letters = ranges.replace(/(?<=\d)\s+(?=[a-z](?:\s|$|,))/g, '');
  // Patterns that begin with a digit are tried at each of them: they run where the sign that they are about is there.
  const flats = letters.includes('/') ? letters.replace(/(\d+\p{L}?)\s*\/\s*(\d+)/gu, '$1 , unit $2') : letters;
  return flats
    .replace(/#\s*(?=\d)/g, ' unit ')
    .replaceAll(',', ' , ')
    .split(' ')
    .flatMap((word) => (word.includes('~') ? word.split('~').map(nameForm).join('-').split(' ') : formOf(word)))
    .filter((word) => word !== '');
}

/** A comma stays, a form may be of several words. */
function formOf(word: string): string | readonly string[] {
  const form = word === ',' ? word : nameForm(word);
  return form.includes(' ') ? form.split(' ') : form;
}

function unitOf(words: readonly string[]): { readonly at: number; readonly value: string } | undefined {
  const at = words.findIndex(
    (word, index) => /^\d+\p{L}?$|^\p{L}\d*$/u.test(word) && unitWords.has(words[index - 1] ?? ''),
  );
  const value = words[at];
  return value === undefined ? undefined : { at, value };
}

/** The first number that stands first in its line or last in it; else the first of all. */
function houseOf(words: readonly string[]): number {
  const isNumber = (word: string | undefined): boolean =>
    word !== undefined && (number.test(word) || /^\d+-\d+$/.test(word));
  const atEdge = words.findIndex(
    (word, index) =>
      isNumber(word) &&
      (index === 0 || words[index - 1] === ',' || index === words.length - 1 || words[index + 1] === ','),
  );
  return atEdge >= 0 ? atEdge : words.findIndex(isNumber);
}

/** A town has few streets, and each is written again for everyone who lives in it. */
const fold = memo((word) => folded.get(word) ?? shortened(word), 50_000);

function shortened(word: string): string {
  const ending = endings.find(([pattern]) => pattern.test(word));
  return ending ? word.replace(ending[0], ending[1]) : word;
}
