import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { deviceType } from '../page/device.ts';
import { isNewView } from '../page/route.ts';
import { attend, attentionFrom } from './engagement/attention.ts';
import { milestonesBetween, scrollDepth } from './engagement/scroll-depth.ts';
import { type Press, pressAgain } from './frustration/rage.ts';
import { resultsIn, searchIn } from './searches/search.ts';
import { searchReports } from './searches/search-reports.ts';
import { swipeBetween } from './swipes/swipe.ts';
import { interactionToNextPaint, noShifts, shift } from './vitals/vitals.ts';

describe('a new view', () => {
  it.each([
    ['another path', '/a', '/b', 'replaceState', true],
    ['another query, pushed', '/a', '/a?page=2', 'pushState', true],
    ['another query, stepped to', '/a?page=2', '/a', 'popstate', true],
    ['another query, replaced', '/a', '/a?sort=price', 'replaceState', false],
    ['another route in the fragment', '/#/a', '/#/b', 'popstate', true],
    ['another place in the page', '/a#top', '/a#reviews', 'popstate', false],
    ['only another state', '/a', '/a', 'pushState', false],
  ] as const)('%s', (_, before, after, change, expected) => {
    expect(isNewView(`https://a.example${before}`, `https://a.example${after}`, change)).toBe(expected);
  });
});

describe('three presses on one spot within a second are rage', () => {
  const rages = (presses: readonly (readonly [number, number, number])[]): number => {
    let [recent, count]: [readonly Press[], number] = [[], 0];
    for (const [x, y, at] of presses) {
      const next = pressAgain(recent, { x, y, at });
      recent = next.recent;
      count += next.rage ? 1 : 0;
    }
    return count;
  };
  it.each([
    [
      'three',
      [
        [10, 10, 0],
        [12, 9, 300],
        [11, 10, 900],
      ],
      1,
    ],
    [
      'three, too slowly',
      [
        [10, 10, 0],
        [10, 10, 600],
        [10, 10, 1_200],
      ],
      0,
    ],
    [
      'three, apart',
      [
        [10, 10, 0],
        [50, 10, 200],
        [90, 10, 400],
      ],
      0,
    ],
    [
      'two',
      [
        [10, 10, 0],
        [10, 10, 100],
      ],
      0,
    ],
    [
      'six are two bursts',
      [
        [1, 1, 0],
        [1, 1, 100],
        [1, 1, 200],
        [1, 1, 300],
        [1, 1, 400],
        [1, 1, 500],
      ],
      2,
    ],
    [
      'two double clicks with a pause',
      [
        [1, 1, 0],
        [1, 1, 100],
        [1, 1, 2_000],
        [1, 1, 2_100],
      ],
      0,
    ],
  ] as const)('%s', (_, presses, expected) => {
    expect(rages(presses)).toBe(expected);
  });
});

describe('a swipe', () => {
  const from = { x: 200, y: 200, at: 0 };
  it.each([
    ['to the left', { x: 100, y: 210, at: 200 }, { direction: 'left', distance: 100 }],
    ['to the right', { x: 260, y: 180, at: 200 }, { direction: 'right', distance: 60 }],
    ['a tap', { x: 205, y: 200, at: 80 }, undefined],
    ['a scroll', { x: 140, y: 20, at: 200 }, undefined],
    ['a drag', { x: 100, y: 200, at: 900 }, undefined],
  ])('%s', (_, to, expected) => {
    expect(swipeBetween(from, to)).toEqual(expected);
  });
});

describe('active time', () => {
  it('ends half a minute after the last sign of life', () => {
    expect(attend(attentionFrom(0, true), 300_000).activeTime).toBe(30_000);
  });

  it('goes on with each sign, and is not counted twice', () => {
    let attention = attentionFrom(0, true);
    for (let at = 1_000; at <= 60_000; at += 1_000) attention = attend(attention, at, { acted: at % 10_000 === 0 });
    expect(attention.activeTime).toBe(60_000);
  });

  it('is not counted out of sight', () => {
    const hidden = attend(attentionFrom(0, true), 5_000, { visible: false });
    const back = attend(hidden, 20_000, { visible: true });
    expect(attend(back, 25_000).activeTime).toBe(10_000);
  });
});

describe('scroll depth', () => {
  it.each([
    [{ above: 0, visible: 500, whole: 2_000 }, 25],
    [{ above: 1_499.5, visible: 500, whole: 2_000 }, 100],
    [{ above: 0, visible: 900, whole: 600 }, 100],
    [{ above: -60, visible: 50, whole: 2_000 }, 0],
  ])('%j', (extent, expected) => {
    expect(scrollDepth(extent)).toBe(expected);
  });

  it('passes milestones once', () => {
    expect([milestonesBetween(20, 60), milestonesBetween(60, 60), milestonesBetween(75, 100)]).toEqual([
      [25, 50],
      [],
      [100],
    ]);
  });
});

describe('web vitals', () => {
  it('the worst window of layout shifts counts', () => {
    const at = [
      [0.1, 0],
      [0.1, 500],
      [0.2, 3_000],
      [0.05, 3_900],
      [0.1, 20_000],
    ] as const;
    expect(at.reduce((last, [value, time]) => shift(last, { value, at: time }), noShifts).worst).toBeCloseTo(0.25);
  });

  it('a window ends after five seconds', () => {
    const shifts = Array.from({ length: 20 }, (_, index) => ({ value: 0.01, at: index * 900 }));
    expect(shifts.reduce(shift, noShifts).worst).toBeCloseTo(0.06);
  });

  it.each([
    [[], 0, undefined],
    [[80], 1, 80],
    [[80, 300, 120], 3, 300],
    [[80, 300, 120], 60, 120],
    [[80], 900, 80],
  ])('of interactions of %j, %i in all', (durations, count, expected) => {
    expect(interactionToNextPaint(durations, count)).toBe(expected);
  });
});

describe('the kind of device', () => {
  it.each([
    [true, 390, 'mobile'],
    [true, 820, 'tablet'],
    [false, 1_080, 'desktop'],
    [false, 480, 'desktop'],
  ] as const)('touch: %s, %i pixels wide', (touch, shortSide, expected) => {
    expect(deviceType(touch, shortSide)).toBe(expected);
  });
});

describe('searches in addresses', () => {
  it.each([
    ['?q=red+shoes', 'red shoes'],
    ['?query=a&page=2', 'a'],
    ['?search=%20%20x%20%20y', 'x y'],
    ['?Keyword=Hut', 'Hut'],
    ['?text=ann%40example.com', '[email]'],
    ['?q=', undefined],
    ['?q=%20&s=shoe', 'shoe'],
    ['?page=2', undefined],
  ])('%s', (query, expected) => {
    expect(searchIn(query)).toBe(expected);
  });

  it.each([
    ['42', 42],
    ['1,234', 1_234],
    ['1 234', 1_234],
    ['0', 0],
    ['many', undefined],
    [null, undefined],
  ])('%s results', (written, expected) => {
    expect(resultsIn(written)).toBe(expected);
  });
});

describe('each search is told once', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  function page(shown: string | null = null) {
    const told: unknown[][] = [];
    const state = { shown };
    const reports = searchReports({ resultsShown: () => state.shown, tell: (...search) => void told.push(search) });
    return { told, state, reports };
  }

  it('at once where the results are there', () => {
    const { told, reports } = page('12');
    reports.byAddress('shoe', 'whole-page');
    expect(told).toEqual([['shoe', 12, 'address']]);
  });

  it('with the results that come later, not those of the search before', () => {
    const { told, state, reports } = page('12');
    reports.byAddress('shoe', 'whole-page');
    reports.byAddress('boot', 'same-page');
    jest.advanceTimersByTime(1_000);
    state.shown = '3';
    jest.advanceTimersByTime(250);
    expect(told).toEqual([
      ['shoe', 12, 'address'],
      ['boot', 3, 'address'],
    ]);
  });

  it('without a number where none comes', () => {
    const { told, reports } = page();
    reports.byAddress('shoe', 'whole-page');
    jest.advanceTimersByTime(2_500);
    expect(told).toEqual([['shoe', undefined, 'address']]);
  });

  it('by the page of results and not by the form that led to it', () => {
    const { told, reports } = page('5');
    reports.byForm('shoe', true);
    reports.leave();
    expect(told).toEqual([]);
    reports.byForm('shoe', true);
    reports.byAddress('shoe', 'same-page');
    jest.advanceTimersByTime(5_000);
    expect(told).toEqual([['shoe', 5, 'address']]);
  });

  it('by the form where the address does not tell of it', () => {
    const { told, reports } = page('5');
    reports.byForm('shoe', false);
    jest.advanceTimersByTime(1_500);
    reports.byAddress(undefined, 'same-page');
    expect(told).toEqual([['shoe', 5, 'form']]);
  });

  it('also when the page is left before anything came', () => {
    const { told, reports } = page();
    reports.byAddress('shoe', 'same-page');
    reports.leave();
    reports.byAddress('shoe', 'same-page');
    jest.advanceTimersByTime(5_000);
    expect(told).toEqual([['shoe', undefined, 'address']]);
  });
});
