export { openEmbeddedBus, type EmbeddedBus, type EmbeddedBusOptions } from './embedded-bus.ts';
