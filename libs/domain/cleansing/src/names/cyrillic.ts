/** Russian, Belarusian and Ukrainian names as passports, parcels and their owners spell them in a-z. */
import anyAscii from 'any-ascii';
// cspell:disable

type Table = Readonly<Record<string, string>>;

/** Doc 9303 of ICAO, as in passports since 2010: Mariia, Iuliia. */
const passport: Table = {
  ...{ й: 'i', ю: 'iu', я: 'ia', є: 'ie', ї: 'i', ё: 'e', э: 'e', щ: 'shch', х: 'kh', ц: 'ts', ъ: 'ie', ь: '', ў: 'u' },
  ...{ ж: 'zh', ч: 'ch', ш: 'sh', ы: 'y', и: 'i', і: 'i', ґ: 'g' },
};
/** What people write themselves: Maria, Yulia, Dmitry, Alexey. */
const everyday: Table = {
  ...{ й: 'y', ю: 'yu', я: 'ya', є: 'ye', ї: 'yi', ё: 'e', э: 'e', щ: 'sch', х: 'h', ц: 'ts', ъ: '', ь: '', ў: 'w' },
  ...{ ж: 'zh', ч: 'ch', ш: 'sh', ы: 'y', и: 'i', і: 'i', ґ: 'g' },
};
/** The scholarly and German habit, and the Belarusian one of 2007: Marija, Jury. */
const scholarly: Table = {
  ...{ й: 'j', ю: 'ju', я: 'ja', є: 'je', ї: 'ji', ё: 'jo', э: 'e', щ: 'sch', х: 'ch', ц: 'c', ъ: '', ь: '', ў: 'u' },
  ...{ ж: 'z', ч: 'c', ш: 's', ы: 'y', и: 'i', і: 'i', ґ: 'g' },
};
const letters = /[а-яёєіїґў]/g;

const plain = (word: string): string =>
  anyAscii(word)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
const spell = (word: string, table: Table): string => plain(word.replace(letters, (letter) => table[letter] ?? letter));

/** A word in small letters; always as many, one for each system, so that the words of a name go together. */
export function cyrillicSpellings(word: string): readonly string[] {
  const common = word
    .replace(/[иы]й$/u, 'ы')
    .replace(/(?<=[иы])я$/u, 'а')
    .replace(/кс/g, 'x');
  // Ukrainian and Belarusian г is h, Ukrainian и is y; the letters of one word seldom show the language.
  const western = word.replaceAll('г', 'h');
  return [
    ...[spell(common, everyday), plain(word), spell(word, passport), spell(word, scholarly)],
    ...[plain(western), plain(western.replaceAll('и', 'y'))],
  ];
}
