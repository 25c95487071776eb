/** Writes what a web site takes into `bundle/dist`, and fails where the script is larger than promised. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { budget, gzippedSize, makeModule, makeScript } from './script.mjs';
import { makeTypes } from './types.mjs';

/** Whole or not at all: tests that run beside each other read what another one writes. */
function write(name, text) {
  const [file, draft] = [name, `${name}.${process.pid}`].map((path) => new URL(`dist/${path}`, import.meta.url));
  writeFileSync(draft, text);
  renameSync(draft, file);
}

mkdirSync(new URL('dist/', import.meta.url), { recursive: true });
const script = await makeScript();
write('tributary.min.js', script);
write('index.js', await makeModule());
mkdirSync(new URL('dist/migration/', import.meta.url), { recursive: true });
for (const [name, text] of makeTypes()) write(name, text);

const size = gzippedSize(script);
const share = ((size / budget) * 100).toFixed(1);
console.log(`tributary.min.js: ${script.length} bytes, ${size} gzipped, ${share} % of the ${budget} allowed`);
if (size > budget) {
  console.error(
    `The script is ${size - budget} bytes too large: take something out, or raise the budget for a reason.`,
  );
  process.exit(1);
}
