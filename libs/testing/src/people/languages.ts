/** The languages that people are made of. */
import { Language } from './language.ts';
import { arabic } from './tables/arabic.ts';
import { belarusian } from './tables/belarusian.ts';
import { chinese } from './tables/chinese.ts';
import { dutch } from './tables/dutch.ts';
import { english } from './tables/english.ts';
import { german } from './tables/german.ts';
import { japanese } from './tables/japanese.ts';
import { korean } from './tables/korean.ts';
import { polish } from './tables/polish.ts';
import { russian } from './tables/russian.ts';
import { spanish } from './tables/spanish.ts';
import { thai } from './tables/thai.ts';

const tables = [
  ...[english, german, dutch, spanish, polish, russian, belarusian],
  ...[chinese, japanese, korean, thai, arabic],
];

export const languages: readonly Language[] = tables.map((table) => new Language(table));
