/**
 * Proposes a mapping by the first rows of a file: a start for whoever knows the file, never an answer. Every guess is said with
 * what it rests on.
 */
import { type JsonObject } from '@tributary/contracts';
import { type ColumnGuess, Guesses, type SampledColumn } from './column-guess.ts';
import { type Draft } from './draft.ts';
import { proposeOrder, whyNoOrder } from './propose-order.ts';
import { proposePerson, proposeTracked } from './propose-person.ts';

export interface Proposal {
  /** Undefined: the columns say too little; the notes say what is missing. */
  readonly mapping: JsonObject | undefined;
  readonly notes: readonly string[];
}

export interface ProposalOptions {
  /** A column that is called `id` numbers the rows, as in a file; that of a message may number the message. */
  readonly hasRowNumbers?: boolean;
}

export function proposeMapping(
  columns: readonly SampledColumn[],
  format: JsonObject,
  { hasRowNumbers = true }: ProposalOptions = {},
): Proposal {
  const guesses = new Guesses(columns);
  const number = guesses.of('customer') ?? (hasRowNumbers ? guesses.of('row') : undefined);
  const draft = proposeTracked(guesses) ?? proposeOrder(guesses) ?? proposePerson(guesses, number);
  const seen = guesses.all.map((column) => noteOf(column, draft?.places.get(column.name)));
  if (!draft) {
    const missing =
      'No mapping is proposed: no column looks like an order with a time, or like a person (customer id, e-mail, phone; or a name beside a birth or a street).';
    return { mapping: undefined, notes: [...seen, ...whyNoOrder(guesses, 'Orders are not proposed'), missing] };
  }
  const notes = [...draft.notes, ...seen];
  const mapping = {
    name: 'proposed',
    description: 'Proposed by the first rows of the file. Read the notes, correct what is wrong, then take them out.',
    notes,
    format,
    columns: Object.fromEntries(guesses.all.flatMap((column) => columnOf(column, draft))),
    ...(draft.groupBy && { groupBy: draft.groupBy }),
    events: [draft.event],
  };
  return { mapping, notes };
}

const noteOf = ({ name, role, why, type }: ColumnGuess, place: string | undefined): string =>
  `${name} -> ${place ?? 'left out'}: ${role ?? 'its own name'} (${why}), ${type.type} (${type.why}).`;

/** A text needs no type. */
function columnOf(column: ColumnGuess, { places, required }: Draft): readonly (readonly [string, unknown])[] {
  if (!places.has(column.name)) return [];
  const isRequired = required.includes(column.name);
  // What identifies is a text, even where every cell is a number: an id may begin with a zero in the next file.
  const spec = isTextual(column) ? { type: 'text' } : column.type.spec;
  const from = column.alias === column.name ? {} : { from: column.name };
  if (spec['type'] === 'text' && !isRequired && column.alias === column.name) return [];
  return [[column.alias, { ...spec, ...(isRequired && { required: true }), ...from }]];
}

const textual: readonly ColumnGuess['meant'][] = [
  'customer',
  'row',
  'loyalty',
  'order',
  'product',
  'phone',
  'postalCode',
  'birthday',
  'nationalId',
  'houseNumber',
];
const isTextual = ({ meant }: ColumnGuess): boolean => textual.includes(meant);
