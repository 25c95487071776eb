/** Imports a file in a process that does nothing else, and writes what became of its rows and how much memory that took. */
import { type Client, createClient } from '@tributary/api-client';
import { importFile } from '../import-file.ts';
import { readMapping } from '../read-mapping.ts';
import { resumeFile } from '../resume/resume-store.ts';

const [file = '', mappingFile = ''] = process.argv.slice(2);

/** A door that knows an event again. */
const stored = new Set<string>();
let duplicates = 0;
const importBatch: Client['importBatch'] = (json) => {
  const ids = [...json.matchAll(/"messageId":"([^"]*)"/g)].map(([, id = '']) => id);
  for (const id of ids) {
    if (stored.has(id)) duplicates += 1;
    stored.add(id);
  }
  return Promise.resolve({ accepted: ids.length, rejected: [] });
};
// Nothing listens there: an import asks for nothing else.
const client: Client = { ...createClient({ url: 'http://127.0.0.1:1' }), importBatch };

const { lines, rejectedCount, leftOut, seconds } = await importFile({
  file,
  mapping: await readMapping(mappingFile),
  client,
  resume: { store: resumeFile(`${file}.state`), decidedBy: [] },
});
const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1024);
process.stdout.write(
  JSON.stringify({ lines, stored: stored.size, duplicates, rejected: rejectedCount, leftOut, seconds, peakMegabytes }),
);
