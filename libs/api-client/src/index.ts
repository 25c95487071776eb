export { ApiError } from './api-error.ts';
export { archiveOf } from './archive.ts';
export { createClient, type Client, type ClientOptions } from './client.ts';
export { type Receipt, type RefusedItem } from './receipt.ts';
