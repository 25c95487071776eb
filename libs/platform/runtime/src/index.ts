export { Background } from './background.ts';
export { backlog, settled, type Backlog } from './backlog.ts';
export { describeServices } from './describe-services.ts';
export { openEngines, type Engines } from './engines.ts';
export { ownAddress } from './own-address.ts';
export { exitLoudly, runProcess, runService } from './run-service.ts';
export { type ServiceDefinition, type ServiceDeps } from './service.ts';
export { readSettings, type Environment, type Settings } from './settings.ts';
export { startServices, type RunningServices, type StartOptions } from './start-services.ts';
