import { expect, it } from '@jest/globals';
import { createMetrics } from '@tributary/telemetry';
import { type RunState } from './bridge-run.ts';
import { tellBridges } from './tell-bridges.ts';

it('tells each bridge in the one state that it is in, and nothing of one that is gone', async () => {
  const metrics = createMetrics();
  let states: readonly [string, RunState['state']][] = [];
  tellBridges(metrics, () => states);
  const told = async () =>
    (await metrics.text()).split('\n').filter((line) => line.startsWith('tributary_bridge_state'));
  expect(await told()).toEqual([]);
  states = [
    ['orders', 'starting'],
    ['stock', 'paused'],
  ];
  expect(await told()).toEqual([
    'tributary_bridge_state{bridge="orders",state="starting"} 1',
    'tributary_bridge_state{bridge="stock",state="paused"} 1',
  ]);
  states = [['orders', 'failing']];
  expect(await told()).toEqual(['tributary_bridge_state{bridge="orders",state="failing"} 1']);
});
