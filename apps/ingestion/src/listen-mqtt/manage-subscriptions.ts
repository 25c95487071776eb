/** Says what comes on which topics; the processes that listen follow within seconds. */
import { parseMapping } from '@tributary/domain-collection';
import { type FieldError, Problem } from '@tributary/http';
import { type Clock } from '@tributary/telemetry';
import { type SourceDirectory } from '../manage-sources/source-directory.ts';
import { type Carried, type MqttSubscription, type SubscriptionStore } from './ports.ts';
import { filterFault, overlap } from './topic-filter.ts';

export interface ManageSubscriptionsParts {
  readonly store: SubscriptionStore;
  readonly sources: Pick<SourceDirectory, 'byId'>;
  readonly clock: Clock;
  /** Makes the listener of this process look at once. */
  readonly changed: () => void;
}

export interface WantedSubscription {
  readonly filter: string;
  readonly source: string;
  readonly carries: Carried;
  readonly mapping?: object;
}

export class ManageSubscriptions {
  constructor(private readonly parts: ManageSubscriptionsParts) {}

  async list(): Promise<readonly MqttSubscription[]> {
    return (await this.parts.store.all()).filter(({ removed }) => !removed);
  }

  async get(name: string): Promise<MqttSubscription> {
    const found = (await this.list()).find((one) => one.name === name);
    if (!found) throw notFound(name);
    return found;
  }

  async put(name: string, wanted: WantedSubscription): Promise<MqttSubscription> {
    const faults = [...faultsOf(name, wanted)];
    if (!(await this.parts.sources.byId(wanted.source))) {
      faults.push({ at: '/source', message: `There is no source ${wanted.source}; GET /v1/sources lists them.` });
    }
    if (faults.length > 0) throw invalid(faults);
    const all = await this.parts.store.all();
    const other = all.find((one) => one.name !== name && !one.removed && overlap(one.filter, wanted.filter));
    if (other) throw overlapping(other);
    const subscription = { name, ...wanted, updatedAt: new Date(this.parts.clock.now()).toISOString(), removed: false };
    const known = all.find((one) => one.name === name);
    // The sessions at the broker hold the former filter until they are told otherwise.
    if (known && known.filter !== wanted.filter) await this.#retire(known);
    await this.parts.store.put(subscription);
    await this.parts.store.forget(retiredName(wanted.filter));
    this.parts.changed();
    return subscription;
  }

  async remove(name: string): Promise<void> {
    const known = await this.get(name);
    await this.parts.store.put({ ...known, removed: true });
    this.parts.changed();
  }

  #retire(subscription: MqttSubscription): Promise<void> {
    return this.parts.store.put({ ...subscription, name: retiredName(subscription.filter), removed: true });
  }
}

/** One that nobody can give. */
const retiredName = (filter: string): string => `~${filter}`;

function* faultsOf(name: string, { filter, carries, mapping }: WantedSubscription): Generator<FieldError> {
  if (!/^[a-z][a-z0-9-]{0,62}$/.test(name)) {
    yield { at: '/name', message: 'Must be 1 to 63 lower-case letters, digits or dashes.' };
  }
  const fault = filterFault(filter);
  if (fault !== undefined) yield { at: '/filter', message: fault };
  if (carries !== 'rows') {
    if (mapping !== undefined)
      yield { at: '/mapping', message: 'Is for rows; events and sightings are read as they are.' };
    return;
  }
  const parsed = parseMapping(mapping);
  if (!parsed.ok) {
    yield* parsed.errors.map(({ at, message }) => ({ at: `/mapping${at === '/' ? '' : at}`, message }));
    return;
  }
  const { type, records } = parsed.mapping.format;
  if (type !== undefined && type !== 'json' && type !== 'ndjson') {
    yield {
      at: '/mapping/format/type',
      message: 'Must be json or ndjson, or be left out: the rows of a message are JSON objects.',
    };
  }
  if (records !== undefined) {
    yield {
      at: '/mapping/format/records',
      message: 'Is for files: a message is one row, a list of rows, or one row per line.',
    };
  }
}

const invalid = (errors: readonly FieldError[]): Problem =>
  new Problem({
    status: 400,
    code: 'SUBSCRIPTION_INVALID',
    detail: `The subscription has ${errors.length === 1 ? 'an error' : `${errors.length} errors`}.`,
    fix: 'Mend what stands in `errors`; GET /v1/openapi.json describes a subscription.',
    errors,
  });

const overlapping = ({ name, filter }: MqttSubscription): Problem =>
  new Problem({
    status: 409,
    code: 'FILTERS_OVERLAP',
    detail: `There are topics that ${name} has already with ${filter}: whose they are could not be told.`,
    at: '/filter',
    fix: 'Choose filters that have no topic in common, or change the other one first.',
  });

const notFound = (name: string): Problem =>
  new Problem({
    status: 404,
    code: 'SUBSCRIPTION_NOT_FOUND',
    detail: `There is no subscription ${name}.`,
    fix: 'GET /v1/mqtt/subscriptions lists those that exist.',
  });
