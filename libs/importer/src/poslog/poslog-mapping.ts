/**
 * The mapping of receipts that a till writes as POSLog (NRF ARTS IXRetail, 2.x to 6.x). A receipt is named by store, till, business
 * day and sequence number; what it sold is an `Order Completed`, what it took back an `Order Refunded`, and an exchange is both.
 */
import { type Mapping, parseMapping } from '@tributary/domain-collection';
import { ImportError } from '../import-error.ts';

const customer = 'RetailTransaction/Customer';
const loyalty = 'RetailTransaction/LoyaltyAccount';
const line = 'RetailTransaction/LineItem';
const receipt = '{store}-{till}-{date}-{sequence}';

/** The columns of a line that sells, or takes back; one line is one or the other. */
const itemColumns = (prefix: string, element: string) => ({
  [prefix]: { type: 'text', from: `${line}/${element}` },
  [`${prefix}Sku`]: {
    type: 'text',
    from: [`${line}/${element}/ItemID`, `${line}/${element}/POSIdentity/POSItemID`, `${line}/${element}/POSItemID`],
  },
  [`${prefix}Name`]: { type: 'text', from: `${line}/${element}/Description` },
  [`${prefix}Quantity`]: { type: 'number', from: `${line}/${element}/Quantity` },
  [`${prefix}Price`]: {
    type: 'number',
    from: [`${line}/${element}/ActualSalesUnitPrice`, `${line}/${element}/RegularSalesUnitPrice`],
  },
  [`${prefix}Amount`]: { type: 'number', from: `${line}/${element}/ExtendedAmount` },
});

const isLive = (column: string) => ({
  all: [{ column, empty: false }, { not: { column: 'voided', equals: true } }],
});

/** A till that gives no amount of the line gives its price; one that gives no quantity sells one. */
const amountOf = (prefix: string) => ({
  $first: [`{${prefix}Amount}`, { $multiply: [{ $first: [`{${prefix}Quantity}`, 1] }, `{${prefix}Price}`] }],
});

/** Some tills write what is given back with a minus and some without; an event has it with one, as an order cancelled by file. */
const lessThanNothing = (column: string) => ({
  $if: [{ column, atMost: 0 }, `{${column}}`, { $multiply: [`{${column}}`, -1] }],
});

const productsOf = (prefix: string, quantity: unknown) => ({
  $each: {
    $if: [
      isLive(prefix),
      { product_id: `{${prefix}Sku}`, name: `{${prefix}Name}`, price: `{${prefix}Price}`, quantity },
    ],
  },
});

/** Of the receipt in either role; a customer without a number is whoever holds the receipt. */
const receiptEvent = (event: string, kind: string, prefix: string) => ({
  type: 'track',
  when: {
    all: [
      { not: { column: 'cancelled', equals: true } },
      { not: { column: 'training', equals: true } },
      { some: isLive(prefix) },
    ],
  },
  event,
  messageId: `${kind}-${receipt}`,
  timestamp: '{at}',
  userId: '{customer}',
  anonymousId: { $if: [{ column: 'customer', empty: true }, `receipt-${receipt}`] },
  context: { traits: { email: '{email}', loyalty_id: '{loyalty}' } },
});

const facts = {
  order_id: receipt,
  currency: '{currency}',
  channel: 'store',
  store_id: '{store}',
  till_id: '{till}',
} as const;

/** As JSON, for whoever wants one of their own to start from. */
export const posLogMappingJson = {
  name: 'poslog',
  description:
    'Receipts as POSLog. Times without an offset are read as UTC: set the offset of the stores in columns.at.',
  format: { type: 'xml', records: '/POSLog/Transaction', rows: line },
  columns: {
    store: { type: 'text', required: true, from: ['BusinessUnit/UnitID', 'RetailStoreID'] },
    till: { type: 'text', required: true, from: ['WorkstationID', 'TillID'] },
    date: { type: 'text', required: true, from: ['BusinessDayDate'] },
    sequence: { type: 'text', required: true, from: ['SequenceNumber'] },
    at: {
      ...{ type: 'time', format: 'iso-local', offset: '+00:00', required: true },
      from: ['EndDateTime', 'BeginDateTime', 'POSLogDateTime', 'BusinessDayDate'],
    },
    currency: { type: 'text', from: ['CurrencyCode', 'RetailTransaction/CurrencyCode'] },
    customer: { type: 'text', from: [`${customer}/CustomerID`, `${loyalty}/CustomerID`, 'CustomerID'] },
    loyalty: { type: 'text', from: [`${loyalty}/LoyaltyAccountID`, `${loyalty}/LoyaltyID`] },
    email: { type: 'text', from: [`${customer}/eMail`, `${customer}/EMail`, `${customer}/Email`] },
    cancelled: { type: 'boolean', from: '@CancelFlag' },
    training: { type: 'boolean', from: '@TrainingModeFlag' },
    voided: { type: 'boolean', from: `${line}/@VoidFlag` },
    ...itemColumns('sale', 'Sale'),
    ...itemColumns('return', 'Return'),
    discount: { type: 'number', from: `${line}/Discount/Amount` },
    tax: { type: 'number', from: `${line}/Tax/Amount` },
  },
  events: [
    {
      ...receiptEvent('Order Completed', 'receipt', 'sale'),
      properties: {
        ...facts,
        revenue: {
          $round: [
            {
              $sum: {
                $if: [
                  isLive('sale'),
                  amountOf('sale'),
                  { $if: [isLive('discount'), { $multiply: ['{discount}', -1] }] },
                ],
              },
            },
            2,
          ],
        },
        discount: { $round: [{ $sum: { $if: [isLive('discount'), '{discount}'] } }, 2] },
        tax: { $round: [{ $sum: { $if: [isLive('tax'), '{tax}'] } }, 2] },
        products: productsOf('sale', { $first: ['{saleQuantity}', 1] }),
      },
    },
    {
      ...receiptEvent('Order Refunded', 'refund', 'return'),
      properties: {
        ...facts,
        revenue: {
          $round: [
            {
              $sum: {
                $if: [
                  isLive('return'),
                  {
                    $if: [
                      { column: 'returnAmount', empty: false },
                      lessThanNothing('returnAmount'),
                      { $multiply: [{ $first: [lessThanNothing('returnQuantity'), -1] }, '{returnPrice}'] },
                    ],
                  },
                ],
              },
            },
            2,
          ],
        },
        products: productsOf('return', {
          $if: [{ column: 'returnQuantity', empty: false }, lessThanNothing('returnQuantity'), -1],
        }),
      },
    },
  ],
};

export function posLogMapping(): Mapping {
  const parsed = parseMapping(posLogMappingJson);
  if (parsed.ok) return parsed.mapping;
  throw new ImportError(`The mapping of POSLog is broken: ${JSON.stringify(parsed.errors)}`);
}
