/** Notes the message schemas as released, so that later versions are held against them; refuses one that breaks a promise. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { incompatibilities } from '../libs/contracts/src/compatibility.ts';
import { allTopics } from '../libs/contracts/src/index.ts';

const file = new URL('../libs/contracts/released/v1.json', import.meta.url);
const released = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
const current = Object.fromEntries(
  allTopics.map(({ message }) => [message.name, JSON.parse(JSON.stringify(message.schema))]),
);
const broken = Object.entries(released).flatMap(([name, schema]) =>
  current[name] === undefined
    ? [`${name} is gone`]
    : incompatibilities(schema, current[name]).map(({ at, rule, detail }) => `${name}${at}: ${rule}, ${detail}`),
);
for (const problem of broken) console.error(problem);
if (broken.length > 0) process.exit(1);
writeFileSync(file, `${JSON.stringify(current, null, 2)}\n`);
console.log(`${Object.keys(current).length} messages released`);
