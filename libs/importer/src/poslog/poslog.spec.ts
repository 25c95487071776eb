/** Receipts as tills write them become orders and refunds, named by store, till, business day and number. */
import { describe, expect, it } from '@jest/globals';
import { eventsIn } from '../events-in.ts';
import { fileOf } from '../testing/write-file.ts';

const items = (...lines: readonly string[]) => `<RetailTransaction>${lines.join('')}</RetailTransaction>`;
const sale = (sku: string, quantity: number, amount: string, attributes = '') =>
  `<LineItem ${attributes}><Sale><ItemID>${sku}</ItemID><Description>A ${sku}</Description><ActualSalesUnitPrice>2.50</ActualSalesUnitPrice><ExtendedAmount Currency="EUR">${amount}</ExtendedAmount><Quantity UnitOfMeasureCode="EA">${quantity}</Quantity></Sale></LineItem>`;
const taken = (sku: string, quantity: number, amount: string) =>
  `<LineItem><Return><ItemID>${sku}</ItemID><ExtendedAmount>${amount}</ExtendedAmount><Quantity>${quantity}</Quantity></Return></LineItem>`;
const tender = '<LineItem><Tender TenderType="Cash"><Amount>7.50</Amount></Tender></LineItem>';
const receipt = (number: number, body: string, attributes = '') => `
  <Transaction ${attributes}>
    <RetailStoreID>0042</RetailStoreID><WorkstationID>3</WorkstationID><SequenceNumber>${number}</SequenceNumber>
    <BusinessDayDate>2026-01-31</BusinessDayDate><EndDateTime>2026-01-31T10:00:00+01:00</EndDateTime>
    <CurrencyCode>EUR</CurrencyCode>${body}
  </Transaction>`;
const posLog = (...receipts: readonly string[]) =>
  `<?xml version="1.0"?><POSLog xmlns="http://www.nrf-arts.org/IXRetail/namespace/">${receipts.join('')}</POSLog>`;

async function read(text: string) {
  const events: any[] = []; // eslint-disable-line @typescript-eslint/no-explicit-any -- looked at as read
  const rejected: string[] = [];
  let leftOut = 0;
  for await (const step of eventsIn({ file: await fileOf(text), mapping: undefined, onBytes: () => undefined })) {
    events.push(...step.events.map(({ event }) => event));
    rejected.push(...step.rejected.map(({ line, code, detail }) => `${line} ${code} ${detail}`));
    leftOut += step.leftOut;
  }
  return { events, rejected, leftOut };
}

describe('a POSLog', () => {
  it('becomes an order for each receipt, without a mapping', async () => {
    const { events, rejected } = await read(
      posLog(
        receipt(17, items(sale('cup', 2, '5.00'), sale('tea', 1, '2.50'), tender)),
        receipt(18, items(sale('pot', 1, '20'))),
      ),
    );
    expect(rejected).toEqual([]);
    expect(events).toEqual([
      {
        type: 'track',
        event: 'Order Completed',
        messageId: 'receipt-0042-3-2026-01-31-17',
        timestamp: '2026-01-31T09:00:00.000Z',
        anonymousId: 'receipt-0042-3-2026-01-31-17',
        properties: {
          ...{ order_id: '0042-3-2026-01-31-17', currency: 'EUR', channel: 'store', store_id: '0042', till_id: '3' },
          ...{ revenue: 7.5, discount: 0, tax: 0 },
          products: [
            { product_id: 'cup', name: 'A cup', price: 2.5, quantity: 2 },
            { product_id: 'tea', name: 'A tea', price: 2.5, quantity: 1 },
          ],
        },
      },
      expect.objectContaining({ messageId: 'receipt-0042-3-2026-01-31-18' }),
    ]);
  });

  it('becomes a refund for what was taken back, and both for an exchange', async () => {
    const { events } = await read(posLog(receipt(1, items(sale('cup', 2, '5.00'), taken('pot', 1, '20.00')))));
    expect(
      events.map(({ event, messageId, properties: { revenue, products } }) => ({
        event,
        messageId,
        revenue,
        products,
      })),
    ).toEqual([
      {
        ...{ event: 'Order Completed', messageId: 'receipt-0042-3-2026-01-31-1', revenue: 5 },
        products: [{ product_id: 'cup', name: 'A cup', price: 2.5, quantity: 2 }],
      },
      {
        ...{ event: 'Order Refunded', messageId: 'refund-0042-3-2026-01-31-1', revenue: -20 },
        products: [{ product_id: 'pot', quantity: -1 }],
      },
    ]);
  });

  it.each([
    ['20.00', 1],
    ['-20.00', -1],
  ])('takes %s back with or without a minus', async (amount, quantity) => {
    const [event] = (await read(posLog(receipt(1, items(taken('pot', quantity, amount)))))).events;
    expect([event.properties.revenue, event.properties.products[0].quantity]).toEqual([-20, -1]);
  });

  it('takes discounts off and leaves out what was voided', async () => {
    const discount = '<LineItem><Discount><Amount>1.50</Amount></Discount></LineItem>';
    const tax = '<LineItem><Tax><Amount>0.95</Amount></Tax></LineItem>';
    const lines = items(sale('cup', 2, '5.00'), sale('tea', 9, '99', 'VoidFlag="true"'), discount, tax);
    const [{ properties }] = (await read(posLog(receipt(1, lines)))).events;
    expect(properties).toMatchObject({ revenue: 3.5, discount: 1.5, tax: 0.95, products: [{ product_id: 'cup' }] });
  });

  it('knows the customer by number, loyalty account and address', async () => {
    const person = '<Customer><CustomerID>c7</CustomerID><eMail>ann@example.org</eMail></Customer>';
    const account = '<LoyaltyAccount><LoyaltyAccountID>L1</LoyaltyAccountID></LoyaltyAccount>';
    const [event] = (await read(posLog(receipt(1, items(sale('cup', 1, '1'), account, person))))).events;
    expect(event).toMatchObject({ userId: 'c7', context: { traits: { email: 'ann@example.org', loyalty_id: 'L1' } } });
    expect(event).not.toHaveProperty('anonymousId');
  });

  it('reads the form of version 6 and times without an offset', async () => {
    const text = receipt(5, items(sale('cup', 1, '1')))
      .replace('<RetailStoreID>0042</RetailStoreID>', '<BusinessUnit><UnitID Name="Leeds">9</UnitID></BusinessUnit>')
      .replace('+01:00', '');
    const [event] = (await read(posLog(text))).events;
    expect(event).toMatchObject({ messageId: 'receipt-9-3-2026-01-31-5', timestamp: '2026-01-31T10:00:00.000Z' });
  });

  it('makes no event of training, of what was cancelled and of what sells nothing, and says how many', async () => {
    const { events, leftOut } = await read(
      posLog(
        receipt(1, items(sale('cup', 1, '1')), 'TrainingModeFlag="true"'),
        receipt(2, items(sale('cup', 1, '1')), 'CancelFlag="true"'),
        receipt(3, '<ControlTransaction><SignOn/></ControlTransaction>'),
        receipt(4, items(sale('cup', 1, '1'))),
      ),
    );
    expect([events.length, leftOut]).toEqual([1, 3]);
  });

  it('refuses a receipt without a number by its place, and no other', async () => {
    const bad = receipt(1, items(sale('cup', 1, '1'))).replace('<SequenceNumber>1</SequenceNumber>', '');
    const { events, rejected } = await read(
      posLog(receipt(7, items(sale('a', 1, '1'))), bad, receipt(8, items(sale('a', 1, '1')))),
    );
    expect(events.length).toBe(2);
    expect(rejected).toEqual(['2 INVALID_CELL sequence is empty.']);
  });
});
