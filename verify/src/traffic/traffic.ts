/**
 * The load, drawn from a seed: people with devices, log-ins that join records, shared browsers and mailboxes, orders,
 * copies of what was sent before, disorder, events that come a month late, and poison. Pure and endless.
 */
import { createHash } from 'node:crypto';
import { poisonedBody, poisonedValue, provoking, refusedKinds, type Poison } from './poison.ts';
import { type Claims, type Item, type Outgoing } from './request.ts';
import { seeded, type Seeded } from './seeded.ts';

export interface TrafficOptions {
  readonly seed: number;
  /** Letters; stands in every id, so that what crosses is seen. */
  readonly namespace: string;
  readonly sources: readonly string[];
  readonly people: number;
  /** Events in a request. */
  readonly batch: number;
  /** Time of the first event, milliseconds. */
  readonly start: number;
  /** Milliseconds of event time between two requests. */
  readonly step: number;
  readonly poison: number;
  readonly wishes: Wishes;
}

/** What a run may change on the way. */
export interface Wishes {
  /** Poison that comes next. */
  readonly poison: Poison[];
  /** Share of events that are one person's. */
  hot: number;
}

const month = 30 * 24 * 3_600_000;
/** Half of the traffic of people that are followed one by one, so that the order of the door is known. */
const chains = 8;

export function* traffic(options: TrafficOptions): Generator<Outgoing, never> {
  const maker = new Maker(options);
  for (let number = 0; ; number += 1) yield maker.request(number);
}

class Maker {
  readonly #random: Seeded;
  readonly #sequences = new Map<string, number>();
  readonly #repeats = new Map<number, Outgoing[]>();
  #ids = 0;

  constructor(private readonly options: TrafficOptions) {
    this.#random = seeded(options.seed);
  }

  request(number: number): Outgoing {
    const repeat = this.#repeats.get(number)?.pop();
    if (repeat !== undefined) return { ...repeat, number };
    const now = this.options.start + number * this.options.step;
    const made = this.#fresh(number, now);
    if (made.chain === undefined && !isProvoking(made) && this.#random.chance(0.03)) this.#repeatLater(made, number);
    return made;
  }

  #fresh(number: number, now: number): Outgoing {
    const random = this.#random;
    const wished = this.options.wishes.poison.shift();
    if (wished !== undefined || random.chance(this.options.poison * this.options.batch)) {
      return this.#poison(number, now, wished ?? refusedKinds[random.below(refusedKinds.length)] ?? 'bad-json');
    }
    if (random.chance(0.1)) return this.#chained(number, now);
    if (random.chance(0.06)) return this.#onTopic(number, now);
    const items = Array.from({ length: 1 + random.below(2 * this.options.batch - 1) }, () => this.#event(now));
    const source = this.#source();
    const path = random.chance(0.05) ? 'import' : 'batch';
    return this.#outgoing(number, {
      source,
      items,
      path,
      body: JSON.stringify({ batch: items.map((one) => one.body) }),
    });
  }

  #outgoing(
    number: number,
    parts: { source: string; items: readonly Made[]; path: string; body: string; chain?: string },
  ): Outgoing {
    const { items, ...rest } = parts;
    const persistent = rest.chain !== undefined || number % 2 === 0;
    return { number, door: 'http', items: items.map(({ item }) => item), persistent, ...rest };
  }

  /** One after the other for one person: the sequence on the log must be that of the door. */
  #chained(number: number, now: number): Outgoing {
    const chain = `chain-${this.#random.below(chains)}`;
    const made = this.#made(chain, { type: 'identify', userId: chain, traits: { step: this.#peek(chain) }, time: now });
    const source = this.options.sources[0] ?? 'default';
    return this.#outgoing(number, { source, items: [made], path: 'identify', body: JSON.stringify(made.body), chain });
  }

  /** A channel that publishes bare events, naming its source. */
  #onTopic(number: number, now: number): Outgoing {
    const made = this.#event(now);
    const body = JSON.stringify({ ...made.body, source: 'channel' });
    return { number, door: 'topic', source: 'channel', items: [made.item], path: '', body, persistent: true };
  }

  #poison(number: number, now: number, poison: Poison): Outgoing {
    const random = this.#random;
    const id = this.#id();
    const bad: Item = { id, key: 'poisoner', sequence: 0, poison, hash: '' };
    const onTopic = !provoking(poison) && random.chance(0.4);
    const source = onTopic ? 'channel' : this.#source();
    if (onTopic) {
      const body = poisonedValue(poison, id);
      return { number, door: 'topic', source, items: [bad], path: '', body, persistent: true };
    }
    const good = this.#event(now);
    const body = poisonedBody(poison, id, JSON.stringify(good.body));
    const items = poison === 'bad-json' ? [good.item, bad] : [bad];
    return { number, door: 'http', source, items, path: 'batch', body, persistent: true };
  }

  #event(now: number): Made {
    const random = this.#random;
    const { people, wishes } = this.options;
    const person = random.chance(wishes.hot) ? 0 : random.below(people);
    const userId = `user-${person}`;
    // Every twentieth browser is one that two people share; every thirtieth mailbox too.
    const device = random.chance(0.05) ? `shared-${person >> 1}` : `browser-${person}-${random.below(3)}`;
    const time = this.#time(now);
    const what = random.next();
    if (what < 0.3) return this.#made(userId, { type: 'identify', userId, traits: this.#traits(person, userId), time });
    if (what < 0.4) return this.#made(userId, { type: 'identify', userId, anonymousId: device, traits: {}, time });
    if (what < 0.6) return this.#made(device, { type: 'page', name: 'Home', anonymousId: device, traits: {}, time });
    if (what < 0.7) {
      const amount = 100 + random.below(9_900);
      return this.#made(userId, { type: 'track', name: 'Order Completed', userId, traits: {}, time, amount });
    }
    const who = random.chance(0.5) ? { userId } : { anonymousId: device };
    return this.#made(who.userId ?? device, { type: 'track', name: 'Product Viewed', ...who, traits: {}, time });
  }

  /** A minute of disorder; one in fifty comes a month late. */
  #time(now: number): number {
    const random = this.#random;
    const late = random.chance(0.02) ? random.below(month) : random.below(60_000);
    return now - late;
  }

  #traits(person: number, userId: string): Claims['traits'] {
    const random = this.#random;
    const mailbox = person % 30 === 0 ? person + 1 : person;
    return {
      seen: this.#peek(userId),
      city: random.chance(0.05) ? null : `city-${random.below(40)}`,
      ...(random.chance(0.3) ? { email: `user-${mailbox}@example.org` } : {}),
      ...(random.chance(0.2) ? { tier: ['bronze', 'silver', 'gold'][random.below(3)] ?? 'gold' } : {}),
    };
  }

  #made(key: string, claims: Claims): Made {
    const sequence = this.#peek(key);
    this.#sequences.set(key, sequence + 1);
    const id = this.#id();
    const body = wireOf(id, sequence, claims);
    const hash = createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 16);
    return { item: { id, key, sequence, claims, hash }, body };
  }

  readonly #peek = (key: string): number => this.#sequences.get(key) ?? 0;
  readonly #source = (): string => this.options.sources[this.#random.below(this.options.sources.length)] ?? 'default';

  #id(): string {
    this.#ids += 1;
    return `vfy:${this.options.namespace}:${this.#ids}`;
  }

  /** One to four copies of the same request, soon or after a while. */
  #repeatLater(made: Outgoing, number: number): void {
    const copies = 1 + this.#random.below(4);
    for (let copy = 0; copy < copies; copy += 1) {
      const at = number + 1 + this.#random.below(40);
      this.#repeats.set(at, [...(this.#repeats.get(at) ?? []), made]);
    }
  }
}

/** Comes once: each copy of what hangs or kills would hang or kill again, and a row that waits for it waits for one. */
const isProvoking = ({ items }: Outgoing): boolean =>
  items.some(({ poison }) => poison !== undefined && provoking(poison));

interface Made {
  readonly item: Item;
  readonly body: object;
}

/** The Segment wire format, by its public description. */
function wireOf(id: string, sequence: number, claims: Claims): object {
  const { type, name, userId, anonymousId, traits, time, amount } = claims;
  const properties = amount === undefined ? { sequence } : orderOf(id, amount);
  return {
    type,
    messageId: id,
    ...(userId === undefined ? {} : { userId }),
    ...(anonymousId === undefined ? {} : { anonymousId }),
    ...(type === 'track' ? { event: name } : {}),
    ...(type === 'page' ? { name } : {}),
    ...(type === 'identify' ? { traits } : { properties }),
    timestamp: new Date(time).toISOString(),
  };
}

const orderOf = (id: string, amount: number): object => ({
  order_id: id,
  revenue: amount / 100,
  currency: 'GBP',
  products: [{ product_id: `p-${amount % 50}`, name: 'A product', price: amount / 100, quantity: 1 }],
});
