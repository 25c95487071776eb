// cspell:ignoreRegExp /[\u0400-\u04ff]+/g
// cspell:ignore geburtsjahr geburtsmonat
// cspell:ignore anrede anzahl artikel bestell betrag bezeichnung geburt geschlecht kunde menge nachname preis produkt
// cspell:ignore rechnung stadt stra umsatz vorname währung telefon
/** What a column is likely to mean, by its name in the languages that exports are written in, and by what its cells look like. */

// cspell:ignore nacimiento nascita urodzenia
import { timeWords, wordsOf } from './names.ts';
import { type TypeGuess } from './type-guess.ts';

export type Role =
  | ('email' | 'phone' | 'customer' | 'row' | 'loyalty' | 'order' | 'line' | 'time' | 'event')
  | ('product' | 'productName' | 'quantity' | 'price' | 'amount' | 'currency')
  | ('firstName' | 'lastName' | 'fullName' | 'birthday' | 'gender' | 'title')
  | ('birthYear' | 'birthMonth' | 'birthDay')
  | ('street' | 'city' | 'postalCode' | 'region' | 'country');

interface Rule {
  readonly role: Role;
  /** Of the name in small letters, its words parted by spaces. */
  readonly name: RegExp;
  /** Types that the cells must be of; absent: any. */
  readonly types?: readonly TypeGuess['type'][];
  /** What every cell is that says anything; absent: any. */
  readonly cells?: RegExp;
  /** No cell is empty, and no two are the same. */
  readonly isDistinct?: true;
}

const id = '( ?(id|no|nr|num|number|code|key|номер))?';
const figure: Rule['types'] = ['number', 'integer'];

/** The first that fits; the precise stand before the general. */
const rules: readonly Rule[] = [
  { role: 'email', name: /e ?mail|^почта|эл.*почта/ },
  { role: 'phone', name: /phone|mobile|^cell$|^tel$|telefon|handy|телефон/ },
  { role: 'birthYear', name: /^(birth|dob) ?(year|yyyy|y)$|^year of birth$|^yob$|^geburtsjahr$|^год рождения$/ },
  { role: 'birthMonth', name: /^(birth|dob) ?(month|mm|m)$|^month of birth$|^geburtsmonat$|^месяц рождения$/ },
  { role: 'birthDay', name: /^birth day$|^dob ?(day|dd|d)$|^day of birth$|^день рождения$/, cells: /^\d{1,2}$/ },
  {
    role: 'birthday',
    name: /birth|geburt|^geb$|geb ?dat|^dob$|^b ?day$|рожден|naissance|nacimiento|nascita|urodzenia/,
  },
  { role: 'loyalty', name: new RegExp(`loyalty|bonus ?card|(club|member) ?card|карт[аы] ?(лояль|клуб)`) },
  {
    role: 'customer',
    name: new RegExp(`^(customer|client|user|person|member|buyer|shopper|kunde[n]?|клиент|покупатель)${id}$`),
  },
  {
    role: 'row',
    name: /^(id|uuid|guid|ид|(record|row|contact|lead|account|profile|subscriber|guest|external|source|crm) (id|key|uuid|no|nr|number))$/,
    isDistinct: true,
  },
  {
    role: 'order',
    name: new RegExp(`^(order|invoice|receipt|transaction|bill|rechnung|bestell\\w*|заказ|чек|накладная|счет)${id}$`),
  },
  { role: 'line', name: /^(line|position|pos|row|item|строка)( ?(no|nr|number|num))$/ },
  {
    role: 'product',
    name: new RegExp(`^(sku|ean|gtin|article|artikel|артикул|(stock|product|item|produkt|код товара)${id})$`),
  },
  { role: 'productName', name: /description|^(product|item|article) ?name$|^товар|наименование|bezeichnung/ },
  { role: 'quantity', name: /^(qty|quantity|units|menge|anzahl|количество|кол во)$/, types: figure },
  { role: 'price', name: /price|preis|^цена/, types: figure },
  { role: 'amount', name: /amount|total|revenue|^sum|^value$|betrag|umsatz|сумма|итого/, types: figure },
  { role: 'currency', name: /currency|währung|валюта/, types: ['text'] },
  { role: 'event', name: /^(event|action)( ?name| ?type)?$|^событие$/, types: ['text'] },
  { role: 'firstName', name: /^(first|given) ?name$|^vorname$|^имя$/, types: ['text'] },
  { role: 'lastName', name: /^(last|family|sur) ?name$|^nachname$|^фамилия$/, types: ['text'] },
  { role: 'fullName', name: /^(full )?name$|^фио$/, types: ['text'] },
  { role: 'gender', name: /^(gender|sex|geschlecht|пол)$/ },
  { role: 'title', name: /^(title|salutation|anrede|обращение)$/, types: ['text'] },
  { role: 'street', name: /street|^address( line)?( ?1)?$|stra(ß|ss)e|^улица|^адрес/, types: ['text'] },
  { role: 'city', name: /^(city|town|ort|stadt|город)$/, types: ['text'] },
  { role: 'postalCode', name: /^(zip|postal|post)( ?code)?$|^plz$|индекс/ },
  { role: 'region', name: /^(state|region|province|county|область|регион)$/, types: ['text'] },
  { role: 'country', name: /^(country|land|страна)( ?code)?$/, types: ['text'] },
  { role: 'time', name: timeWords, types: ['time'] },
];

/** What its name says, whatever its cells are. */
export const roleByName = (name: string): Role | undefined => rules.find((one) => one.name.test(wordsOf(name)))?.role;

export interface RoleGuess {
  readonly role: Role | undefined;
  readonly why: string;
}

const looks = [
  { role: 'email', fits: /^[^\s@]+@[^\s@]+\.[^\s@]+$/, are: 'e-mail addresses' },
  { role: 'phone', fits: /^\+[\d\s().-]{8,20}$/, are: 'telephone numbers' },
] as const;
/** Cells by which a meaning is found that the name does not say. */
const enough = 0.8;

export function guessRole(name: string, type: TypeGuess['type'], values: readonly string[]): RoleGuess {
  const words = wordsOf(name);
  const texts = values.map((value) => value.trim()).filter((value) => value !== '');
  const areDistinct = texts.length === values.length && new Set(texts).size === texts.length;
  const fits = ({ name: called, types, cells, isDistinct }: Rule): boolean =>
    called.test(words) &&
    (types?.includes(type) ?? true) &&
    texts.every((text) => cells?.test(text) ?? true) &&
    (areDistinct || isDistinct !== true);
  const rule = rules.find(fits);
  if (rule) return { role: rule.role, why: 'by its name' };
  for (const { role, fits, are } of looks) {
    const count = texts.filter((text) => fits.test(text)).length;
    if (texts.length > 0 && count / texts.length >= enough) {
      return { role, why: `${count} of ${texts.length} cells look like ${are}` };
    }
  }
  if (type === 'time') return { role: 'time', why: 'by its cells' };
  return { role: undefined, why: 'nothing says what it means' };
}
