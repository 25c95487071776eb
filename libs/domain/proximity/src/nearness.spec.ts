import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { distanceOf, lossOf, nearnessOf } from './index.ts';

describe('nearness', () => {
  it.each([
    [-40, -59, 'immediate'],
    [-52, -59, 'immediate'],
    [-53, -59, 'near'], // half a metre is 6.02 dB
    [-59, -59, 'near'],
    [-68, -59, 'near'],
    [-69, -59, 'far'], // three metres are 9.54 dB
    [-95, -59, 'far'],
    [-69, -65, 'near'],
  ])('of %i dBm from a beacon with %i dBm at one metre: %s', (rssi, power, expected) => {
    expect(nearnessOf(lossOf(rssi, power))).toBe(expected);
  });

  it('grows tenfold in distance with every 20 dB, one metre being where nothing is lost', () => {
    expect([-20, 0, 20].map(distanceOf)).toEqual([0.1, 1, 10]);
  });

  it('never says that the weaker is the nearer', () => {
    const ranks = ['immediate', 'near', 'far'];
    fc.assert(
      fc.property(
        fc.double({ min: -60, max: 60, noNaN: true }),
        fc.double({ min: 0, max: 30, noNaN: true }),
        (loss, more) => {
          expect(ranks.indexOf(nearnessOf(loss + more))).toBeGreaterThanOrEqual(ranks.indexOf(nearnessOf(loss)));
        },
      ),
    );
  });
});
