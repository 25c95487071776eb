/** Offers and placements in memory: what decisions are made from, at most a second behind a change made elsewhere. */
import { readOffer, readPlacement, type Offer, type Placement, type Read } from '@tributary/domain-decisioning';
import { Background } from '@tributary/runtime';
import { type Logger } from '@tributary/telemetry';
import { type DefinitionKind, type DefinitionStore, type StoredDefinition, type VersionRef } from '../ports.ts';

/** A definition with the version that it is. */
export interface Versioned<T> {
  readonly ref: VersionRef;
  readonly value: T;
}

export interface Catalogue {
  readonly offers: ReadonlyMap<string, Versioned<Offer>>;
  readonly placements: ReadonlyMap<string, Versioned<Placement>>;
  /** By placement. */
  readonly offersOf: ReadonlyMap<string, readonly Versioned<Offer>[]>;
}

/** A writer that dies between the definition and the revision is noticed by this many looks later at the latest. */
const fullLoadEvery = 20;
/** Old versions are asked for by explanations only. */
const versionsKept = 1_000;

export class Definitions {
  #catalogue: Catalogue = { offers: new Map(), placements: new Map(), offersOf: new Map() };
  #revision = -1;
  #looks = 0;
  readonly #old = new Map<string, StoredDefinition>();
  readonly #looking: Background;

  constructor(
    private readonly store: DefinitionStore,
    log: Logger,
    everyMs: number,
  ) {
    this.#looking = new Background({
      name: 'compare the definitions with the store',
      everyMs,
      log,
      round: () => this.#look(),
    });
  }

  get current(): Catalogue {
    return this.#catalogue;
  }

  async onModuleInit(): Promise<void> {
    await this.reload();
    this.#looking.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.#looking.stop();
  }

  async reload(): Promise<void> {
    const revision = await this.store.revision();
    this.#catalogue = catalogueOf(await this.store.latest());
    this.#revision = revision;
  }

  async offer(ref: VersionRef): Promise<Offer> {
    const known = this.#catalogue.offers.get(ref.id);
    return known?.ref.version === ref.version
      ? known.value
      : must(readOffer(ref.id, await this.#definition('offer', ref)));
  }

  async placement(ref: VersionRef): Promise<Placement> {
    const known = this.#catalogue.placements.get(ref.id);
    if (known?.ref.version === ref.version) return known.value;
    return must(readPlacement(ref.id, await this.#definition('placement', ref)));
  }

  async #look(): Promise<void> {
    this.#looks += 1;
    if (this.#looks % fullLoadEvery === 0 || (await this.store.revision()) !== this.#revision) await this.reload();
  }

  async #definition(kind: DefinitionKind, { id, version }: VersionRef): Promise<unknown> {
    const key = `${kind}|${id}|${version}`;
    const found = this.#old.get(key) ?? (await this.store.version(kind, id, version));
    if (found === undefined) throw new Error(`Version ${version} of the ${kind} ${id} is not there.`);
    if (this.#old.size >= versionsKept) this.#old.clear();
    this.#old.set(key, found);
    return JSON.parse(found.definition);
  }
}

function catalogueOf(stored: readonly StoredDefinition[]): Catalogue {
  const offers = new Map<string, Versioned<Offer>>();
  const placements = new Map<string, Versioned<Placement>>();
  const offersOf = new Map<string, Versioned<Offer>[]>();
  for (const { kind, id, version, definition, deleted } of stored) {
    if (deleted) continue;
    const ref = { id, version };
    const json: unknown = JSON.parse(definition);
    if (kind === 'placement') placements.set(id, { ref, value: must(readPlacement(id, json)) });
    else offers.set(id, { ref, value: must(readOffer(id, json)) });
  }
  for (const offer of offers.values()) {
    for (const placement of offer.value.placements) {
      offersOf.set(placement, [...(offersOf.get(placement) ?? []), offer]);
    }
  }
  return { offers, placements, offersOf };
}

/** What is stored was read before it was stored; a fault now is a defect of ours. */
function must<T>(result: Read<T>): T {
  if (result.ok) return result.value;
  throw new Error(`A stored definition cannot be read: ${JSON.stringify(result.faults)}`);
}
