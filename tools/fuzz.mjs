/** Fuzzes the edge of ingestion for ten minutes, or for `FUZZ_SECONDS`; `FUZZ_SEED` repeats a run. */
process.env.FUZZ_SECONDS ??= '600';
process.argv.splice(2, 0, 'apps/ingestion/src/fuzz-edge');
await import('./jest.mjs');
