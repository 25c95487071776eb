// cspell:ignore geändert gewijzigd gebruiker
// cspell:ignoreRegExp /[\u0400-\u04ff\u0e00-\u0e7f]+/g
/** Proposes what a list of people becomes, and what a list of things that people did. */
import { cell, type ColumnGuess, type Guesses, hasDoubles, hasGaps } from './column-guess.ts';
import { but, whyNoOrder } from './propose-order.ts';
import { wordsOf } from './names.ts';
import { type Draft, type Places, restOf, traitsOf } from './draft.ts';
import { type Role } from './roles.ts';

/** A fixed time, so that the same file gives the same events; nobody could say a better one without a column. */
const noTime = '2000-01-01T00:00:00.000Z';

/** `number`: names the rows. */
export function proposePerson(guesses: Guesses, number: ColumnGuess | undefined): Draft | undefined {
  const login = number && isLogin(number) ? number : undefined;
  const names = namesOf(guesses, number);
  const isByContent = login === undefined && names.every(hasGaps) && tellsPeople(guesses);
  const ids = [...names.map(cell), ...(isByContent ? [{ $content: guesses.all.map(cell) }] : [])];
  if (ids.length === 0) return undefined;
  const places: Places = new Map();
  const time = timeOf(guesses);
  const id = ids.length === 1 ? ids[0] : { $first: ids };
  const record = { context: { externalIds: [{ type: 'record_id', id }] } };
  if (number) places.set(number.name, login ? 'userId' : 'context.externalIds.record_id');
  if (time) places.set(time.name, 'timestamp');
  const known = traitsOf(guesses, 'traits', places);
  const event = {
    type: 'identify',
    messageId: number && time && isLastChange(time) ? `person-${cell(number)}-${cell(time)}` : { $content: true },
    timestamp: time ? cell(time) : noTime,
    ...(login ? { userId: cell(login) } : record),
    traits: { ...known, ...restOf(guesses, 'traits', places) },
  };
  const required = [...(ids.length === 1 ? names : []), ...(time ? [time] : [])].map(({ name }) => name);
  return { event, places, required, notes: personNotes(names, guesses, { number, time, isByContent }) };
}

/**
 * What names a row: its number, or how its person is reached; where that is missing in some rows, the next best names these. What several
 * rows have names none of them, if there is something better: they may be two people, who would become one record.
 */
function namesOf(guesses: Guesses, number: ColumnGuess | undefined): readonly ColumnGuess[] {
  if (number) return [number];
  const contacts = reached
    .flatMap((role) => guesses.of(role) ?? [])
    .filter((column) => !hasDoubles(column) || !tellsPeople(guesses));
  const complete = contacts.findIndex((column) => !hasGaps(column));
  return complete === -1 ? contacts : contacts.slice(0, complete + 1);
}

/** All that a row says is enough to know a person by, where no number names it. */
const tellsPeople = (guesses: Guesses): boolean =>
  [called, apart].every((roles) => roles.some((role) => guesses.of(role) !== undefined));

const called: readonly Role[] = ['fullName', 'lastName'];
/** In what namesakes differ. */
const apart: readonly Role[] = ['birthday', 'birthYear', 'nationalId', 'street'];

/** When a row was as it is: of the times that every row has, the last change before any other. */
function timeOf(guesses: Guesses): ColumnGuess | undefined {
  const times = guesses.all.filter((column) => column.meant === 'time' && !hasGaps(column));
  return times.find(isLastChange) ?? times[0];
}

const isLastChange = ({ name }: ColumnGuess): boolean =>
  /chang|modified|update|geändert|gewijzigd|измен|зменен|更新|修改|แก้ไข/.test(wordsOf(name));

const reached: readonly Role[] = ['email', 'phone', 'loyalty'];

interface NamedBy extends Readonly<Record<'number' | 'time', ColumnGuess | undefined>> {
  readonly isByContent: boolean;
}

const personNotes = (
  names: readonly ColumnGuess[],
  guesses: Guesses,
  { number, time, isByContent }: NamedBy,
): readonly string[] => [
  `Each row is a person, named by ${[...names.map(({ name }) => name), ...(isByContent ? ['all that it says'] : [])].join(', or without it by ')}.`,
  ...(number && !isLogin(number)
    ? [
        `${number.name} is taken for the number of a row, of which one person may have several. If customers log in by it, put it into userId.`,
        `A number names one row of a source: files in which the same ${number.name} is somebody else need a source, and so a write key, of their own.`,
      ]
    : []),
  ...whyNoOrder(guesses, 'People are proposed, not orders'),
  ...(time
    ? []
    : [
        `No column is a time of every row${but(guesses.almost('time'))}, so timestamp is ${noTime}: put the day of the export there, or nobody can tell which of two states of a row is the newer.`,
      ]),
  ...whyGaps(names, isByContent),
  ...names
    .slice(0, 1)
    .filter(hasDoubles)
    .map(({ name }) => `Some rows have the same ${name}; they are taken for one row that has changed.`),
];

function whyGaps(names: readonly ColumnGuess[], isByContent: boolean): readonly string[] {
  if (!names.every(hasGaps)) return [];
  const missing = `Some rows have no ${names.map(({ name }) => name).join(' or no ')}`;
  if (!isByContent) return [`${missing}; rows without any are refused.`];
  const why =
    names.length > 0
      ? `${missing}, so all that such a row says`
      : 'No column is of one row alone, so all that a row says';
  return [
    `${why} is its number ($content): once it says something else it is another record, though of the same person as a rule. Take out of that list what often changes or, better, export a number of each row.`,
  ];
}

/** A login is given to one person, who has no other; the number of a customer in a list names the row. */
const isLogin = ({ name }: ColumnGuess): boolean =>
  /user|login|gebruiker|логин|пользовател|лагін|карыстальнік|用户|用戶|ผู้ใช้/i.test(name);

/** A file that names what happened in a column of its own. */
export function proposeTracked(guesses: Guesses): Draft | undefined {
  const [what, time] = [guesses.of('event'), guesses.of('time')];
  const who = guesses.of('customer') ?? guesses.of('email') ?? guesses.of('phone');
  if (!what || !time || !who) return undefined;
  const places: Places = new Map([
    [what.name, 'event'],
    [time.name, 'timestamp'],
  ]);
  const customer = guesses.of('customer');
  if (customer) places.set(customer.name, 'userId');
  const known = traitsOf(guesses, 'context.traits', places);
  const record = { externalIds: [{ type: 'record_id', id: cell(who) }] };
  const event = {
    type: 'track',
    event: cell(what),
    messageId: [cell(what), cell(who), cell(time)].join('-'),
    timestamp: cell(time),
    ...(customer && { userId: cell(customer) }),
    context: { ...(customer ? {} : record), traits: known },
    properties: restOf(guesses, 'properties', places),
  };
  const notes = [
    `Each row is something that a person did: ${what.name} says what, ${who.name} who, ${time.name} when; together they are its id.`,
  ];
  return { event, places, required: [what.name, time.name, who.name], notes };
}
