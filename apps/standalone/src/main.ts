/** `npm start`: every service in this process, the sample on the first start, and what to try. */
import { relative, join } from 'node:path';
import { createClient } from '@tributary/api-client';
import { runProcess } from '@tributary/runtime';
import { loadSample } from './sample/load-sample.ts';
import { progressLine } from './sample/progress-line.ts';
import { readSummary } from './sample/summary.ts';
import { commands, summaryText } from './sample/try-this.ts';
import { readOptions, usage, type Options } from './start/options.ts';
import { startStandalone, type Standalone } from './start/start-standalone.ts';

const startedAt = performance.now();

await runProcess(async () => {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options.help) {
    process.stdout.write(usage);
    process.exit(0);
  }
  const say = speaker(options);
  const standalone = await startStandalone(options);
  announce(standalone, say);
  if (options.sample) await showSample(standalone, options, say);
  if (options.exitAfterSummary) {
    await standalone.stop();
    process.exit(0);
  }
  say('\nCtrl-C stops; the next start takes up where this one ends.');
  return standalone.stop;
});

/** With `--json`, standard output belongs to the one object. */
function speaker({ json }: Options): (line: string) => void {
  const stream = json ? process.stderr : process.stdout;
  return (line) => {
    stream.write(`${line}\n`);
  };
}

function announce({ url, engines, folder }: Standalone, say: (line: string) => void): void {
  say(`Tributary listens at ${url} (${engines}; everything is kept in ${shown(folder.path)})`);
  if (!folder.isNew) return;
  say(`Keys, shown this once and kept in ${shown(join(folder.path, 'keys.json'))}:`);
  say(`  secret key  ${folder.keys.secretKey}   reads and changes everything`);
  say(`  write key   ${folder.keys.writeKey}   may only send events`);
}

async function showSample(standalone: Standalone, options: Options, say: (line: string) => void): Promise<void> {
  const progress = progressLine(process.stderr);
  const loadedNow = await loadSample({ standalone, now: Date.now(), say, onProgress: progress.show });
  progress.end();
  const client = createClient({ url: standalone.url, ...standalone.folder.keys });
  const summary = await readSummary(client, (performance.now() - startedAt) / 1_000);
  if (options.json) process.stdout.write(`${JSON.stringify(summary)}\n`);
  say(`\n${loadedNow ? 'The sample is loaded' : 'The sample was loaded before'}:\n${summaryText(summary)}`);
  const keysFile = shown(join(standalone.folder.path, 'keys.json'));
  say(`\nTry:\n${commands({ url: standalone.url, keysFile })}`);
}

/** A path as short as it can be said from here. */
function shown(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') ? path : short;
}
