/** People for tests: each comes as a stranger, logs in, and buys one to three times. */

export const day = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * 86_400_000).toISOString();

/** The visitor of a number logs in and buys. */
export function eventsOf(n: number): readonly object[] {
  const [anonymousId, userId] = [`a${n}`, `u${n}`];
  const bought = (which: number) => ({
    type: 'track',
    event: 'Order Completed',
    messageId: `order-${n}-${which}`,
    userId,
    timestamp: day(n % 30),
    properties: {
      order_id: `o-${n}-${which}`,
      currency: 'GBP',
      revenue: 10 + which,
      products: [{ product_id: `p${which}`, name: 'Thing', price: 10 + which, quantity: 1 }],
    },
  });
  return [
    { type: 'page', name: 'Home', messageId: `page-${n}`, anonymousId, timestamp: day(n % 30) },
    {
      type: 'identify',
      messageId: `login-${n}`,
      anonymousId,
      userId,
      timestamp: day((n % 30) + 1),
      traits: { city: n % 2 === 0 ? 'Leeds' : 'York', email: `u${n}@example.org` },
    },
    ...Array.from({ length: 1 + (n % 3) }, (_, which) => bought(which)),
  ];
}
