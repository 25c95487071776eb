/** Sightings that were refused, judged by the beacons that are registered today. */
import { randomUUID } from 'node:crypto';
import { decodeBody, type DecodedItem, reason, type Reason, saying } from '@tributary/domain-collection';
import { type Redo } from '../keep-rejections/replay-rejections.ts';
import { type SourceDirectory } from '../manage-sources/source-directory.ts';
import { type Rejection } from '../ports.ts';
import { type SightBeacons } from './sight-beacons.ts';

export interface ReplaySightingsParts {
  readonly sight: Pick<SightBeacons, 'take'>;
  readonly sources: Pick<SourceDirectory, 'byId'>;
}

export const replaySightings =
  ({ sight, sources }: ReplaySightingsParts): Redo =>
  async (rejections) => {
    const reasons: (Reason | undefined)[] = rejections.map(() => undefined);
    // All of one sender at once: those that were seen first come first, whoever was refused first.
    const groups = Map.groupBy(rejections.entries(), ([, { source, sender }]) => `${source} ${sender ?? ''}`);
    for (const group of groups.values()) {
      const [, first] = group[0] ?? [];
      if (!first) continue;
      const source = await sources.byId(first.source);
      if (!source) throw new Error(`There is no source ${first.source}.`);
      const items = group.map(([, rejection]) => sightingIn(rejection));
      const taken = await sight.take({
        source,
        door: 'beacon',
        imported: false,
        fromPage: first.sender === 'client',
        requestId: randomUUID(),
        ip: undefined,
        userAgent: undefined,
        traceparent: undefined,
        body: { ok: true, items, writeKey: undefined, bytesOf: () => new Uint8Array() },
      });
      for (const [at, [index]] of group.entries()) reasons[index] = taken[at];
    }
    return reasons;
  };

/** It was seen when it came, where it does not say when. */
function sightingIn({ bytes, receivedAt }: Rejection): DecodedItem {
  const body = decodeBody(Buffer.from(bytes, 'base64'));
  if (!body.ok) return { ok: false, reason: body.reason };
  const [item = { ok: false, reason: reason('NOT_AN_OBJECT', 'There is no sighting in it.') } as const] = body.items;
  return item.ok ? { ok: true, event: saying(item.event, ['at', receivedAt]) } : item;
}
