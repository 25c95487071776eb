/** `npm run bench [-- edge pipeline runner store cleansing river identity-river] [--json]`: what the product does on this machine, as ratios where a ceiling can be had. */
import { benchCleansing } from './cleansing.ts';
import { benchEdge } from './edge.ts';
import { benchIdentityRiver } from './identity-river.ts';
import { benchPipeline } from './pipeline.ts';
import { benchRiver } from './river.ts';
import { runBenches } from './run-benches.ts';
import { benchRunner } from './runner.ts';
import { benchStore } from './store.ts';

await runBenches(
  {
    ...{
      edge: benchEdge,
      pipeline: benchPipeline,
      runner: benchRunner,
      store: benchStore,
      cleansing: benchCleansing,
      river: benchRiver,
    },
    'identity-river': benchIdentityRiver,
  },
  'reports/bench.json',
);
