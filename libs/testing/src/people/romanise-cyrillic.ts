// cspell:ignore shch PCGN
/** Russian and Belarusian in Latin letters, in the ways that passports, maps, libraries and people write them. */

type Letters = Readonly<Record<string, string>>;

const letters = (text: string): Letters =>
  Object.fromEntries(
    text.split(' ').map((pair) => {
      const [from = '', to = ''] = pair.split('=', 2);
      return [from, to];
    }),
  );

const common = letters(
  "а=a б=b в=v д=d з=z к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f ы=y ў=u ъ= ь= '= ’= ж=zh ч=ch ш=sh щ=shch ц=ts х=kh г=g е=e ё=e и=i й=i і=i э=e ю=yu я=ya",
);
/** ICAO 9303, as Russian passports since 2013 have it. */
const passport: Letters = { ...common, ...letters('ю=iu я=ia ъ=ie') };
/** BGN/PCGN 1947, without its apostrophes. */
const maps: Letters = { ...common, ...letters('й=y ё=yo е=e') };
/** ISO 9 with the marks fallen off, as in systems that know ASCII only. */
const library: Letters = { ...common, ...letters('ж=z ч=c ш=s щ=s ц=c х=h й=j ю=u я=a ё=e') };
/** What people type. */
const everyday: Letters = { ...common, ...letters('х=h й=y ё=yo ц=c щ=sch ю=ju я=ja') };

/** The instruction of 2000 with the changes of 2007, marks fallen off. */
const belarusianPassport: Letters = {
  ...common,
  ...letters('г=h х=kh ж=zh ч=ch ш=sh ц=ts й=i ў=u е=e ё=io ю=iu я=ia'),
};
const belarusianLibrary: Letters = { ...common, ...letters('г=h х=ch ж=z ч=c ш=s ц=c й=j е=ie ё=io ю=iu я=ia') };
const belarusianMaps: Letters = { ...common, ...letters('г=h й=y ў=w ё=yo е=ye') };

const ways = {
  ru: [maps, passport, everyday, library],
  be: [belarusianPassport, belarusianLibrary, belarusianMaps, everyday],
} as const;

/** Different spellings only, the usual one first. */
export const romaniseCyrillic = (text: string, language: 'ru' | 'be'): readonly string[] => [
  ...new Set(ways[language].map((way) => inLatin(text, way))),
];

function inLatin(text: string, way: Letters): string {
  let latin = '';
  for (const letter of text) {
    const small = letter.toLowerCase();
    const to = way[small] ?? letter;
    latin += small === letter ? to : `${to.charAt(0).toUpperCase()}${to.slice(1)}`;
  }
  return latin;
}
