/** What is shown of a file before anything is sent. */
import { describe, expect, it } from '@jest/globals';
import { type Mapping, parseMapping } from '@tributary/domain-collection';
import { eventsIn } from '../events-in.ts';
import { bytesIn, fileOf, writtenFormats } from '../testing/write-file.ts';
import { previewFile } from './preview-file.ts';

const orders = Array.from({ length: 50 }, (_, index) => ({
  ...{ invoice: `i${Math.floor(index / 2)}`, date: '2026-01-31T10:00:00Z', customer: `c${index % 7}` },
  ...{ sku: `s${index}`, price: '2.50', quantity: '2' },
}));

function parsed(json: unknown): Mapping {
  const result = parseMapping(json);
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result.mapping;
}

describe('a preview', () => {
  it.each(writtenFormats)('shows what the first 20 rows become by a mapping that it proposes: %s', async (format) => {
    const { detected, columns, rows, events, rejected, problem } = await previewFile(
      await fileOf(bytesIn(format, orders)),
    );
    expect(detected.type).toBe(format);
    expect(columns).toEqual(['invoice', 'date', 'customer', 'sku', 'price', 'quantity']);
    expect([rows, events.length, rejected, problem]).toEqual([20, 10, [], undefined]);
    expect(events[0]?.event).toMatchObject({ event: 'Order Completed', messageId: 'order-i0', userId: 'c0' });
  });

  it('proposes what, written into a file, gives the same events', async () => {
    const file = await fileOf(bytesIn('xml', orders));
    const { events, proposal } = await previewFile(file);
    const mapping = parsed(JSON.parse(JSON.stringify(proposal?.mapping)));
    const all = [];
    for await (const step of eventsIn({ file, mapping, onBytes: () => undefined })) all.push(...step.events);
    expect(all.slice(0, 10)).toEqual(events);
    expect(all.length).toBe(25);
  });

  it('makes rows of the lists in records', async () => {
    const order = { orderId: 7, when: '2026-01-31T10:00:00Z', buyer: { email: 'a@b.cd' } };
    const lines = [
      { sku: 'x', price: 1, qty: 2 },
      { sku: 'y', price: 3, qty: 1 },
    ];
    const { columns, events, proposal } = await previewFile(await fileOf(JSON.stringify([{ ...order, lines }])));
    expect(columns).toEqual(['orderId', 'when', 'buyer/email', 'lines/sku', 'lines/price', 'lines/qty']);
    expect(proposal?.mapping).toMatchObject({ format: { type: 'json', records: '', rows: 'lines' } });
    expect(events.map(({ event }) => event)).toEqual([
      expect.objectContaining({
        anonymousId: 'guest-7',
        context: { traits: { email: 'a@b.cd' } },
        properties: expect.objectContaining({ revenue: 5, products: [expect.anything(), expect.anything()] }),
      }),
    ]);
  });

  it('needs no mapping for events and receipts, and shows the one of receipts', async () => {
    const event = { type: 'track', event: 'Seen', userId: 'ann', timestamp: '2026-01-31T10:00:00Z' };
    const ofEvents = await previewFile(await fileOf(`${JSON.stringify(event)}\n`.repeat(30)));
    expect([ofEvents.proposal, ofEvents.rows, ofEvents.events.length]).toEqual([undefined, 20, 20]);
    const receipts = await previewFile(
      await fileOf('<POSLog><Transaction><SequenceNumber>1</SequenceNumber></Transaction></POSLog>'),
    );
    expect(receipts.proposal?.mapping).toMatchObject({ name: 'poslog' });
    expect(receipts.rejected).toMatchObject([{ line: 1, code: 'INVALID_CELL' }]);
  });

  it('tells what would be refused: by the mapping, and by the door', async () => {
    const json = {
      columns: { price: 'number' },
      events: [
        {
          type: 'track',
          event: 'Bought',
          messageId: '{id}',
          userId: '{who}',
          timestamp: '2026-01-31T10:00:00Z',
          properties: { price: '{price}' },
        },
      ],
    };
    const file = await fileOf('id,who,price\n1,ann,x\n2,,5\n3,bob,7\n');
    const { rejected, events, rows } = await previewFile(file, parsed(json));
    expect(rejected.map(({ line, code }) => [line, code])).toEqual([
      [2, 'INVALID_CELL'],
      [3, 'MISSING_IDENTITY'],
    ]);
    expect([rows, events.map(({ line }) => line)]).toEqual([3, [4]]);
  });

  it('shows what it found even where the mapping does not fit or the file breaks', async () => {
    const json = { events: [{ type: 'page', messageId: '{nr}', userId: '{who}', timestamp: '2026-01-31T10:00:00Z' }] };
    const shown = await previewFile(await fileOf('id,who\n1,ann\n'), parsed(json));
    expect([shown.columns, shown.problem?.code]).toEqual([['id', 'who'], 'MISSING_COLUMN']);
    const broken = await previewFile(await fileOf('[{"type":"page","userId":"ann"},{"type"'));
    expect([broken.events.length, broken.problem?.code]).toEqual([1, 'TRUNCATED']);
  });
});
