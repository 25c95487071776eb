/** The lockfile pins content, not places: every package has an integrity hash and no download address. */
import { readFileSync } from 'node:fs';

const lock = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'));
const wrong = Object.entries(lock.packages).flatMap(([path, entry]) => {
  if (!path.includes('node_modules/') || entry.link || entry.inBundle) return [];
  const problems = [];
  if (!entry.integrity) problems.push(`${path} has no integrity`);
  if (entry.resolved?.includes('://')) problems.push(`${path} names a download address`);
  return problems;
});
for (const problem of wrong) console.error(problem);
process.exit(wrong.length === 0 ? 0 : 1);
