/** Orders of several lines, one of which is broken: its order is refused, its neighbours are taken. */
import { describe, expect, it } from '@jest/globals';
import { parseMapping } from '@tributary/domain-collection';
import { eventsIn } from './events-in.ts';
import { fileOf } from './testing/write-file.ts';

const parsed = parseMapping({
  groupBy: 'order',
  events: [{ type: 'track', event: 'Bought', userId: '{who}', timestamp: '2026-01-31T10:00:00Z' }],
});
if (!parsed.ok) throw new Error('no mapping');
const { mapping } = parsed;

async function imported(...lines: readonly string[]) {
  const file = await fileOf(['sku,order,who,note', ...lines].join('\n'));
  const [events, rejected]: [unknown[], string[]] = [[], []];
  for await (const step of eventsIn({ file, mapping, onBytes: () => undefined })) {
    events.push(...step.events.map(({ event }) => event['messageId']));
    rejected.push(...step.rejected.map(({ line, code }) => `${line} ${code}`));
  }
  return { events, rejected };
}

describe('a line with cells too many or too few in a file of orders', () => {
  it.each([
    ['too many at its end', 'x,2,ann,a,b'],
    ['too many at its beginning', 'x,y,2,ann,a'],
    ['too few', 'x,2,ann'],
    ['bytes that are no text', 'x,2,ann,\u{fffd}'],
  ])('refuses its own order alone: %s', async (_, line) => {
    expect(await imported('x,1,ann,', line, 'x,2,ann,', 'x,3,ann,')).toEqual({
      events: ['bought/1', 'bought/3'],
      rejected: [expect.stringMatching(/^3 /), '4 GROUP_REJECTED'],
    });
  });
  it('refuses the order before and the one behind where its cells cannot be told apart', async () => {
    expect(await imported('x,1,ann,', 'x,2,"ann', 'x,2,ann,', 'x,3,ann,')).toEqual({
      events: ['bought/3'],
      rejected: ['2 GROUP_REJECTED', '3 INVALID_CSV', '4 GROUP_REJECTED'],
    });
  });
});
