/** Cuts what waits into requests. A request of at most 60 KB may outlive its page: browsers allow 64 KiB for all of them. */

/** An event as it waits: written once, so that a retry is the same to the byte. */
export interface Waiting {
  readonly id: string;
  readonly body: string;
}

export const longestRequest = 60_000;
export const mostEvents = 100; // back ends of the Segment kind refuse batches beyond some hundreds
/** `{"batch":[],"sentAt":"...","writeKey":"..."}` around the events. */
const envelope = 300;

export const bytesIn = (text: string): number => new TextEncoder().encode(text).length;

/** The first events that fit; the first one always does, as an event is at most 32 KB. */
export function firstBatch(waiting: readonly Waiting[], room: number = longestRequest): readonly Waiting[] {
  let bytes = envelope;
  const batch: Waiting[] = [];
  for (const event of waiting.slice(0, mostEvents)) {
    bytes += bytesIn(event.body) + 1;
    if (bytes > room) break;
    batch.push(event);
  }
  return batch;
}

export function requestBody(batch: readonly Waiting[], writeKey: string, sentAt: Date): string {
  const events = batch.map(({ body }) => body).join(',');
  return `{"batch":[${events}],"sentAt":"${sentAt.toISOString()}","writeKey":${JSON.stringify(writeKey)}}`;
}
