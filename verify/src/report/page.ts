/** The report as a page for people: what was run, what came of it, and what the numbers can and cannot say. */
import { type Finding } from '../checks/checks.ts';
import { type FaultsResult } from '../faults/faults.ts';
import { type Report, type Stamp } from './report.ts';

export function pageOf(report: Report): string {
  const sections = [
    opening,
    ...(report.short ? faultSection('Short tier', report.short) : []),
    ...(report.long ? faultSection('Long tier', report.long) : []),
    ...(report.conservation ? conservationSection(report.conservation) : []),
    ...(report.embedded ? embeddedSection(report.embedded) : []),
  ];
  return `${sections.join('\n\n')}\n`;
}

const opening = `# Reliability

What is promised, what was done to break it, and what came of it. This page is written by \`npm run verify:conservation\` and
\`npm run verify:faults\`; anyone can run them again ([how](../verify/README.md)). Every event was sent under an id of its own by a seeded
open-loop generator, and a reader that shares no code with the services looked for it everywhere afterwards.

"Zero in N" does not mean never: when nothing was lost in N acknowledged events, the rate of loss is at most 3/N with a confidence of 95 %.`;

const seconds = (ms: number | null): string => (ms === null ? 'not in time' : `${(ms / 1_000).toFixed(1)} s`);
const thousands = (value: number): string => value.toLocaleString('en');

function stamp({ at, seed, machine, versions, revision }: Stamp): string {
  return `Run at ${at}, seed ${seed}, revision ${revision}; ${machine}; ${versions}.`;
}

const countIn = (findings: readonly Finding[], name: string): number =>
  findings.find(({ check }) => check === name)?.violations ?? 0;

function faultSection(title: string, result: FaultsResult & { readonly stamp: Stamp }): readonly string[] {
  const { events, wanted, requests, findings, usual, rows, late, minutes, rate, engines } = result;
  const lost = countIn(findings, 'V1');
  const doubled = countIn(findings, 'V3');
  const short = events < wanted ? ` (${thousands(wanted)} were wanted; the run ended earlier)` : '';
  return [
    `## ${title}`,
    `**${thousands(events)} events${short} in ${thousands(requests)} requests, ${lost} lost, ${doubled} doubled effects** (at most ${bound(events, lost)} lost, 95 %). ` +
      `Five processes on ${engines}; ${rate} events a second for ${minutes} minutes. Door to profile without faults: ` +
      `p50 ${usual.p50} ms, p95 ${usual.p95} ms, p99 ${usual.p99} ms.`,
    stamp(result.stamp),
    checkTable(findings),
    table(
      [
        'fault',
        'promise',
        'no answer from the door',
        'profiles current again',
        'lag small again',
        'largest process',
        'kept',
      ],
      rows.map((one) => [
        `**${one.row}**${one.again ? ', once more' : ''}: ${one.fault}`,
        one.bar,
        seconds(one.doorMs),
        seconds(one.backMs),
        seconds(one.lagMs),
        `${one.memoryMb} MB`,
        one.met ? withNote('yes', one.note) : withNote('**no**', one.note),
      ]),
    ),
    ...(late.length === 0
      ? []
      : [
          table(
            ['afterwards', 'promise', 'done after', 'kept'],
            late.map((one) => [
              `**${one.row}**: ${one.fault}`,
              one.bar,
              seconds(one.backMs),
              one.met ? withNote('yes', one.note) : withNote('**no**', one.note),
            ]),
          ),
        ]),
  ];
}

const withNote = (word: string, note: string): string => (note === '' ? word : `${word}: ${note}`);

const bound = (events: number, lost: number): string =>
  lost > 0 ? 'see below' : `${(3 / Math.max(1, events)).toExponential(1)} of all`;

const checkTable = (findings: readonly Finding[]): string =>
  table(
    ['check', 'promise', 'violations'],
    findings.map(({ check, promise, violations, examples }) => [
      check,
      promise,
      withNote(String(violations), examples[0] ?? ''),
    ]),
  );

function conservationSection({ sound, caught, stamp: own }: NonNullable<Report['conservation']>): readonly string[] {
  const total = sound.reduce((sum, { events }) => sum + events, 0);
  const found = caught.filter((one) => one.caught).length;
  return [
    '## The verifier itself',
    `**${found} of ${caught.length} seeded bugs caught**, each by the check that is meant for it. Without a bug the same checks ran over ` +
      `${thousands(total)} events while processes were killed, left and came back, and one append in 33 was refused:`,
    table(
      ['deployment', 'events', 'violations'],
      sound.map(({ namespace, services, events, findings }) => [
        `${namespace}, ${services}`,
        thousands(events),
        withNote(String(findings.reduce((all, { violations }) => all + violations, 0)), firstOf(findings)),
      ]),
    ),
    stamp(own),
    table(
      ['bug', 'check', 'caught', 'what it found first'],
      caught.map(({ what, by, caught: yes, example }) => [what, by, yes ? 'yes' : '**no**', example]),
    ),
  ];
}

const firstOf = (findings: readonly Finding[]): string =>
  findings.flatMap(({ check, examples }) => examples.slice(0, 1).map((example) => `${check}: ${example}`))[0] ?? '';

function embeddedSection({ rows, stamp: own }: NonNullable<Report['embedded']>): readonly string[] {
  return [
    '## The embedded pair',
    'One process with every service, on the embedded bus and the embedded store.',
    stamp(own),
    table(
      ['fault', 'promise', 'events', 'kept'],
      rows.map(({ row, fault, bar, events, met, note }) => [
        `**${row}**: ${fault}`,
        bar,
        thousands(events),
        withNote(met ? 'yes' : '**no**', note),
      ]),
    ),
  ];
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}
