export { eventsIn } from './events-in.ts';
export { ImportError } from './import-error.ts';
export { importFile, type ImportOptions } from './import-file.ts';
export { readMapping } from './read-mapping.ts';
export { readRows } from './read-rows.ts';
export { type Rejection } from './rejection.ts';
export { type ImportProgress, type ImportResult } from './result.ts';
export { unreadable } from './unreadable.ts';
