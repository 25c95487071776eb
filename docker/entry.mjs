/** What the image runs: `docker run tributary <name> [arguments]` starts apps/<name>/dist/main.js as process 1. */
import { existsSync, readdirSync } from 'node:fs';

const apps = new URL('../apps/', import.meta.url);
const mainOf = (name) => new URL(`${name}/dist/main.js`, apps);
const names = readdirSync(apps).filter((name) => existsSync(mainOf(name)));

const [name] = process.argv.splice(2, 1);
if (names.includes(name)) {
  await import(mainOf(name).href);
} else {
  const wrong = name === undefined ? 'Say what to run' : `There is no ${name}`;
  process.stderr.write(`${wrong}: ${names.join(', ')}.\n`);
  process.exitCode = 2;
}
