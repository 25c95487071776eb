/** Dates and instants as people write them. */
import { fromLocal } from './zone.ts';

const dateOnly = /^\d{4}-\d{2}-\d{2}$/;
const instant = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** A date (its local midnight in `zone`) or an instant with its offset; anything else, also 30 February, is not a moment. */
export function parseMoment(text: string, zone: string): number | undefined {
  const whole = instant.exec(text);
  if (whole !== null) return midnightOf(whole[1] ?? '') === undefined ? undefined : Date.parse(text);
  const local = midnightOf(text);
  return local === undefined ? undefined : fromLocal(local, zone);
}

function midnightOf(text: string): number | undefined {
  if (!dateOnly.test(text)) return undefined;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text) ? at : undefined;
}
