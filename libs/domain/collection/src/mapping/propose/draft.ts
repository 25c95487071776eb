/** What is being proposed, and where each column goes in it. */
import { type JsonObject } from '@tributary/contracts';
import { cell, type ColumnGuess, type Guesses } from './column-guess.ts';
import { type Role } from './roles.ts';
import { share } from './share.ts';

/** What one kind of file becomes. */
export interface Draft {
  readonly groupBy?: readonly string[];
  readonly event: JsonObject;
  /** Where each column went. */
  readonly places: ReadonlyMap<string, string>;
  /** Columns without which a row is nothing. */
  readonly required: readonly string[];
  readonly notes: readonly string[];
}

const traits: readonly (readonly [Role, string])[] = [
  ...([
    ['email', 'email'],
    ['phone', 'phone'],
    ['loyalty', 'loyalty_id'],
  ] as const),
  ...([
    ['firstName', 'firstName'],
    ['middleName', 'middleName'],
    ['lastName', 'lastName'],
    ['fullName', 'name'],
    ['title', 'title'],
  ] as const),
  ...([
    ['birthday', 'birthday'],
    ['nationalId', 'nationalId'],
    ['gender', 'gender'],
  ] as const),
];
/** Of a birth that has a column for each. */
const birth: readonly Role[] = ['birthYear', 'birthMonth', 'birthDay'];
const address: readonly Role[] = ['street', 'houseNumber', 'city', 'postalCode', 'region', 'country'];

/** Where the columns go as they are put somewhere. */
export type Places = Map<string, string>;

export function traitsOf(guesses: Guesses, at: string, places: Places): JsonObject {
  const found: JsonObject = {};
  for (const [role, name] of traits) {
    const column = guesses.of(role);
    if (!column) continue;
    const trait = role === 'firstName' && isWholeName(column, guesses) ? 'name' : name;
    found[trait] = cell(column);
    places.set(column.name, `${at}.${trait}`);
  }
  const prefix = guesses.of('namePrefix');
  if (prefix && typeof found['lastName'] === 'string') {
    found['lastName'] = { $first: [`${cell(prefix)} ${found['lastName']}`, found['lastName']] };
    places.set(prefix.name, `${at}.lastName`);
  }
  const parts = birth.flatMap((role) => guesses.of(role) ?? []);
  if (found['birthday'] === undefined && parts.length === birth.length) {
    found['birthday'] = parts.map(cell).join('-');
    for (const column of parts) places.set(column.name, `${at}.birthday`);
  }
  const lines: JsonObject = {};
  for (const role of address) {
    const column = guesses.of(role);
    if (!column) continue;
    lines[role] = cell(column);
    places.set(column.name, `${at}.address.${role}`);
  }
  return Object.keys(lines).length === 0 ? found : { ...found, address: lines };
}

/** Many a list has one column for a name, and calls it as the given name is called: half of its cells have two words, and no other column has the rest. */
function isWholeName({ values }: ColumnGuess, guesses: Guesses): boolean {
  if (guesses.of('lastName') !== undefined || guesses.of('fullName') !== undefined) return false;
  const said = values.filter((value) => value.trim() !== '');
  return said.length > 0 && share(said, (value) => /\S\s+\S/.test(value)) >= 0.5;
}

/** Everything that has no place yet keeps its name. */
export function restOf(guesses: Guesses, at: string, places: Places): JsonObject {
  const rest: JsonObject = {};
  for (const column of guesses.all) {
    if (places.has(column.name)) continue;
    const key = freeKey(column.key, at, places);
    rest[key] = cell(column);
    places.set(column.name, `${at}.${key}`);
  }
  return rest;
}

/** What stands there already is not written over. */
function freeKey(wanted: string, at: string, places: Places): string {
  const below = [...places.values()].filter((place) => place.startsWith(`${at}.`));
  const taken = new Set(below.map((place) => place.slice(at.length + 1).split(/[.,]/)[0]));
  let key = wanted;
  for (let count = 2; taken.has(key); count += 1) key = `${wanted}_${count}`;
  return key;
}
