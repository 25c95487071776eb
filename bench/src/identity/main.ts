/** `npm run bench:identity -- (--data <folder> | --generate <records>) [--model shipped|trained] [--json]`: how near the people found are to the truth. */
import { mkdir, writeFile } from 'node:fs/promises';
import { choice, flag, integer, readCommandLine, text } from '@tributary/config';
import { type Figures, figuresOf } from './figures.ts';
import { generatedSet } from './generated.ts';
import { type KnownSet, knownSets } from './known-sets.ts';
import { type Choice, type Resolution, resolve } from './resolve.ts';

const report = 'reports/bench-identity.json';

const commandLine = readCommandLine({
  args: process.argv.slice(2),
  describedIn: 'bench/README.md',
  settings: {
    data: text('data'),
    generate: integer('generate', undefined, { min: 1, max: 100_000_000 }),
    model: choice('model', ['fitting', 'shipped', 'trained']),
    json: flag('json'),
  },
});
if (!commandLine.ok) {
  process.stderr.write(`${commandLine.problem}\n`);
  process.exit(2);
}
const { data, generate, model, json } = commandLine.values;

type Line = Figures &
  Omit<Resolution, 'people'> & {
    readonly set: string;
    readonly seconds: Resolution['seconds'];
    readonly megabytes: number;
  };

function* sets(): Generator<KnownSet> {
  if (data !== undefined) yield* knownSets(data);
  if (generate !== undefined) yield generatedSet(generate);
}

function measure({ name, facts, truth }: KnownSet, choice: Choice): Line {
  const { people, ...resolution } = resolve(facts, choice);
  const megabytes = Math.round(process.memoryUsage().rss / 1e6);
  return { set: name, ...figuresOf(people, truth), ...resolution, megabytes };
}

const columns = [
  'set',
  'records',
  'model',
  'precision',
  'recall',
  'F1',
  'of people: precision',
  'recall',
  'F1',
  'largest',
  'read s',
  'train s',
  'stream s',
  'stream CPU s',
  'partition s',
  'p99 us',
  'MB',
];

function cells(line: Line): readonly (string | number)[] {
  const { pairs, clusters, seconds } = line;
  return [
    ...[line.set, line.records, line.model, pairs.precision, pairs.recall, pairs.f1],
    ...[clusters.precision, clusters.recall, clusters.f1, line.largest],
    ...[
      seconds.reading,
      seconds.training,
      seconds.streaming,
      line.streamingCpu,
      seconds.partition,
      line.latency.p99,
      line.megabytes,
    ],
  ];
}

const row = (items: readonly (string | number)[]): string => `| ${items.join(' | ')} |\n`;

if (data === undefined && generate === undefined) {
  process.stderr.write('Say --data <folder> or --generate <records>; see bench/README.md.\n');
  process.exitCode = 2;
} else {
  const lines: Line[] = [];
  process.stdout.write(row(columns) + row(columns.map(() => '---')));
  for (const set of sets()) {
    const line = measure(set, model);
    lines.push(line);
    process.stdout.write(row(cells(line)));
  }
  if (json) {
    await mkdir('reports', { recursive: true });
    await writeFile(report, `${JSON.stringify(lines, null, 2)}\n`);
  }
}
