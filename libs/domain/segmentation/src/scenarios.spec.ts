import { describe, it } from '@jest/globals';
import { scenario } from './testing/scenario.ts';

const order = 'Order Completed';
const threeOrders = { did: order, count: { atLeast: 3 }, within: '30d' };

describe('three orders in thirty days', () => {
  it('enters with the third order and leaves when the first one is thirty days old', () => {
    scenario(threeOrders)
      .at('2011-01-01')
      .does('ann', order)
      .at('2011-01-10')
      .does('ann', order)
      .at('2011-01-20')
      .does('ann', order)
      .then('ann')
      .enters({ because: '3 of 3 Order Completed since 2011-01-01', effective: '2011-01-20' })
      .at('2011-01-30T23:59:59.999Z')
      .then('ann')
      .stays()
      .at('2011-01-31')
      .then('ann')
      .leaves({ effective: '2011-01-31T00:00:00Z', because: '2 of 3 Order Completed since 2011-01-10' });
  });

  it('keeps two people apart', () => {
    scenario({ did: order, within: '1d' })
      .at('2011-01-01')
      .does('ann', order)
      .then('ann')
      .enters()
      .at('2011-01-01T12:00:00Z')
      .does('bob', order)
      .then('bob')
      .enters()
      .at('2011-01-02')
      .then('ann')
      .leaves()
      .at('2011-01-02T12:00:00Z')
      .then('bob')
      .leaves({ effective: '2011-01-02T12:00:00Z' });
  });

  it('lets a person come back', () => {
    scenario({ did: order, within: '7d' })
      .at('2011-01-01')
      .does('ann', order)
      .then('ann')
      .enters()
      .at('2011-01-08')
      .then('ann')
      .leaves()
      .at('2011-02-01')
      .does('ann', order)
      .then('ann')
      .enters({ effective: '2011-02-01' })
      .at('2011-02-08')
      .then('ann')
      .leaves();
  });

  it('fires a timer at its true time after a long stop', () => {
    scenario(threeOrders)
      .at('2011-01-01')
      .does('ann', order)
      .does('ann', order)
      .does('ann', order)
      .then('ann')
      .enters()
      .at('2012-07-01')
      .then('ann')
      .leaves({ effective: '2011-01-31' });
  });

  it('fires several timers in order after a long stop', () => {
    scenario({ did: order, count: { exactly: 1 }, within: '10d' })
      .at('2011-01-01')
      .does('ann', order)
      .then('ann')
      .enters()
      .does('ann', order, { happened: '2011-01-05' }) // a clock ahead of ours: it counts from its time on
      .then('ann')
      .stays()
      .at('2011-06-01')
      .then('ann')
      .leaves({ effective: '2011-01-05' })
      .then('ann')
      .enters({ effective: '2011-01-11' })
      .then('ann')
      .leaves({ effective: '2011-01-15' });
  });
});

describe('late events', () => {
  it('enter with the time at which it came about', () => {
    scenario(threeOrders)
      .at('2011-01-01')
      .does('ann', order)
      .at('2011-01-20')
      .does('ann', order)
      .at('2011-01-25')
      .does('ann', order, { happened: '2011-01-10' })
      .then('ann')
      .enters({ effective: '2011-01-20' })
      .at('2011-01-31')
      .then('ann')
      .leaves();
  });

  it('lengthen a membership that would have ended', () => {
    scenario({ did: order, within: '30d' })
      .at('2011-01-01')
      .does('ann', order)
      .then('ann')
      .enters()
      .at('2011-01-25')
      .does('ann', order, { happened: '2011-01-15' })
      .at('2011-01-31')
      .then('ann')
      .stays()
      .at('2011-02-14')
      .then('ann')
      .leaves({ effective: '2011-02-14' });
  });

  it('undo an exit that was published, from that exit on', () => {
    scenario({ did: order, within: '30d' })
      .at('2011-01-01')
      .does('ann', order)
      .then('ann')
      .enters()
      .at('2011-01-31')
      .then('ann')
      .leaves({ effective: '2011-01-31' })
      .at('2011-02-05')
      .does('ann', order, { happened: '2011-01-20' })
      .then('ann')
      .enters({ effective: '2011-01-31' })
      .at('2011-02-19')
      .then('ann')
      .leaves({ effective: '2011-02-19' });
  });

  it('shorten a membership that forbids them', () => {
    scenario({ not: { did: 'Complaint', within: '30d' } })
      .at('2011-01-01')
      .tells('ann', {})
      .then('ann')
      .enters()
      .at('2011-01-20')
      .does('ann', 'Complaint', { happened: '2011-01-10' })
      .then('ann')
      .leaves({ effective: '2011-01-10' })
      .at('2011-02-09')
      .then('ann')
      .enters({ effective: '2011-02-09' });
  });

  it('say nothing when what they began is over', () => {
    scenario({ did: order, within: '7d' })
      .at('2011-03-01')
      .does('ann', order, { happened: '2011-01-01' })
      .then('ann')
      .stays();
  });
});

describe('not', () => {
  it('lets a person in by time alone: no order for ninety days', () => {
    scenario({ all: [{ did: order }, { not: { did: order, within: '90d' } }] })
      .at('2011-01-01')
      .does('ann', order)
      .at('2011-04-01')
      .then('ann')
      .enters({ effective: '2011-04-01' })
      .at('2011-05-01')
      .does('ann', order)
      .then('ann')
      .leaves({ effective: '2011-05-01' });
  });

  it('holds of a person who never did anything', () => {
    scenario({ not: { did: order, within: '90d' } })
      .at('2011-01-01')
      .tells('ann', {})
      .then('ann')
      .enters({ effective: '2011-01-01', because: 'not: 0 of 1 Order Completed in the last 90d' });
  });
});

describe('calendar windows', () => {
  it.each([
    ['a month that has the day', '1mo', 'UTC', '2011-01-15T10:00:00Z', '2011-02-15T10:00:00Z'],
    ['a month that has not', '1mo', 'UTC', '2011-01-31T10:00:00Z', '2011-03-01T00:00:00Z'],
    ['the 29th before a plain February', '1mo', 'UTC', '2011-01-29T10:00:00Z', '2011-03-01T00:00:00Z'],
    ['the 29th before a leap February', '1mo', 'UTC', '2012-01-29T10:00:00Z', '2012-02-29T10:00:00Z'],
    ['the 30th before a leap February', '1mo', 'UTC', '2012-01-30T10:00:00Z', '2012-03-01T00:00:00Z'],
    ['a leap day and a year', '1y', 'UTC', '2012-02-29T10:00:00Z', '2013-03-01T00:00:00Z'],
    ['a leap day and four years', '4y', 'UTC', '2012-02-29T10:00:00Z', '2016-02-29T10:00:00Z'],
    ['a year over a leap day', '1y', 'UTC', '2011-03-01T10:00:00Z', '2012-03-01T10:00:00Z'],
    ['365 days over a leap day', '365d', 'UTC', '2011-03-01T10:00:00Z', '2012-02-29T10:00:00Z'],
    ['a month over the turn to summer time', '1mo', 'Europe/Amsterdam', '2011-03-15T10:00:00Z', '2011-04-15T09:00:00Z'],
    ['30 days over the turn to summer time', '30d', 'Europe/Amsterdam', '2011-03-15T10:00:00Z', '2011-04-14T10:00:00Z'],
    ['a month into the skipped hour', '1mo', 'Europe/Amsterdam', '2011-02-27T01:30:00Z', '2011-03-27T01:00:00Z'],
    ['a month into the repeated hour', '1mo', 'Europe/Amsterdam', '2011-09-30T00:30:00Z', '2011-10-30T00:30:00Z'],
    ['a month whose end is local', '1mo', 'America/New_York', '2011-02-01T02:00:00Z', '2011-03-01T05:00:00Z'],
    ['a month into a day that a zone skipped', '1mo', 'Pacific/Apia', '2011-11-30T10:30:00Z', '2011-12-30T10:00:00Z'],
  ])('%s', (_name, within, zone, from, to) => {
    const before = new Date(Date.parse(to) - 1).toISOString();
    scenario({ did: order, within, zone })
      .at(from)
      .does('ann', order)
      .then('ann')
      .enters()
      .at(before)
      .then('ann')
      .stays()
      .at(to)
      .then('ann')
      .leaves({ effective: to });
  });
});

describe('figures over events', () => {
  const bought = (total: number, product = 'a') => ({ properties: { total, product } });

  it('sums what is written, to the cent', () => {
    scenario({ did: order, sum: { of: 'total', atLeast: 0.3 }, within: '10d' })
      .at('2011-01-01')
      .does('ann', order, bought(0.1))
      .at('2011-01-02')
      .does('ann', order, bought(0.2))
      .then('ann')
      .enters({ because: 'sum of total over Order Completed is 0.3 since 2011-01-01 (asked: at least 0.3)' })
      .at('2011-01-11')
      .then('ann')
      .leaves();
  });

  it.each([
    ['the average', { average: { of: 'total', moreThan: 15 } }, '2011-01-12'],
    ['the least', { min: { of: 'total', atLeast: 30 } }, '2011-01-12'],
    ['the greatest', { max: { of: 'total', exactly: 30 } }, '2011-01-12'],
    ['the number of different ones', { distinct: { of: 'product', atLeast: 2 } }, '2011-01-11'],
  ])('asks for %s', (_name, measure, end) => {
    const table = scenario({ did: order, ...measure, where: { property: 'total', gt: 5 }, within: '10d' })
      .at('2011-01-01')
      .does('ann', order, bought(1, 'x'));
    if ('min' in measure) table.at('2011-01-02').does('ann', order, bought(30, 'b')).then('ann').enters();
    else {
      table.does('ann', order, bought(12)).then('ann').stays();
      table.at('2011-01-02').does('ann', order, bought(30, 'b')).then('ann').enters();
    }
    table.at(end).then('ann').leaves({ effective: end });
  });

  it('knows the first and the last', () => {
    scenario({ did: order, first: { withinLast: '30d' } })
      .at('2011-01-01')
      .does('ann', order)
      .then('ann')
      .enters()
      .at('2011-01-20')
      .does('ann', order)
      .at('2011-01-31')
      .then('ann')
      .leaves({ because: 'first Order Completed at 2011-01-01 (asked: within the last 30d)' });
    scenario({ did: order, last: { olderThan: '90d' } })
      .at('2011-01-01')
      .does('ann', order)
      .at('2011-04-01')
      .then('ann')
      .enters()
      .does('ann', order)
      .then('ann')
      .leaves();
    scenario({ did: order, last: { of: 'product', equals: 'b' } })
      .at('2011-01-01')
      .does('ann', order, bought(1, 'b'))
      .then('ann')
      .enters()
      .at('2011-01-02')
      .does('ann', order, bought(1, 'c'))
      .then('ann')
      .leaves();
  });

  it('takes only the events that it asks for', () => {
    scenario({
      did: order,
      where: { all: [{ property: 'total', gte: 50 }, { not: { property: 'product', in: ['x'] } }] },
    })
      .at('2011-01-01')
      .does('ann', order, bought(49))
      .does('ann', order, bought(60, 'x'))
      .then('ann')
      .stays()
      .does('ann', order, bought(50))
      .then('ann')
      .enters();
  });
});

describe('traits', () => {
  it('take effect when they become known', () => {
    scenario({ all: [{ trait: 'city', equals: 'Leeds' }, { did: order }] })
      .at('2011-01-01')
      .does('ann', order)
      .at('2011-02-01')
      .tells('ann', { city: 'Leeds' })
      .then('ann')
      .enters({
        effective: '2011-02-01',
        because: 'trait city is Leeds (asked: equals Leeds); 1 of 1 Order Completed since 2011-01-01',
      })
      .at('2011-03-01')
      .tells('ann', { city: 'York' })
      .then('ann')
      .leaves({ effective: '2011-03-01' });
  });

  it('change with time: a contract that ends within a week', () => {
    scenario({ trait: 'contract.end', withinNext: '7d' })
      .at('2011-01-01')
      .tells('ann', { contract: { end: '2011-02-01' } })
      .at('2011-01-25')
      .then('ann')
      .enters({ effective: '2011-01-25' })
      .at('2011-02-01')
      .then('ann')
      .leaves();
  });
});
