// cspell:ignoreRegExp /[\u0400-\u04ff]+/g
// cspell:ignore geburtsjahr geburtsmonat personnummer pesel haus nummer
// cspell:ignore nein anrede anzahl artikel bestell betrag bezeichnung geburt geschlecht kunde menge nachname preis produkt
// cspell:ignore rechnung stadt stra umsatz vorname währung telefon
/** What a column is likely to mean, by its name in the languages that exports are written in, and by what its cells look like. */

// cspell:ignore nacimiento nascita urodzenia
import { isHeadingOf } from './headings.ts';
import { timeWords, wordsOf } from './names.ts';
import { type TypeGuess } from './type-guess.ts';

export type Role =
  | ('email' | 'phone' | 'customer' | 'row' | 'loyalty' | 'order' | 'line' | 'time' | 'event')
  | ('product' | 'productName' | 'quantity' | 'price' | 'amount' | 'currency')
  | (
      | 'firstName'
      | 'middleName'
      | 'namePrefix'
      | 'lastName'
      | 'fullName'
      | 'birthday'
      | 'nationalId'
      | 'gender'
      | 'title'
    )
  | ('birthYear' | 'birthMonth' | 'birthDay')
  | ('street' | 'houseNumber' | 'city' | 'postalCode' | 'region' | 'country');

interface Rule {
  readonly role: Role;
  /** Of the name in small letters, its words parted by spaces. */
  readonly name: RegExp;
  /** Types that the cells must be of; absent: any. */
  readonly types?: readonly TypeGuess['type'][];
  /** What every cell is that says anything; absent: any. */
  readonly cells?: RegExp;
  /** What half of the cells are, at least, that say anything; absent: any. */
  readonly mostly?: RegExp;
  /** Not where every cell is a yes or a no: consent to be called is no telephone. */
  readonly isNoAnswer?: true;
  /** Its name may say of which address or contact it is: billing city. */
  readonly isOfContact?: true;
  /** No cell is empty, and no two are the same. */
  readonly isDistinct?: true;
}

const id = '( ?(id|no|nr|num|number|code|key|номер))?';
/** `#1001` is no name. */
const inLetters = /\p{L}/u;
/** What nations call the number that they give to each person. */
const knownAs = '(ssn|sin|nino|bsn|cpf|dni|nif|pesel|personnummer|инн|снилс)';
const line = '((line ?)?item )?';
const figure: Rule['types'] = ['number', 'integer'];

/** The first that fits; the precise stand before the general. */
const rules: readonly Rule[] = [
  { role: 'email', name: /e ?mail|^почта|эл.*почта/, isNoAnswer: true },
  { role: 'phone', name: /phone|mobile|^cell$|^tel$|telefon|handy|телефон/, isNoAnswer: true },
  { role: 'birthYear', name: /^(birth|dob) ?(year|yyyy|y)$|^year of birth$|^yob$|^geburtsjahr$|^год рождения$/ },
  { role: 'birthMonth', name: /^(birth|dob) ?(month|mm|m)$|^month of birth$|^geburtsmonat$|^месяц рождения$/ },
  { role: 'birthDay', name: /^birth day$|^dob ?(day|dd|d)$|^day of birth$|^день рождения$/, cells: /^\d{1,2}$/ },
  {
    role: 'birthday',
    name: /birth|geburt|^geb$|geb ?dat|^dob$|^b ?day$|рожден|naissance|nacimiento|nascita|urodzenia/,
  },
  {
    role: 'nationalId',
    name: new RegExp(
      `^(national|nat|social security|soc sec|national insurance|citizen|identity( card)?|id card|tax|passport) ?(id|no|nr|num|number)( ?(no|nr|number))?$|^${knownAs}$`,
    ),
  },
  { role: 'loyalty', name: new RegExp(`loyalty|bonus ?card|(club|member) ?card|карт[аы] ?(лояль|клуб)`) },
  {
    role: 'customer',
    name: new RegExp(`^(customer|client|user|person|member|buyer|shopper|kunde[n]?|клиент|покупатель)${id}$`),
  },
  {
    role: 'row',
    name: /^(id|uuid|guid|ид|(record|rec|row|entry|unique|contact|lead|account|profile|subscriber|guest|external|source|crm) (id|key|uuid|no|nr|number))$/,
    isDistinct: true,
  },
  {
    role: 'order',
    name: new RegExp(`^(order|invoice|receipt|transaction|bill|rechnung|bestell\\w*|заказ|чек|накладная|счет)${id}$`),
  },
  { role: 'line', name: /^(line|position|pos|row|item|строка)( ?(no|nr|number|num))$/ },
  {
    role: 'product',
    name: new RegExp(`^${line}(sku|ean|gtin|article|artikel|артикул|(stock|product|item|produkt|код товара)${id})$`),
  },
  { role: 'productName', name: /description|^(product|(line ?)?item|article) ?name$|^товар|наименование|bezeichnung/ },
  { role: 'quantity', name: new RegExp(`^${line}(qty|quantity|units|menge|anzahl|количество|кол во)$`), types: figure },
  { role: 'price', name: /price|preis|^цена/, types: figure },
  {
    role: 'amount',
    name: /^(?!.*(sub ?total|discount|tax|shipping|refund)).*(amount|total|revenue|^sum|^value$|betrag|umsatz|сумма|итого)/,
    types: figure,
  },
  { role: 'currency', name: /currency|währung|валюта/, types: ['text'] },
  { role: 'event', name: /^(event|action)( ?name| ?type)?$|^событие$/, types: ['text'] },
  {
    role: 'firstName',
    name: /^(first|given|fore) ?name$|^fname$|^vorname$|^имя$/,
    types: ['text'],
    mostly: inLetters,
    isOfContact: true,
  },
  { role: 'middleName', name: /^middle ?name$|^patronymic$/, types: ['text'], mostly: inLetters, isOfContact: true },
  { role: 'namePrefix', name: /^(last name|surname) prefix$/, types: ['text'], mostly: inLetters, isOfContact: true },
  {
    role: 'lastName',
    name: /^(last|family|sur) ?name$|^lname$|^nachname$|^фамилия$/,
    types: ['text'],
    mostly: inLetters,
    isOfContact: true,
  },
  { role: 'fullName', name: /^(full )?name$|^фио$/, types: ['text'], mostly: inLetters, isOfContact: true },
  { role: 'gender', name: /^(gender|sex|geschlecht|пол)$/ },
  { role: 'title', name: /^(title|salutation|anrede|обращение)$/, types: ['text'] },
  {
    role: 'houseNumber',
    name: /^((house|street|building) ?(no|nr|num|number)|haus ?(nr|nummer)|(номер )?дома?)$/,
    isOfContact: true,
  },
  {
    role: 'street',
    name: /street|^address( line)?( ?1)?$|stra(ß|ss)e|^улица|^адрес/,
    types: ['text'],
    isOfContact: true,
  },
  { role: 'city', name: /^(city|town|suburb|locality|ort|stadt|город)$/, types: ['text'], isOfContact: true },
  { role: 'postalCode', name: /^(zip|postal|post)( ?code)?$|^postcode$|^plz$|индекс/, isOfContact: true },
  {
    role: 'region',
    name: /^(state|region|province|county|область|регион)( ?code)?$/,
    types: ['text'],
    isOfContact: true,
  },
  { role: 'country', name: /^(country|land|страна)( ?code)?$/, types: ['text'], isOfContact: true },
  { role: 'time', name: timeWords, types: ['time'] },
];

/** What its name says, whatever its cells are. */
export const roleByName = (name: string): Role | undefined => rules.find((one) => isCalled(one, wordsOf(name)))?.role;

const answer = /^(0|1|y|n|yes|no|true|false|on|off|ja|nein|nee|да|нет|так|не|是|否|ใช่|ไม่)$/i;

const ofWhom =
  /^(mailing|billing|shipping|delivery|home|default|primary|main|contact|customer|client|subscriber|guest|address) /;

type Called = Pick<Rule, 'role' | 'name' | 'isOfContact'>;

function isCalled({ role, name, isOfContact }: Called, words: string): boolean {
  if (name.test(words) || isHeadingOf(role, words)) return true;
  return isOfContact === true && ofWhom.test(words) && isCalled({ role, name, isOfContact }, words.replace(ofWhom, ''));
}

export interface RoleGuess {
  readonly role: Role | undefined;
  readonly why: string;
}

const looks = [
  { role: 'email', fits: /^[^\s@]+@[^\s@]+\.[^\s@]+$/, are: 'e-mail addresses' },
  { role: 'phone', fits: /^\+[\d\s().-]{8,20}$/, are: 'telephone numbers' },
  { role: 'order', fits: /^#\d{3,12}$/, are: 'numbers of orders' },
] as const;
/** Of a year before there were such files, or after any of us: when somebody was born, as a rule, or when a contract ends. */
const year = '(1\\d|2[1-9]|[3-9]\\d)\\d\\d(?!\\d)';
const noTimeOfRow = new RegExp(`^${year}[-/]|\\d[./]\\d{1,2}[./]${year}|(\\p{L}[ -]|\\d, )${year}`, 'u');
/** Cells by which a meaning is found that the name does not say. */
const enough = 0.8;

export function guessRole(name: string, type: TypeGuess['type'], values: readonly string[]): RoleGuess {
  const words = wordsOf(name);
  const texts = values.map((value) => value.trim()).filter((value) => value !== '');
  const areDistinct = texts.length === values.length && new Set(texts).size === texts.length;
  const share = (of: RegExp): number => texts.filter((text) => of.test(text)).length / texts.length;
  const fits = (rule: Rule): boolean =>
    isCalled(rule, words) &&
    (rule.types?.includes(type) ?? true) &&
    texts.every((text) => rule.cells?.test(text) ?? true) &&
    (areDistinct || rule.isDistinct !== true) &&
    (rule.mostly === undefined || texts.length === 0 || share(rule.mostly) >= 0.5) &&
    (rule.isNoAnswer !== true || texts.length === 0 || !texts.every((text) => answer.test(text)));
  const rule = rules.find(fits);
  if (rule) return { role: rule.role, why: 'by its name' };
  for (const { role, fits, are } of looks) {
    if (texts.length > 0 && share(fits) >= enough) {
      return { role, why: `${Math.round(share(fits) * texts.length)} of ${texts.length} cells look like ${are}` };
    }
  }
  if (type === 'time' && !texts.some((text) => noTimeOfRow.test(text))) return { role: 'time', why: 'by its cells' };
  return { role: undefined, why: 'nothing says what it means' };
}
