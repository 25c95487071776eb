export * from './bus-error.ts';
export * from './outcome.ts';
export * from './partitioner.ts';
export * from './port.ts';
export * from './topic-specs.ts';
