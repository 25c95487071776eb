import { expect, it } from '@jest/globals';
import { topics } from '@tributary/contracts';
import { largestBody } from './read-body.ts';

/** What stands around the bytes in a rejection: the reason, its place, ids. */
const around = 64 * 1024;

it('keeps the largest body that a door takes, where it is refused as a whole', () => {
  const base64 = Math.ceil((largestBody * 4) / 3);
  expect(topics.eventRejected.mostBytes).toBeGreaterThan(base64 + around);
});
