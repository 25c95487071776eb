export { ImportError } from './import-error.ts';
export { importFile, type ImportOptions } from './import-file.ts';
export { readMapping } from './read-mapping.ts';
export { type Rejection } from './rejection.ts';
export { type ImportProgress, type ImportResult } from './result.ts';
