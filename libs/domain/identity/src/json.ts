/** Looks into JSON of unknown shape without trusting it. */
import { type JsonObject } from '@tributary/contracts';

export const isRecord = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
