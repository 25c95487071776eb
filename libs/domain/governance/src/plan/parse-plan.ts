/** Reads a tracking plan that somebody wrote. */
import { member, pointer } from '@tributary/domain-collection';
import { type RuleReader } from '../rule-error.ts';
import { refuseContradictions } from './contradictions.ts';
import { deepest, type EventPlan, type Properties, type PropertyPlan, type TrackingPlan } from './tracking-plan.ts';

/** A shop tracks dozens; what is beyond is a mistake, and every event is held against it. */
const mostEvents = 1_000;
const mostProperties = 500;
const mostValues = 500;

const eventTypes = ['identify', 'track', 'page', 'screen', 'group', 'alias'] as const;
const types = ['string', 'number', 'integer', 'boolean', 'time', 'object', 'list', 'any'] as const;
const others = ['allow', 'refuse'] as const;

export function parsePlan(json: unknown, at: string, reader: RuleReader): TrackingPlan {
  const object = reader.object(json, at, ['events', 'traits', 'unplanned', 'violations']);
  const events = reader.list(member(object, 'events'), `${at}/events`, mostEvents);
  const traits = member(object, 'traits');
  const plan: TrackingPlan = {
    events: events.map((event, index) => parseEvent(event, `${at}/events/${index}`, reader)),
    ...(traits === undefined ? {} : { traits: parseProperties(traits, { at: `${at}/traits`, depth: 0 }, reader) }),
    unplanned: reader.oneOf(member(object, 'unplanned'), `${at}/unplanned`, {
      all: ['allow', 'warn', 'block'],
      otherwise: 'warn',
    }),
    violations: reader.oneOf(member(object, 'violations'), `${at}/violations`, {
      all: ['warn', 'strip', 'block'],
      otherwise: 'warn',
    }),
  };
  refuseTwice(plan, at, reader);
  return plan;
}

function refuseTwice({ events }: TrackingPlan, at: string, reader: RuleReader): void {
  const seen = new Map<string, number>();
  for (const [index, { type, name }] of events.entries()) {
    const key = `${type}\n${name ?? ''}`;
    const first = seen.get(key);
    if (first === undefined) seen.set(key, index);
    else reader.refuse(`${at}/events/${index}`, `The same event is planned at ${at}/events/${first}.`);
  }
}

function parseEvent(json: unknown, at: string, reader: RuleReader): EventPlan {
  const object = reader.object(json, at, ['type', 'name', 'description', 'properties', 'others']);
  const name = reader.text(member(object, 'name'), `${at}/name`, 512);
  const description = reader.text(member(object, 'description'), `${at}/description`);
  return {
    type: reader.oneOf(member(object, 'type'), `${at}/type`, { all: eventTypes, otherwise: 'track' }),
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    properties: parseProperties(member(object, 'properties') ?? {}, { at: `${at}/properties`, depth: 0 }, reader),
    ...parseOthers(object, at, reader),
  };
}

interface Place {
  readonly at: string;
  readonly depth: number;
}

function parseProperties(json: unknown, { at, depth }: Place, reader: RuleReader): Properties {
  const names = typeof json === 'object' && json !== null ? Object.keys(json) : [];
  const object = reader.object(json, at, names);
  if (names.length > mostProperties) reader.refuse(at, `Must have at most ${mostProperties} properties.`);
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [
      name,
      parseProperty(value, { at: pointer(at, name), depth: depth + 1 }, reader),
    ]),
  );
}

const propertyNames = [
  ...['type', 'description', 'required', 'oneOf', 'atLeast', 'atMost', 'longest', 'of', 'properties', 'others'],
];

function parseProperty(json: unknown, { at, depth }: Place, reader: RuleReader): PropertyPlan {
  if (depth > deepest) {
    reader.refuse(at, `A plan is at most ${deepest} levels deep.`);
    return { type: 'any' };
  }
  // A type alone is the shortest way to write a property.
  const object = typeof json === 'string' ? { type: json } : reader.object(json, at, propertyNames);
  const of = member(object, 'of');
  const properties = member(object, 'properties');
  const type = reader.oneOf(member(object, 'type'), `${at}/type`, { all: types });
  if (of !== undefined && type !== 'list') reader.refuse(`${at}/of`, 'Only a list holds items.');
  if (properties !== undefined && type !== 'object')
    reader.refuse(`${at}/properties`, 'Only an object has properties.');
  const plan: PropertyPlan = {
    type,
    ...present({
      description: reader.text(member(object, 'description'), `${at}/description`),
      required: reader.flag(member(object, 'required'), `${at}/required`),
      oneOf: parseValues(member(object, 'oneOf'), `${at}/oneOf`, reader),
      atLeast: reader.number(member(object, 'atLeast'), `${at}/atLeast`),
      atMost: reader.number(member(object, 'atMost'), `${at}/atMost`),
      longest: reader.number(member(object, 'longest'), `${at}/longest`),
      of: of === undefined ? undefined : parseProperty(of, { at: `${at}/of`, depth: depth + 1 }, reader),
      properties:
        properties === undefined ? undefined : parseProperties(properties, { at: `${at}/properties`, depth }, reader),
    }),
    ...parseOthers(object, at, reader),
  };
  refuseContradictions(plan, at, reader);
  return plan;
}

function parseValues(json: unknown, at: string, reader: RuleReader): readonly (string | number)[] | undefined {
  if (json === undefined) return undefined;
  const values = reader.list(json, at, mostValues);
  if (values.length === 0) reader.refuse(at, 'Must name at least one value.');
  return values.flatMap((value, index) => {
    if (typeof value === 'string' || typeof value === 'number') return [value];
    reader.refuse(`${at}/${index}`, 'Must be a text or a number.');
    return [];
  });
}

const parseOthers = (
  object: Parameters<typeof member>[0],
  at: string,
  reader: RuleReader,
): Pick<PropertyPlan, 'others'> => {
  const said = member(object, 'others');
  return said === undefined ? {} : { others: reader.oneOf(said, `${at}/others`, { all: others }) };
};

type Present<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** Without the members that nobody has said. */
function present<T extends object>(members: T): Present<T> {
  const kept = Object.entries(members).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as Present<T>; // eslint-disable-line no-restricted-syntax -- fromEntries forgets the names
}
