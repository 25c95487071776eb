/** Titles and pronouns exactly as their bearer declared them, with who says so; nothing here is ever concluded from a name. */
// cspell:disable

export interface Provenance {
  readonly source: string;
  readonly event: string;
  /** Milliseconds. */
  readonly time: number;
}

export interface Declared<T> {
  /** As written. */
  readonly declared: string;
  readonly value: T;
  readonly provenance: Provenance;
}

/** How the bearer of a title wants to be addressed; `plain` says nothing of it (Mx, or none). */
export interface Title {
  readonly address: 'feminine' | 'masculine' | 'plain';
  readonly academic?: 'doctor' | 'professor';
}

export type Pronouns = 'feminine' | 'masculine' | 'plain';

const words = (text: string): readonly string[] => text.split(' ');
const feminine = new Set(
  words(
    'mrs ms miss madam madame mme mlle mademoiselle frau fräulein mevrouw mevr mw señora sra señorita srta signora sigra signorina senhora dona pani г-жа госпожа спадарыня пані 女士 小姐 太太 hanım bayan นาง นางสาว น.ส puan cik κα κυρία',
  ),
);
const masculine = new Set(
  words(
    'mr mister sir monsieur herr hr dhr heer señor sr signor signore sig senhor pan г-н господин спадар пан 先生 bey bay นาย encik tuan κος κύριος',
  ),
);
const plain = new Set(words('mx 様 さん 님 씨 คุณ khun sayın'));
const doctors = new Set(words('dr doctor dra dott dottssa doktor др доктор ดร drs 博士'));
const professors = new Set(words('prof professor profesor professore профессор прафесар професор 教授 ศ'));
// cspell:enable

/** Undefined for words that are no title we know: they are kept as raw text by whoever holds them, and greet nobody. */
export function readTitle(declared: string, provenance: Provenance): Declared<Title> | undefined {
  const parts = words(
    declared
      .normalize('NFC')
      .trim()
      .toLowerCase()
      .replace(/\s+/g, ' ')
      .replace(/\.(?=\s|$)/g, ''),
  );
  const saysFeminine = parts.some((part) => feminine.has(part));
  const saysMasculine = parts.some((part) => masculine.has(part));
  const academic = parts.some((part) => professors.has(part))
    ? 'professor'
    : parts.some((part) => doctors.has(part))
      ? 'doctor'
      : undefined;
  const known = saysFeminine || saysMasculine || academic !== undefined || parts.some((part) => plain.has(part));
  if (!known) return undefined;
  // "Mr/Mrs" is a form nobody filled in.
  const address = saysFeminine === saysMasculine ? 'plain' : saysFeminine ? 'feminine' : 'masculine';
  return { declared, provenance, value: academic === undefined ? { address } : { address, academic } };
}

// cspell:disable
const pronounWords: Readonly<Record<string, Pronouns>> = {
  ...{ she: 'feminine', her: 'feminine', hers: 'feminine', he: 'masculine', him: 'masculine', his: 'masculine' },
  ...{ they: 'plain', them: 'plain', theirs: 'plain', any: 'plain', sie: 'feminine', er: 'masculine', ihr: 'feminine' },
  ...{ elle: 'feminine', il: 'masculine', iel: 'plain', ella: 'feminine', él: 'masculine' },
  ...{ она: 'feminine', он: 'masculine', яна: 'feminine', ён: 'masculine', вона: 'feminine', він: 'masculine' },
};
// cspell:enable

/** `she/her`, `they`; several that differ (`she/they`) are plain. Undefined for words that are none we know. */
export function readPronouns(declared: string, provenance: Provenance): Declared<Pronouns> | undefined {
  const said = declared
    .normalize('NFC')
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .map((word) => pronounWords[word])
    .filter((word) => word !== undefined);
  const [first] = said;
  if (first === undefined) return undefined;
  return { declared, provenance, value: said.every((word) => word === first) ? first : 'plain' };
}
