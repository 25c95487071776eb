/** What the README says of codes and mappings is so. */
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { parseMapping } from '@tributary/domain-collection';
import { eventsIn } from './events-in.ts';
import { fileFix, fileReasonCodes, fixOf, rowReasonCodes, type FileReasonCode } from './reasons.ts';
import { fileOf } from './testing/write-file.ts';

const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
const block = (language: string): string => new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(readme)?.[1] ?? '';

describe('the README', () => {
  it('lists every code with what to do', () => {
    const listed = [...readme.matchAll(/^\| `([A-Z_0-9]+)` \| (.*) \|$/gm)].map(([, code, fix]) => [code, fix]);
    expect(listed).toEqual([
      ...rowReasonCodes.map((code) => [code, fixOf(code)]),
      ...fileReasonCodes.map((code) => [code, fileFix(code as FileReasonCode)]),
    ]);
  });

  it('shows a mapping of receipts that works', async () => {
    const parsed = parseMapping(JSON.parse(block('json')));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
    const events = [];
    const file = await fileOf(block('ndjson'));
    for await (const step of eventsIn({ file, mapping: parsed.mapping, onBytes: () => undefined }))
      events.push(...step.events);
    expect(events).toEqual([
      {
        line: 1,
        event: {
          ...{ type: 'track', event: 'Order Completed', messageId: 'receipt-7-2-2026-01-31-118' },
          ...{ timestamp: '2026-01-31T10:00:00.000Z', userId: 'c9' },
          properties: {
            ...{ order_id: '7-2-2026-01-31-118', currency: 'EUR', revenue: 7.5 },
            products: [
              { product_id: 'cup', quantity: 2 },
              { product_id: 'tea', quantity: 1 },
            ],
          },
        },
      },
    ]);
  });
});
