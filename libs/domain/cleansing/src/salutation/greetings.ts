/** How each language greets, as data: no form here depends on anybody's gender but those that a declared title asks for. */
import { type Script } from '../names/script.ts';
// cspell:disable

/** `{name}` is the full name, `{family}` the family name; each as its owner writes it. */
export interface Greeting {
  /** Scripts of names that this language prefers, the first most. */
  readonly scripts: readonly Script[];
  /** Somebody known, and somebody new, by the full name: the same words for everyone. */
  readonly known: string;
  readonly welcome: string;
  /** Without a name. */
  readonly knownNameless: string;
  readonly welcomeNameless: string;
  /** For a known person who declared the title. */
  readonly feminine?: string;
  readonly masculine?: string;
  readonly doctor?: string;
  readonly professor?: string;
  /** What stands before the family name keeps its small letter only behind a given name: Geachte heer Van Beek. */
  readonly particleInCapitals?: true;
}

const latin = { scripts: ['latin'] } as const;
const cyrillic = { scripts: ['cyrillic', 'latin'] } as const;

export const greetings: Readonly<Record<string, Greeting>> = {
  en: {
    ...latin,
    ...{ known: 'Dear {name}', welcome: 'Welcome, {name}', knownNameless: 'Dear customer', welcomeNameless: 'Welcome' },
    ...{ feminine: 'Dear Ms {family}', masculine: 'Dear Mr {family}' },
    ...{ doctor: 'Dear Dr {family}', professor: 'Dear Professor {family}' },
  },
  de: {
    ...latin,
    ...{ known: 'Guten Tag {name}', welcome: 'Willkommen, {name}', knownNameless: 'Guten Tag' },
    ...{
      welcomeNameless: 'Willkommen',
      feminine: 'Sehr geehrte Frau {family}',
      masculine: 'Sehr geehrter Herr {family}',
    },
    ...{ doctor: 'Guten Tag Dr. {family}', professor: 'Guten Tag Prof. {family}' },
  },
  nl: {
    ...latin,
    ...{ known: 'Beste {name}', welcome: 'Welkom, {name}', knownNameless: 'Beste klant', welcomeNameless: 'Welkom' },
    ...{ feminine: 'Geachte mevrouw {family}', masculine: 'Geachte heer {family}', particleInCapitals: true },
  },
  fr: {
    ...latin,
    ...{
      known: 'Bonjour {name}',
      welcome: 'Bienvenue, {name}',
      knownNameless: 'Bonjour',
      welcomeNameless: 'Bienvenue',
    },
    ...{ feminine: 'Bonjour Madame {family}', masculine: 'Bonjour Monsieur {family}' },
  },
  // "Bienvenido" inflects by who is greeted; "to give the welcome" does not. So in Italian and Portuguese.
  es: {
    ...latin,
    ...{ known: 'Hola, {name}', welcome: 'Le damos la bienvenida, {name}', knownNameless: 'Hola' },
    ...{
      welcomeNameless: 'Le damos la bienvenida',
      feminine: 'Estimada señora {family}',
      masculine: 'Estimado señor {family}',
    },
  },
  it: {
    ...latin,
    ...{ known: 'Gentile {name}', welcome: 'Le diamo il benvenuto, {name}', knownNameless: 'Gentile cliente' },
    ...{
      welcomeNameless: 'Le diamo il benvenuto',
      feminine: 'Gentile signora {family}',
      masculine: 'Gentile signor {family}',
    },
  },
  pt: {
    ...latin,
    ...{ known: 'Olá, {name}', welcome: 'Damos-lhe as boas-vindas, {name}', knownNameless: 'Olá' },
    ...{
      welcomeNameless: 'Damos-lhe as boas-vindas',
      feminine: 'Prezada senhora {family}',
      masculine: 'Prezado senhor {family}',
    },
  },
  // A surname would have to be inflected behind "Pan": the title stands alone.
  pl: {
    ...latin,
    ...{
      known: 'Dzień dobry, {name}',
      welcome: 'Witamy, {name}',
      knownNameless: 'Dzień dobry',
      welcomeNameless: 'Witamy',
    },
    ...{ feminine: 'Szanowna Pani', masculine: 'Szanowny Panie' },
  },
  tr: {
    ...latin,
    ...{
      known: 'Sayın {name}',
      welcome: 'Hoş geldiniz, {name}',
      knownNameless: 'Merhaba',
      welcomeNameless: 'Hoş geldiniz',
    },
  },
  ru: {
    ...cyrillic,
    ...{ known: 'Здравствуйте, {name}', welcome: 'Добро пожаловать, {name}', knownNameless: 'Здравствуйте' },
    ...{
      welcomeNameless: 'Добро пожаловать',
      feminine: 'Уважаемая госпожа {family}',
      masculine: 'Уважаемый господин {family}',
    },
  },
  be: {
    ...cyrillic,
    ...{ known: 'Добры дзень, {name}', welcome: 'Сардэчна запрашаем, {name}', knownNameless: 'Добры дзень' },
    ...{
      welcomeNameless: 'Сардэчна запрашаем',
      feminine: 'Паважаная спадарыня {family}',
      masculine: 'Паважаны спадар {family}',
    },
  },
  uk: {
    ...cyrillic,
    ...{ known: 'Добрий день, {name}', welcome: 'Ласкаво просимо, {name}', knownNameless: 'Добрий день' },
    ...{ welcomeNameless: 'Ласкаво просимо', feminine: 'Шановна пані {family}', masculine: 'Шановний пане {family}' },
  },
  zh: {
    scripts: ['han', 'latin'],
    ...{ known: '{name}，您好', welcome: '{name}，欢迎您', knownNameless: '您好', welcomeNameless: '欢迎您' },
    ...{
      feminine: '{family}女士，您好',
      masculine: '{family}先生，您好',
      doctor: '{family}博士，您好',
      professor: '{family}教授，您好',
    },
  },
  'zh-hant': {
    scripts: ['han', 'latin'],
    ...{ known: '{name}，您好', welcome: '{name}，歡迎您', knownNameless: '您好', welcomeNameless: '歡迎您' },
    ...{
      feminine: '{family}女士，您好',
      masculine: '{family}先生，您好',
      doctor: '{family}博士，您好',
      professor: '{family}教授，您好',
    },
  },
  ja: {
    scripts: ['kana', 'han', 'latin'],
    ...{ known: '{name}様', welcome: '{name}様、ようこそ', knownNameless: 'お客様', welcomeNameless: 'ようこそ' },
  },
  ko: {
    scripts: ['hangul', 'han', 'latin'],
    ...{
      known: '{name}님, 안녕하세요',
      welcome: '{name}님, 환영합니다',
      knownNameless: '안녕하세요',
      welcomeNameless: '환영합니다',
    },
  },
  // The polite particle at the end would tell the speaker's gender; it is left away.
  th: {
    scripts: ['thai', 'latin'],
    ...{
      known: 'เรียน คุณ{name}',
      welcome: 'ยินดีต้อนรับ คุณ{name}',
      knownNameless: 'เรียน ท่านลูกค้า',
      welcomeNameless: 'ยินดีต้อนรับ',
    },
  },
};
