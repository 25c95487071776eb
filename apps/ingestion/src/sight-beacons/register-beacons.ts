/** Keeps the registry of beacons: where each hangs. */
import { isObject, member } from '@tributary/domain-collection';
import { beaconKey, readBeacon } from '@tributary/domain-proximity';
import { type FieldError, Problem } from '@tributary/http';
import { type Clock } from '@tributary/telemetry';
import { type BeaconQuery, type BeaconStore, type PutOutcome, type RegisteredBeacon } from './ports.ts';

/** Beacons of one request: some hundred kilobytes. */
const mostAtOnce = 1_000;
const longestList = 20;

export class RegisterBeacons {
  constructor(
    private readonly store: BeaconStore,
    private readonly clock: Clock,
  ) {}

  async put(id: string, json: unknown): Promise<RegisteredBeacon> {
    const faults: FieldError[] = [];
    const beacon = this.#read({ id, json, at: '' }, faults);
    if (!beacon) throw invalid(faults);
    await this.#put([beacon]);
    return beacon;
  }

  /** All or, where something is wrong with one of them, none; answers how many. */
  async putAll(items: readonly unknown[]): Promise<number> {
    if (items.length > mostAtOnce) throw tooMany(items.length);
    const faults: FieldError[] = [];
    const beacons = items.flatMap((json, index) => {
      const id = isObject(json) ? member(json, 'id') : undefined;
      return this.#read({ id: typeof id === 'string' ? id : '', json, at: `/items/${index}` }, faults) ?? [];
    });
    if (faults.length === 0) faults.push(...repeated(beacons));
    if (faults.length > 0) throw invalid(faults);
    await this.#put(beacons);
    return beacons.length;
  }

  async get(id: string): Promise<RegisteredBeacon> {
    const found = await this.store.find(id);
    if (!found) throw notFound(id);
    return found;
  }

  page(query: BeaconQuery): Promise<readonly RegisteredBeacon[]> {
    return this.store.page(query);
  }

  async remove(id: string): Promise<void> {
    if (!(await this.store.remove(id))) throw notFound(id);
  }

  async #put(beacons: readonly RegisteredBeacon[]): Promise<void> {
    const outcome = await this.store.put(beacons);
    if (outcome.kind !== 'put') throw taken(outcome);
  }

  #read({ id, json, at }: Entry, faults: FieldError[]): RegisteredBeacon | undefined {
    const read = readBeacon(id, json);
    if (read.ok) return { ...read.beacon, updatedAt: new Date(this.clock.now()).toISOString() };
    faults.push(...read.faults.map((fault) => ({ at: at + fault.at, message: fault.message })));
    return undefined;
  }
}

interface Entry {
  readonly id: string;
  readonly json: unknown;
  readonly at: string;
}

/** Which of the two would stay is nobody's to guess. */
function repeated(beacons: readonly RegisteredBeacon[]): readonly FieldError[] {
  const ids = new Set<string>();
  const idsByKey = new Map<string, string>();
  return beacons.flatMap(({ id, identity }, index) => {
    const at = `/items/${index}`;
    if (ids.has(id)) return [{ at: `${at}/id`, message: `The id ${id} stands there twice.` }];
    ids.add(id);
    const other = idsByKey.get(beaconKey(identity));
    if (other !== undefined) return [{ at, message: `It names the same beacon as ${other}.` }];
    idsByKey.set(beaconKey(identity), id);
    return [];
  });
}

const invalid = (errors: readonly FieldError[]): Problem =>
  new Problem({
    status: 400,
    code: 'BEACON_INVALID',
    detail: `There ${errors.length === 1 ? 'is an error' : `are ${errors.length} errors`}; nothing was changed.`,
    fix: 'Mend what stands in `errors`; GET /v1/openapi.json describes a beacon.',
    errors: errors.slice(0, longestList * 5),
  });

const taken = ({ kind, ids }: Exclude<PutOutcome, { readonly kind: 'put' }>): Problem =>
  new Problem({
    status: 409,
    code: 'BEACON_TAKEN',
    detail: `What ${ids.slice(0, longestList).join(', ')} names is registered under another id; ${kind === 'taken' ? 'nothing was changed' : 'that happened at this moment, and the others were changed'}.`,
    fix: 'Find the other with GET /v1/beacons, and change or delete it.',
  });

const tooMany = (count: number): Problem =>
  new Problem({
    status: 413,
    code: 'TOO_MANY_BEACONS',
    detail: `There are ${count} beacons; the limit is ${mostAtOnce}.`,
    at: '/items',
    fix: 'Send them in several requests.',
  });

const notFound = (id: string): Problem =>
  new Problem({
    status: 404,
    code: 'BEACON_NOT_FOUND',
    detail: `There is no beacon ${id}.`,
    fix: 'GET /v1/beacons lists those that exist.',
  });
