/** `npm run bench:identity -- (--data <folder> | --generate <records>) [--model shipped|trained] [--json]`: how near the people found are to the truth. */
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type Figures, figuresOf } from './figures.ts';
import { generatedSet } from './generated.ts';
import { type KnownSet, knownSets } from './known-sets.ts';
import { type Choice, type Resolution, resolve } from './resolve.ts';

const report = 'reports/bench-identity.json';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    generate: { type: 'string' },
    model: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

type Line = Figures &
  Omit<Resolution, 'people'> & {
    readonly set: string;
    readonly seconds: Resolution['seconds'];
    readonly megabytes: number;
  };

const choices: readonly Choice[] =
  values.model === 'shipped' || values.model === 'trained' ? [values.model] : ['fitting'];

function* sets(): Generator<KnownSet> {
  if (values.data !== undefined) yield* knownSets(values.data);
  if (values.generate !== undefined) yield generatedSet(Number(values.generate));
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

if (values.data === undefined && values.generate === undefined) {
  process.stderr.write('Say --data <folder> or --generate <records>.\n');
  process.exitCode = 2;
} else {
  const lines: Line[] = [];
  process.stdout.write(row(columns) + row(columns.map(() => '---')));
  for (const set of sets()) {
    for (const choice of choices) {
      const line = measure(set, choice);
      lines.push(line);
      process.stdout.write(row(cells(line)));
    }
  }
  if (values.json) {
    await mkdir('reports', { recursive: true });
    await writeFile(report, `${JSON.stringify(lines, null, 2)}\n`);
  }
}
