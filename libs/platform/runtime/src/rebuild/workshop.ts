/** Where a rebuild is done: connections to both generations, the plan of the service, and what becomes of it when it fails. */
import { archiveOf } from '@tributary/api-client';
import { type BusEngine } from '@tributary/bus';
import { connectStore, migrate } from '@tributary/mongo';
import { type Clock, type Logger } from '@tributary/telemetry';
import { type Connection } from 'mongoose';
import { type ServiceDefinition } from '../service.ts';
import { type Settings } from '../settings.ts';
import {
  collectionName,
  routeCollections,
  type Building,
  type Generations,
  type GenerationState,
  type Marks,
} from './generations.ts';
import { type RebuildDefinition } from './plan.ts';
import { firstMarks } from './replay.ts';
import { RebuildLost, RunRebuild } from './run-rebuild.ts';

export interface WorkshopParts {
  readonly definition: ServiceDefinition & { readonly rebuild: RebuildDefinition };
  readonly engine: BusEngine;
  readonly storeUri: string;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Together a minute: a restart of ingestion does not end a rebuild. */
const archivePausesMs = [200, 1_000, 4_000, 15_000, 40_000];

export const connectTo = ({ definition, storeUri, settings }: WorkshopParts): Promise<Connection> =>
  connectStore({ uri: storeUri, database: definition.name, namespace: settings.namespace, maxPoolSize: 4 });

export class Workshop {
  readonly #parts: WorkshopParts;
  readonly #generations: Generations;

  constructor(parts: WorkshopParts, generations: Generations) {
    this.#parts = parts;
    this.#generations = generations;
  }

  /** To its end, or until the signal. Never rejects. */
  async work(building: Building, signal: AbortSignal): Promise<void> {
    const connections: Connection[] = [];
    try {
      const [active, shadow] = [await connectTo(this.#parts), await connectTo(this.#parts)];
      connections.push(active, shadow);
      await this.#build(building, { active, shadow, signal });
    } catch (error) {
      await this.#failed(building, error, signal).catch((again: unknown) => {
        this.#parts.log.error({ err: again }, 'The state of a rebuild cannot be written');
      });
    } finally {
      await Promise.all(connections.map((connection) => connection.close()));
    }
  }

  /** For the way back: what the group has committed since it left; topics that are read from their beginning are anyway. */
  async marksFrom(left: Readonly<Record<string, readonly number[]>>): Promise<Marks> {
    const { engine, settings } = this.#parts;
    const [active, shadow] = [await connectTo(this.#parts), await connectTo(this.#parts)];
    const plan = this.#plan({ active, shadow, startedAt: 0 });
    const marks = await firstMarks(plan, engine, settings.namespace);
    await Promise.all([active.close(), shadow.close()]);
    const resumed = plan.topics.flatMap(({ topic, from }) => {
      const name = Object.keys(marks.offsets).find((known) => known === topic.name || known.endsWith(`.${topic.name}`));
      const offsets = name === undefined ? undefined : left[name];
      return from === 'beginning' || name === undefined || offsets === undefined ? [] : [[name, offsets] as const];
    });
    return { ...marks, archiveRead: true, offsets: { ...marks.offsets, ...Object.fromEntries(resumed) } };
  }

  async drop(generation: number, what: 'all' | 'scratch'): Promise<void> {
    const { derived, scratch } = this.#parts.definition.rebuild;
    const connection = await connectTo(this.#parts);
    for (const name of what === 'all' ? [...derived, ...scratch] : scratch) {
      await connection.db?.dropCollection(collectionName(name, generation)).catch(ignoreMissing);
    }
    await connection.close();
  }

  async #build(
    building: Building,
    {
      active,
      shadow,
      signal,
    }: { readonly active: Connection; readonly shadow: Connection; readonly signal: AbortSignal },
  ): Promise<void> {
    const { definition, engine, settings, log } = this.#parts;
    const { derived, scratch } = definition.rebuild;
    routeCollections(active, [...derived, ...scratch], (await this.#generations.current()).active);
    routeCollections(shadow, [...derived, ...scratch], building.generation);
    await migrate(shadow, definition);
    const parts = {
      ...{ service: definition.name, generations: this.#generations, sideBySide: derived.length > 0, engine },
      ...{ namespace: settings.namespace, log, signal },
      plan: this.#plan({ active, shadow, startedAt: building.startedAt }),
      archive: archiveOf({ ...this.#archive(), pausesMs: archivePausesMs }),
      drop: (generation: number, what: 'all' | 'scratch') => this.drop(generation, what),
    };
    const report = await (await RunRebuild.from(parts, building)).toItsEnd();
    if (report !== undefined) log.info({ ...report, losses: report.losses.length }, 'Rebuilt');
  }

  #plan(own: { readonly active: Connection; readonly shadow: Connection; readonly startedAt: number }) {
    const { settings, clock, log, definition } = this.#parts;
    const { secretKey } = this.#archive();
    const ownUrl = settings.peers[definition.name];
    return definition.rebuild.plan({ ...own, clock, log, ownUrl, secretKey, env: settings.env });
  }

  #archive() {
    const { settings } = this.#parts;
    return { url: settings.peers.ingestion, secretKey: settings.secretKeys[0] ?? '' };
  }

  async #failed(building: Building, error: unknown, signal: AbortSignal): Promise<void> {
    const { log } = this.#parts;
    const ours = (state: GenerationState): boolean =>
      state.building?.owner === building.owner && state.building.generation === building.generation;
    if (signal.aborted) {
      // Whoever comes next goes on at once.
      await this.#generations.change((state) =>
        ours(state) && state.building ? { ...state, building: { ...state.building, until: 0 } } : undefined,
      );
    } else if (error instanceof RebuildLost) {
      log.warn({}, error.message);
    } else {
      log.error({ err: error }, 'A rebuild failed');
      const failure = error instanceof Error ? error.message : String(error);
      // Nobody works while it switches, so giving up is not an option there: the lease runs out, and it is tried again.
      await this.#generations.change((state) =>
        ours(state) && state.building?.stage !== 'switching' ? { ...state, building: null, failure } : undefined,
      );
    }
  }
}

const namespaceNotFound = 26;

function ignoreMissing(error: unknown): boolean {
  if (error instanceof Error && 'code' in error && error.code === namespaceNotFound) return false;
  throw error;
}
