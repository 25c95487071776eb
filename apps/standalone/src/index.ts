export { describeHttpApi } from './start/describe-http-api.ts';
export { allServices } from './start/services.ts';
