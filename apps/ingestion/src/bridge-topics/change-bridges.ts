/** Makes, changes and removes bridges; everything that is wrong with one is said at once, before it reads anything. */
import { bridgeGroup, type JsonObject } from '@tributary/contracts';
import { parseBridgeMapping } from '@tributary/domain-collection';
import { type FieldError } from '@tributary/http';
import { type ForeignTopics } from '@tributary/runtime';
import { type Clock } from '@tributary/telemetry';
import { begunElsewhere, invalid, notFound, topicProblem, wrongTopic } from './bridge-problems.ts';
import { type Bridge, type BridgeStore, type TallyStore } from './ports.ts';
import { type Sources, sourcesOf } from './sources-of.ts';

export interface WantedBridge {
  readonly topic: string;
  readonly source: string;
  readonly mapping: JsonObject;
  readonly from?: Bridge['from'] | undefined;
  readonly paused?: boolean | undefined;
}

export interface ChangeBridgesParts {
  readonly store: BridgeStore;
  readonly tallies: Pick<TallyStore, 'forget'>;
  readonly sources: Sources;
  readonly foreign: Pick<ForeignTopics, 'isOwn' | 'ends' | 'committed' | 'hasFrom'>;
  readonly clock: Clock;
  /** Something is other than before; resolves when it is so in this process. */
  readonly onChanged: () => Promise<void>;
}

const names = /^[a-z][a-z0-9-]{0,62}$/;
/** As Kafka has it; what begins with two underscores is Kafka's own. */
const topicNames = /^(?!\.{1,2}$)(?!__)[\w.-]{1,249}$/;

export class ChangeBridges {
  constructor(private readonly parts: ChangeBridgesParts) {}

  async put(name: string, wanted: WantedBridge): Promise<Bridge> {
    const { store, clock } = this.parts;
    const errors = [
      ...this.#wrongNames(name, wanted),
      ...wrongMapping(wanted.mapping),
      ...(await this.#wrongSource(wanted)),
    ];
    const { ends, wrong } = await this.#lookAt(
      bridgeGroup(name),
      errors.some(({ at }) => at === '/topic'),
      wanted.topic,
    );
    if (wrong !== undefined) errors.push({ at: '/topic', message: wrong });
    if (errors.length > 0) throw invalid(errors);
    const known = await store.find(name);
    const same = known?.topic === wanted.topic ? known : undefined;
    if (same && wanted.from !== undefined && wanted.from !== same.from) throw begunElsewhere(name, same.from);
    const { topic, source, mapping, from = same?.from ?? 'beginning', paused = known?.paused ?? false } = wanted;
    const now = new Date(clock.now()).toISOString();
    const startAt = same?.startAt ?? (from === 'end' ? ends : []);
    const times = { createdAt: known?.createdAt ?? now, changedAt: now };
    return this.#keep({ ...{ name, topic, source, mapping, from, startAt, paused }, ...times });
  }

  async pause(name: string, paused: boolean): Promise<Bridge> {
    const known = await this.parts.store.find(name);
    if (!known) throw notFound(name);
    return this.#keep({ ...known, paused, changedAt: new Date(this.parts.clock.now()).toISOString() });
  }

  /** What it has taken stays; its group keeps its place on the topic for as long as the brokers keep it. */
  async remove(name: string): Promise<void> {
    const { store, tallies, onChanged } = this.parts;
    if (!(await store.remove(name))) throw notFound(name);
    await tallies.forget(name);
    await onChanged();
  }

  async #keep(bridge: Bridge): Promise<Bridge> {
    await this.parts.store.put(bridge);
    await this.parts.onChanged();
    return bridge;
  }

  #wrongNames(name: string, { topic }: WantedBridge): readonly FieldError[] {
    const errors: FieldError[] = [];
    if (!names.test(name))
      errors.push({ at: '/name', message: 'Must be 1 to 63 lower-case letters, digits or dashes.' });
    if (!topicNames.test(topic))
      errors.push({ at: '/topic', message: 'Must be the name of a topic, not of Kafka itself.' });
    else if (this.parts.foreign.isOwn(topic)) {
      const message = `${topic} is a topic of this deployment: what is published there would come in again, in a circle.`;
      errors.push({ at: '/topic', message });
    }
    return errors;
  }

  async #wrongSource({ source }: WantedBridge): Promise<readonly FieldError[]> {
    const found = (await sourcesOf(this.parts.sources, [source])).find(({ id }) => id === source);
    if (!found) return [{ at: '/source', message: `There is no source ${source}: see GET /v1/sources.` }];
    return found.disabled === true ? [{ at: '/source', message: `The source ${source} is disabled.` }] : [];
  }

  /** Does once what the bridge will do all the time, so that a right that is missing is told to whoever can ask for it. */
  async #lookAt(group: string, isWrong: boolean, topic: string): Promise<{ ends: readonly number[]; wrong?: string }> {
    if (isWrong) return { ends: [] };
    const { foreign } = this.parts;
    try {
      const ends = await foreign.ends(topic);
      await foreign.committed(group, topic);
      await foreign.hasFrom({ topic, partition: 0 }, Math.max(0, (ends[0] ?? 0) - 1));
      return { ends };
    } catch (error) {
      const wrong = wrongTopic(error, topic);
      if (wrong === undefined) throw topicProblem(error, topic);
      return { ends: [], wrong };
    }
  }
}

export function wrongMapping(mapping: JsonObject): readonly FieldError[] {
  const parsed = parseBridgeMapping(mapping);
  if (parsed.ok) return [];
  return parsed.errors.map(({ at, message }) => ({ at: `/mapping${at === '/' ? '' : at}`, message }));
}
