/** Changes definitions: checked as a whole, against each other, and kept as a new version. */
import { readOffer, readPlacement, type Fault } from '@tributary/domain-decisioning';
import { Problem } from '@tributary/http';
import { type Clock } from '@tributary/telemetry';
import { accepted, refusal } from '../faults.ts';
import { type DefinitionKind, type DefinitionStore, type StoredDefinition } from '../ports.ts';
import { type Definitions } from './definitions.ts';

export class Define {
  constructor(
    private readonly store: DefinitionStore,
    private readonly definitions: Definitions,
    private readonly clock: Clock,
  ) {}

  async put(kind: DefinitionKind, id: string, body: unknown): Promise<StoredDefinition> {
    await this.definitions.reload();
    const faults = kind === 'offer' ? this.#offerFaults(id, body) : this.#placementFaults(id, body);
    if (faults.length > 0) throw refusal(faults);
    const definition = JSON.stringify(body);
    const [last] = await this.store.versions(kind, id);
    // Putting the same again changes nothing, so it needs no version.
    if (last !== undefined && !last.deleted && last.definition === definition) return last;
    const added = await this.store.add({ kind, id, definition, deleted: false, at: this.clock.now() });
    await this.definitions.reload();
    return added;
  }

  async remove(kind: DefinitionKind, id: string): Promise<void> {
    await this.definitions.reload();
    const known = await this.get(kind, id);
    this.#refuseIfUsed(kind, id);
    await this.store.add({ kind, id, definition: known.definition, deleted: true, at: this.clock.now() });
    await this.definitions.reload();
  }

  async get(kind: DefinitionKind, id: string): Promise<StoredDefinition> {
    const [last] = await this.store.versions(kind, id);
    if (last === undefined || last.deleted) throw notFound(kind, id);
    return last;
  }

  async versions(kind: DefinitionKind, id: string): Promise<readonly StoredDefinition[]> {
    const versions = await this.store.versions(kind, id);
    if (versions.length === 0) throw notFound(kind, id);
    return versions;
  }

  /** Those that are not deleted, by id. */
  async list(kind: DefinitionKind): Promise<readonly StoredDefinition[]> {
    const latest = await this.store.latest();
    return latest.filter((one) => one.kind === kind && !one.deleted).sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  #offerFaults(id: string, body: unknown): readonly Fault[] {
    const offer = accepted(readOffer(id, body));
    const { placements } = this.definitions.current;
    return offer.placements.flatMap((placement, index) =>
      placements.has(placement)
        ? []
        : [
            {
              code: 'UNKNOWN_PLACEMENT' as const,
              at: `/placements/${index}`,
              detail: `There is no placement ${placement}.`,
              fix: `Define it first with PUT /v1/placements/${placement}${choices(placements.keys())}.`,
            },
          ],
    );
  }

  #placementFaults(id: string, body: unknown): readonly Fault[] {
    const { fallback } = accepted(readPlacement(id, body));
    if (fallback?.kind !== 'offer' || this.definitions.current.offers.has(fallback.offer)) return [];
    return [
      {
        code: 'UNKNOWN_OFFER',
        at: '/fallback/offer',
        detail: `There is no offer ${fallback.offer}.`,
        fix: `Define it first with PUT /v1/offers/${fallback.offer}${choices(this.definitions.current.offers.keys())}.`,
      },
    ];
  }

  #refuseIfUsed(kind: DefinitionKind, id: string): void {
    const { offers, placements } = this.definitions.current;
    const users =
      kind === 'placement'
        ? [...offers.values()].filter(({ value }) => value.placements.includes(id)).map(({ ref }) => `offer ${ref.id}`)
        : [...placements.values()]
            .filter(({ value }) => value.fallback?.kind === 'offer' && value.fallback.offer === id)
            .map(({ ref }) => `placement ${ref.id}`);
    if (users.length === 0) return;
    throw new Problem({
      status: 409,
      code: `${inCapitals[kind]}_IN_USE` as const,
      detail: `The ${kind} ${id} is used by ${users.slice(0, 5).join(', ')}.`,
      fix: 'Change or delete those first.',
    });
  }
}

const inCapitals = { offer: 'OFFER', placement: 'PLACEMENT' } as const;

/** A few of the ids that exist, for whoever mistyped one. */
function choices(ids: Iterable<string>): string {
  const some = [...ids].sort().slice(0, 5);
  return some.length === 0 ? '' : `, or use one of ${some.join(', ')}`;
}

const notFound = (kind: DefinitionKind, id: string): Problem =>
  new Problem({
    status: 404,
    code: `${inCapitals[kind]}_NOT_FOUND` as const,
    detail: `There is no ${kind} ${id}.`,
    fix: `GET /v1/${kind}s lists those that exist.`,
  });
