/** What the door answers to a batch. */
export interface RefusedItem {
  /** Position in the batch, from 0. */
  readonly index: number;
  readonly code: string;
  readonly detail: string;
}

export interface Receipt {
  readonly accepted: number;
  readonly rejected: readonly RefusedItem[];
}

export function readReceipt(body: unknown): Receipt {
  if (typeof body !== 'object' || body === null || !('accepted' in body) || typeof body.accepted !== 'number') {
    throw new Error('The door did not answer with a receipt.');
  }
  const listed = 'rejected' in body && Array.isArray(body.rejected) ? body.rejected : [];
  return { accepted: body.accepted, rejected: listed.filter(isRefused) };
}

const isRefused = (item: unknown): item is RefusedItem =>
  typeof item === 'object' &&
  item !== null &&
  'index' in item &&
  typeof item.index === 'number' &&
  'code' in item &&
  typeof item.code === 'string' &&
  'detail' in item &&
  typeof item.detail === 'string';
