export { checkBusFile } from './check-file.ts';
export { openEmbeddedBus, type EmbeddedBus, type EmbeddedBusOptions } from './embedded-bus.ts';
