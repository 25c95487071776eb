export { importFile, type ImportOptions } from './import-file.ts';
export { readMapping } from './read-mapping.ts';
export { ImportError } from './read-rows.ts';
export { type Rejection } from './rejection.ts';
export { type ImportProgress, type ImportResult } from './result.ts';
