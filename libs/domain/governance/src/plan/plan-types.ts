/** TypeScript types of a plan, so that a misspelled property is found by the compiler of whoever sends it. */
import { type EventPlan, type Others, type Properties, type PropertyPlan, type TrackingPlan } from './tracking-plan.ts';

/** `of`: what the plan is of, for the head of the file. */
export function typesOf(plan: TrackingPlan, of: string): string {
  const parts = plan.events.map((event) => ({ event, name: typeName(event) }));
  const unique = new Map(parts.map((part) => [part.name, part]));
  const tracked = [...unique.values()].filter(({ event }) => event.type === 'track' && event.name !== undefined);
  return [
    `/** Made from the tracking plan of ${comment(of)}. Do not edit: make it again. */`,
    '',
    ...[...unique.values()].map(
      ({ event, name }) => `${describe(event.description)}export interface ${name} ${shape(event)}\n`,
    ),
    ...(plan.traits ? [`export interface Traits ${objectType(plan.traits, 'allow', '')}\n`] : []),
    'export interface TrackedEvents {',
    ...tracked.map(({ event, name }) => `  ${JSON.stringify(event.name)}: ${name};`),
    '}',
    '',
    'export type Track = <Name extends keyof TrackedEvents>(event: Name, properties: TrackedEvents[Name]) => void;',
    '',
  ].join('\n');
}

const shape = ({ properties, others }: EventPlan): string => objectType(properties, others ?? 'allow', '');

function objectType(properties: Properties, others: Others, indent: string): string {
  const inner = `${indent}  `;
  const lines = Object.entries(properties).map(
    ([name, plan]) =>
      `${describe(plan.description, inner)}${inner}${JSON.stringify(name)}${plan.required === true ? '' : '?'}: ${typeOf(plan, inner)};`,
  );
  const more = others === 'allow' ? [`${inner}[other: string]: unknown;`] : [];
  return ['{', ...lines, ...more, `${indent}}`].join('\n');
}

function typeOf(plan: PropertyPlan, indent: string): string {
  if (plan.oneOf) return plan.oneOf.map((one) => JSON.stringify(one)).join(' | ');
  switch (plan.type) {
    case 'string':
    case 'time':
      return 'string';
    case 'number':
    case 'integer':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'any':
      return 'unknown';
    case 'object':
      return plan.properties ? objectType(plan.properties, plan.others ?? 'allow', indent) : 'Record<string, unknown>';
    case 'list':
      return plan.of ? `readonly (${typeOf(plan.of, indent)})[]` : 'readonly unknown[]';
  }
}

/** Letters and digits of any script make a name; what begins with a digit gets a word before it. */
function typeName({ type, name }: EventPlan): string {
  const words = `${type === 'track' ? '' : `${type} `}${name ?? ''}`.match(/[\p{L}\p{N}]+/gu) ?? [];
  const joined = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return /^\p{L}/u.test(joined) ? joined : `Event${joined}`;
}

const describe = (description: string | undefined, indent = ''): string =>
  description === undefined ? '' : `${indent}/** ${comment(description)} */\n`;

/** What would end a comment does not. */
const comment = (text: string): string => text.replaceAll('*/', '* /').replaceAll(/\s+/g, ' ').trim();
