export { Supervised, type Ending, type SupervisedOptions } from './supervised.ts';
export { launch, launchReady, terminate, untilReady, type Launched, type Ready } from './process.ts';
export { distributedRiver, newNamespace, standaloneRiver, type River, type Servers } from './river.ts';
