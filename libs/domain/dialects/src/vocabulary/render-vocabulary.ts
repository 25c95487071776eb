/** The reference page of the vocabulary, out of the tables by which events are read: it cannot say anything else. */
import { canonicalEvents, type CanonicalEvent, type Origin, origins, originTitles } from './event-names.ts';
import { type Names, productLists, productNames, scopeNames } from './property-names.ts';
import { things } from './things.ts';

const code = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const table = (titles: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(titles), row(titles.map(() => '---')), ...rows.map(row)].join('\n');

const namesOf = (event: CanonicalEvent, origin: Origin): string => {
  const always = event.aliases[origin] ?? [];
  const sometimes = event.ifProduct?.[origin] ?? [];
  return [code(always), sometimes.length === 0 ? '' : `${code(sometimes)} (of a product)`]
    .filter((one) => one !== '')
    .join(', ');
};

const eventTable = (): string =>
  table(
    ['event', ...origins.map((origin) => originTitles[origin])],
    canonicalEvents.map((event) => [event.name, ...origins.map((origin) => namesOf(event, origin))]),
  );

const eventsOf = (scope: string): string =>
  canonicalEvents.flatMap(({ name, scopes }) => (scopes.some((one) => one === scope) ? [name] : [])).join(', ');

const nameTable = (names: Names): string =>
  table(
    ['property', 'also known as'],
    Object.entries(names).map(([name, aliases]) => [`\`${name}\``, code(aliases)]),
  );

const thingTable = (): string =>
  table(
    ['type', 'properties', 'looked into'],
    Object.entries(things).map(([type, { columns, into = [], lists = [] }]) => [
      `\`${type}\``,
      columns.map(([path, property]) => `\`${path}\` → \`${property}\``).join(', '),
      code([...into, ...lists]),
    ]),
  );

export const renderVocabulary = (): string => `# Vocabulary

Segment's e-commerce names are canonical. Other names of the same thing are understood, in any spelling (\`order_completed\`,
\`orderCompleted\`), and replaced by the canonical one. What an event was called stands in its \`context.vocabulary\`: \`name\` and \`from\`
where the event was renamed, \`renamed\` for its properties. Nothing is lost: a canonical property that an event has already stays, and the
other one beside it. This page is generated from the tables by which events are read.

## Events

${eventTable()}

## Products

The list of products is \`products\`; it is also known as ${code(productLists.slice(1))}. The only item of such a list gives an event
about one product its own properties. Of each product:

${nameTable(productNames)}

## Properties of events

${Object.entries(scopeNames)
  .map(([scope, names]) => `### ${scope}\n\n${eventsOf(scope)}\n\n${nameTable(names)}`)
  .join('\n\n')}

## Things of schema.org

Under \`object\` and \`result\` of an event. They stay there; what they say is also said plainly.

${thingTable()}
`;
