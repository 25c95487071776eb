/** Reads the definition of an offer. */
import { decodeCondition } from './decode-condition.ts';
import { day, weekdays, type Cap, type CapWindow, type DailyWindow, type Offer, type Schedule } from './definition.ts';
import * as time from './reading-time.ts';
import {
  boolean,
  choice,
  fault,
  fields,
  freeObject,
  integer,
  list,
  name,
  optional,
  read,
  text,
  wrongType,
} from './reading.ts';
import { type Node, type Read } from './reading.ts';

/** A person's ledger keeps this many entries of an offer exactly; more would be no cap against fatigue. */
const maxPersonLimit = 50;
const maxTotalLimit = 1_000_000_000;
const maxWindow = { person: 400 * day, total: 31 * day } as const; // totals keep one counter an hour
const contentSize = 64_000; // an answer with a dozen offers stays under a megabyte

const known = [
  ...['id', 'name', 'enabled', 'placements', 'channels', 'schedule', 'priority'],
  ...['eligibility', 'applicability', 'caps', 'content'],
];
const names = { min: 1, max: 50 } as const;
const always: Schedule = { daily: [], zone: 'UTC' };

/** `id` is the one in the path; the body may leave it out. */
export function readOffer(id: string, definition: unknown): Read<Offer> {
  return read(definition, (node) => decodeOffer(id, node));
}

function decodeOffer(id: string, node: Node): Offer | null {
  const field = fields(node, known);
  if (field === null) return null;
  const offer = {
    id: decodeId(id, field('id')),
    name: optional(field('name'), id, (part) => text(part, 200)),
    enabled: optional(field('enabled'), true, boolean),
    placements: list(field('placements'), names, name),
    channels: optional(field('channels'), undefined, (part) => list(part, names, name)),
    schedule: optional(field('schedule'), always, decodeSchedule),
    priority: optional(field('priority'), 0, (part) => integer(part, 0, 1_000)),
    eligibility: optional(field('eligibility'), undefined, (part) => decodeCondition(part)),
    applicability: optional(field('applicability'), { unlessOwns: [], onlyIfOwns: [] }, decodeApplicability),
    caps: optional(field('caps'), [], (part) => list(part, { min: 0, max: 10 }, decodeCap)),
    content: optional(field('content'), {}, (part) => freeObject(part, contentSize)),
  };
  const { channels, eligibility, ...rest } = offer;
  if (!complete(rest) || channels === null || eligibility === null) return null;
  return {
    ...rest,
    ...(channels === undefined ? {} : { channels }),
    ...(eligibility === undefined ? {} : { eligibility }),
  };
}

type Complete<T> = { [K in keyof T]: Exclude<T[K], null> };
/** True where every part could be read. */
export const complete = <T extends object>(parts: T): parts is T & Complete<T> =>
  Object.values(parts).every((part) => part !== null);

export function decodeId(id: string, node: Node): string | null {
  name({ ...node, value: id });
  if (node.value === undefined || node.value === id) return id;
  return fault(
    node,
    'ID_MISMATCH',
    'The id in the body differs from the one in the path.',
    `Write \`${id}\` or leave it out.`,
  );
}

function decodeSchedule(node: Node): Schedule | null {
  const field = fields(node, ['from', 'to', 'daily', 'zone']);
  if (field === null) return null;
  const from = optional(field('from'), undefined, time.instant);
  const to = optional(field('to'), undefined, time.instant);
  const daily = optional(field('daily'), [], (part) => list(part, { min: 1, max: 21 }, decodeDaily));
  const zone = optional(field('zone'), 'UTC', time.zone);
  if (from === null || to === null || daily === null || zone === null) return null;
  if (from !== undefined && to !== undefined && from >= to) {
    return fault(field('to'), 'NEVER_OPEN', 'The end is not after the beginning.', 'Let `to` be later than `from`.');
  }
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }), daily, zone };
}

function decodeDaily(node: Node): DailyWindow | null {
  const field = fields(node, ['from', 'to', 'days']);
  if (field === null) return null;
  const from = time.timeOfDay(field('from'));
  const to = time.timeOfDay(field('to'));
  const days = optional(field('days'), undefined, (part) =>
    list(part, { min: 1, max: 7 }, (item) => choice(item, weekdays)),
  );
  if (from === null || to === null || days === null) return null;
  if (from === to) {
    return fault(
      field('to'),
      'NEVER_OPEN',
      'The window ends when it begins.',
      'For the whole day write `00:00` to `24:00`.',
    );
  }
  return { from, to, ...(days === undefined ? {} : { days }) };
}

function decodeApplicability(node: Node): Offer['applicability'] | null {
  const field = fields(node, ['unlessOwns', 'onlyIfOwns']);
  if (field === null) return null;
  const products = (part: Node) => list(part, { min: 1, max: 500 }, (item) => text(item, 128));
  const unlessOwns = optional(field('unlessOwns'), [], products);
  const onlyIfOwns = optional(field('onlyIfOwns'), [], products);
  return unlessOwns === null || onlyIfOwns === null ? null : { unlessOwns, onlyIfOwns };
}

function decodeCap(node: Node): Cap | null {
  const field = fields(node, ['limit', 'per', 'within', 'counts']);
  if (field === null) return null;
  const per = optional(field('per'), 'person', (part) => choice(part, ['person', 'total']));
  const limit = integer(field('limit'), 0, per === 'total' ? maxTotalLimit : maxPersonLimit);
  const within = decodeWindow(field('within'), maxWindow[per ?? 'person']);
  const counts = optional(field('counts'), 'decision', (part) => choice(part, ['decision', 'exposure']));
  if (per === null || limit === null || within === null || counts === null) return null;
  return { limit, per, within, counts };
}

function decodeWindow(node: Node, max: number): CapWindow | null {
  if (node.value === 'ever') return { kind: 'ever' };
  if (node.value === 'day') return { kind: 'day' };
  if (typeof node.value !== 'string') return wrongType(node, '`ever`, `day`, or a duration such as `7d`');
  const length = time.duration(node, max);
  return length === null ? null : { kind: 'sliding', length, words: node.value };
}
