/** Takes sightings in: what is wrong with one costs only itself, and is kept with the reason; the others move on where their carriers are. */
import { type Sender } from '@tributary/contracts';
import { admit, type DecodedItem, reason, type Reason } from '@tributary/domain-collection';
import {
  beaconKey,
  type Carrier,
  carrierKey,
  lossOf,
  readSighting,
  type Sighting,
  usualMeasuredPower,
  type ZoneSighting,
} from '@tributary/domain-proximity';
import { type Clock } from '@tributary/telemetry';
import { type AcceptEvents, type Accepted, type Delivery, senderOf } from '../accept-events/accept-events.ts';
import { type CountSightings } from './count-sightings.ts';
import { type FollowCarriers, type SightingsOf } from './follow-carriers.ts';
import { type BeaconStore, type RegisteredBeacon } from './ports.ts';

export interface SightBeaconsParts {
  readonly beacons: Pick<BeaconStore, 'byKeys'>;
  readonly carriers: Pick<FollowCarriers, 'follow'>;
  /** Keeps what is refused. */
  readonly accept: Pick<AcceptEvents, 'run'>;
  readonly clock: Clock;
  readonly count: CountSightings;
}

type Judged = { readonly ok: true; readonly carrier: Carrier; readonly sighting: ZoneSighting } | Refused;

interface Refused {
  readonly ok: false;
  readonly reason: Reason;
}

export class SightBeacons {
  constructor(private readonly parts: SightBeaconsParts) {}

  async run(delivery: Delivery): Promise<Accepted> {
    const reasons = await this.take(delivery);
    const refused = reasons.flatMap((why, index) => (why ? [{ index, ...why }] : []));
    if (refused.length > 0) await this.#keep(delivery, refused);
    this.parts.count('refused', refused.length);
    return { accepted: reasons.length - refused.length, rejected: refused };
  }

  /**
   * Resolves when what follows from the sightings is durable; answers for each why it is refused, where it is. What is refused is not kept yet: should
   * that fail, everything comes again, and what has moved is not moved twice.
   */
  async take(delivery: Delivery): Promise<readonly (Reason | undefined)[]> {
    const judged = await this.#judge(delivery);
    await this.#follow(delivery, judged);
    return judged.map((one) => (one.ok ? undefined : one.reason));
  }

  async #judge({ body, source, imported, fromPage }: Delivery): Promise<readonly Judged[]> {
    const receivedAt = this.parts.clock.now();
    const sender = senderOf({ source, imported, fromPage });
    const read = body.items.map((item) => readItem(item, receivedAt));
    const keys = read.flatMap((one) => (one.ok ? [beaconKey(one.sighting.identity)] : []));
    const beacons = await this.parts.beacons.byKeys([...new Set(keys)]);
    return read.map((one): Judged => {
      if (!one.ok) return one;
      const { sighting } = one;
      const nameless = whyNobody(sighting, { source: source.id, sender, receivedAt });
      if (nameless) return { ok: false, reason: nameless };
      const key = beaconKey(sighting.identity);
      const beacon = beacons.get(key);
      if (!beacon) return { ok: false, reason: reason('UNKNOWN_BEACON', `No beacon is registered as ${key}.`) };
      return { ok: true, carrier: sighting.carrier, sighting: inZone(sighting, beacon) };
    });
  }

  async #follow(delivery: Delivery, judged: readonly Judged[]): Promise<void> {
    const seen = judged.filter((one) => one.ok);
    const groups = Map.groupBy(seen, ({ carrier }) => carrierKey(carrier));
    const common = { source: delivery.source.id, sender: senderOf(delivery) };
    const all = [...groups.values()].map((group): SightingsOf => ({
      ...common,
      carrier: group.reduce<Carrier>((known, { carrier }) => ({ ...known, ...carrier }), {}),
      sightings: group.map(({ sighting }) => sighting),
    }));
    for (const verdict of (await this.parts.carriers.follow(all)).flat()) this.parts.count(verdict, 1);
  }

  async #keep(delivery: Delivery, refused: Accepted['rejected']): Promise<void> {
    const items = refused.map(({ code, detail, fix, at }) => ({
      ok: false as const,
      reason: { code, detail, fix, ...(at === undefined ? {} : { at }) },
    }));
    const bytesOf = (at: number): Uint8Array => delivery.body.bytesOf(refused[at]?.index ?? 0);
    const body = { ok: true as const, items, writeKey: undefined, bytesOf };
    await this.parts.accept.run({ ...delivery, door: delivery.door ?? 'beacon', repeatable: true, body });
  }
}

type ReadItem = ReturnType<typeof readSighting>;

const readItem = (item: DecodedItem, receivedAt: number): ReadItem =>
  item.ok ? readSighting(item.event, receivedAt) : item;

/** What the door would say of a visit of this carrier: better now than when it has begun. */
function whyNobody(
  { carrier }: Sighting,
  { source, sender, receivedAt }: { source: string; sender: Sender; receivedAt: number },
): Reason | undefined {
  const { userId, anonymousId = carrier.deviceId } = carrier;
  const payload = { type: 'track', event: 'Zone Entered', userId, anonymousId };
  const admission = admit({ source, receivedAt, imported: false, sender, payload });
  return admission.ok ? undefined : admission.reason;
}

function inZone({ rssi, at, notes, measuredPower }: Sighting, beacon: RegisteredBeacon): ZoneSighting {
  const power = beacon.measuredPower ?? measuredPower ?? usualMeasuredPower;
  return { zone: beacon.zone, beacon: beacon.id, at, loss: lossOf(rssi, power), notes };
}
