/** The quality of the records as a report for the terminal. Pure. */
import { counted } from '../progress-bar.ts';
import { type FieldCounts, type Generic, type Quality } from './read-quality.ts';

/** What fits on a screen; `--json` has the rest. */
const mostShown = 10;
const barWidth = 30;

export function describeQuality(quality: Quality): string {
  const parts = [head(quality), readiness(quality), generic(quality), sizes(quality), caps(quality), unusable(quality)];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function head({ asOf, policy, records, people, running, done, total }: Quality): readonly string[] {
  const counts = `${amount(records, 'record')} of ${amount(people, 'person', 'people')}`;
  const soFar = `The measurement is under way: ${counted(done)} of ${counted(total)} components are counted so far.`;
  return [`${counts}, as of ${asOf}, by version ${policy} of the policy`, ...(running ? [soFar] : [])];
}

function readiness({ sources }: Quality): readonly string[] {
  const [first] = sources;
  if (first === undefined) return [];
  const lines = table([
    ['source', 'rows', ...first.fields.map(({ field }) => field)],
    ...sources.map(({ source, rows, fields }) => [
      printable(source),
      counted(rows),
      ...fields.map((own) => cellOf(own, rows)),
    ]),
  ]);
  return ['Readiness by source: % of its rows that say something / % of these that can be used', ...lines];
}

function cellOf({ missing, valid }: FieldCounts, rows: number): string {
  const said = rows - missing;
  return `${percent(said, rows)} / ${said === 0 ? '  -' : percent(valid, said)}`;
}

/** 0 and 100 mean none and all, never nearly. */
function percent(part: number, whole: number): string {
  const rounded = Math.round((part / Math.max(whole, 1)) * 100);
  const shown = part === 0 ? 0 : part >= whole ? 100 : Math.min(99, Math.max(1, rounded));
  return String(shown).padStart(3);
}

function generic({ generic: values, fullBlocks, genericIsWhole }: Quality): readonly string[] {
  const more = genericIsWhole ? [] : ['There are more of them than are counted.'];
  const parts = [
    ...valuesOf('Identifiers that too many records carry; they join nobody', values),
    ...valuesOf('Blocks of records that are too large to be compared', fullBlocks),
  ];
  return parts.length === 0 ? [] : [...parts, ...more];
}

function valuesOf(title: string, values: readonly Generic[]): readonly string[] {
  if (values.length === 0) return [];
  const shown = values.slice(0, mostShown);
  const lines = table(
    shown.map(({ type, value, records }) => [type, counted(records), printable(value)]),
    [2],
  );
  const rest = values.length - shown.length;
  return [title, ...lines, ...(rest > 0 ? [`  ... and ${counted(rest)} more (--json)`] : [])];
}

function sizes({ sizes: all, largest }: Quality): readonly string[] {
  const held = all.filter(({ people }) => people > 0);
  if (held.length === 0) return [];
  const most = Math.max(...held.map(({ people }) => people));
  const lines = table(
    held.map(({ from, to, people }) => [
      to === undefined ? `${from} or more` : from === to ? String(from) : `${from} to ${to}`,
      counted(people),
      '█'.repeat(Math.max(1, Math.round((people / most) * barWidth))),
    ]),
    [2],
  );
  const crowds = largest.filter(({ records }) => records > 1).slice(0, 3);
  const named = crowds.map(({ profile, records }) => `${profile} (${counted(records)})`).join(', ');
  return ['People by the number of their records', ...lines, ...(named === '' ? [] : [`  the largest: ${named}`])];
}

function caps({ frozen: { count, components } }: Quality): readonly string[] {
  if (count === 0) return [];
  const shown = components.slice(0, mostShown).join(', ');
  const named = shown === '' ? '' : `: ${shown}${count > mostShown ? ', ...' : ''}`;
  return [
    `${amount(count, 'component')} as large as the policy allows${named}`,
    '  Further records are not joined there: look at what the records share (GET /v1/profiles/{record}/explain).',
  ];
}

function unusable({ unusable: { rows, listIsWhole } }: Quality): readonly string[] {
  if (rows === 0) return ['Every value can be used.'];
  const partly = listIsWhole ? '' : '; more than the list of the worst holds';
  return [`${amount(rows, 'row')} with a value that nobody can use${partly} (--worst <file.csv> writes them)`];
}

const amount = (count: number, one: string, many = `${one}s`): string =>
  `${counted(count)} ${count === 1 ? one : many}`;

/** The first column and those in `left` stand left, all others right. */
function table(rows: readonly (readonly string[])[], left: readonly number[] = []): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) => {
    const cells = row.map((cell, column) => {
      const width = widths[column] ?? 0;
      return column === 0 || left.includes(column) ? cell.padEnd(width) : cell.padStart(width);
    });
    return `  ${cells.join('  ')}`.trimEnd();
  });
}

/** Values come from anybody: none may steer the terminal. */
const printable = (value: string): string => value.replace(/\p{C}/gu, '?');
