/** What a newcomer sees at the end of the first start: the figures, and four commands to copy. */
import { type Summary } from './summary.ts';

const number = new Intl.NumberFormat('en-GB');
const money = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'GBP' });

export function summaryText(summary: Summary): string {
  const orders = summary.ordersKnown + summary.ordersGuest;
  const segments = Object.entries(summary.segments).map(([id, size]) => `${id} ${number.format(size)}`);
  return [
    `  events     ${number.format(summary.events)}`,
    `  orders     ${number.format(orders)} (${number.format(summary.ordersKnown)} by known customers), ${number.format(summary.cancellations)} cancelled`,
    `  revenue    ${money.format(summary.gross)}, net of cancellations ${money.format(summary.net)}`,
    `  customers  ${number.format(summary.customers)} known, ${number.format(summary.customersWithThreeOrders)} of them with three orders or more`,
    `  profiles   ${number.format(summary.profiles)}`,
    `  segments   ${segments.join(' · ')}`,
    `  ready in   ${summary.seconds} s`,
  ].join('\n');
}

export interface Place {
  readonly url: string;
  /** The file that holds the keys. */
  readonly keysFile: string;
}

/** The same person, asked about four times; the fourth command is an order that changes what the third answers. */
export function commands({ url, keysFile }: Place): string {
  const key = (name: string) => `$(node -p "JSON.parse(fs.readFileSync('${keysFile}')).${name}")`;
  const secret = `-H "Authorization: Bearer ${key('secretKey')}"`;
  const json = "-H 'content-type: application/json'";
  const decision = { person: { user_id: '17850' }, placement: 'home-hero' };
  const order = {
    userId: '17850',
    event: 'Order Completed',
    properties: {
      order_id: 'live-1',
      revenue: 12.75,
      currency: 'GBP',
      products: [{ product_id: '22423', name: 'Regency cakestand', price: 12.75, quantity: 1 }],
    },
  };
  return [
    '# one person: the records and traits, and where each comes from',
    `curl -s ${secret} ${url}/v1/profiles/user_id:17850`,
    '# who is lapsing, since when, and why',
    `curl -s ${secret} "${url}/v1/segments/lapsing/members?limit=3"`,
    '# what to show this person on the home page, with the reason for every offer',
    `curl -s ${secret} ${json} -d '${JSON.stringify(decision)}' ${url}/v1/decisions`,
    '# the person orders a cakestand; run the decision again',
    `curl -s -u "${key('writeKey')}:" ${json} -d '${JSON.stringify(order)}' ${url}/v1/track`,
  ].join('\n');
}
