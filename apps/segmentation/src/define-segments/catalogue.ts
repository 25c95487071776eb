/** The segments as this process works with them, read again every second and as soon as this process changes one. */
import {
  type CompiledRule,
  type Feature,
  type FeatureFinder,
  compile,
  featureFinder,
} from '@tributary/domain-segmentation';
import { type Clock } from '@tributary/telemetry';
import { type Coordination, type Segment, type SegmentStore } from '../ports.ts';

/** A segment whose memberships are kept. */
export interface KeptSegment {
  readonly id: string;
  readonly version: number;
  readonly rule: CompiledRule;
  /** Nothing about a changed rule was true before it was asked for; for a first one: -Infinity. */
  readonly notBefore: number;
}

export interface Segments {
  readonly revision: number;
  readonly kept: readonly KeptSegment[];
  /** Also for rules that are still being built. */
  readonly featuresOf: FeatureFinder;
  /** Segments that are deleted or about to be, with the version that says so. */
  readonly gone: ReadonlyMap<string, number>;
  /** Features whose activity is complete. */
  readonly complete: ReadonlySet<string>;
}

export interface CatalogueParts {
  readonly segments: SegmentStore;
  readonly coordination: Coordination;
  readonly clock: Clock;
  /** Names this process among others. */
  readonly process: string;
}

/** A process that has not looked for so long looks before it works. */
const staleAfterMs = 5_000;
/** A process that has shown no sign of life for so long is not waited for; more than `staleAfterMs`, or it might still work. */
const silenceMs = 15_000;

export class Catalogue {
  #current: Segments = segmentsOf(-1, []);
  #lookedAt = -Infinity;
  #looking: Promise<void> | undefined;
  readonly #inUse = new Map<number, number>();

  constructor(private readonly parts: CatalogueParts) {}

  get current(): Segments {
    return this.#current;
  }

  /** Runs work with the segments of this moment; a builder does not go on before work with older ones is over. */
  async use<T>(work: (segments: Segments) => Promise<T>): Promise<T> {
    if (performance.now() - this.#lookedAt > staleAfterMs) await this.refresh();
    const segments = this.#current;
    const { revision } = segments;
    this.#inUse.set(revision, (this.#inUse.get(revision) ?? 0) + 1);
    try {
      return await work(segments);
    } finally {
      const left = (this.#inUse.get(revision) ?? 1) - 1;
      if (left > 0) this.#inUse.set(revision, left);
      else this.#inUse.delete(revision);
    }
  }

  /** Resolves when what was written before the call is known here. */
  async refresh(): Promise<void> {
    if (this.#looking !== undefined) await this.#looking.catch(() => undefined);
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    await this.#looking;
  }

  async #look(): Promise<void> {
    const { segments, coordination, process, clock } = this.parts;
    const revision = await segments.revision();
    if (revision !== this.#current.revision) this.#current = segmentsOf(revision, await segments.all());
    this.#lookedAt = performance.now();
    await coordination.beat(process, Math.min(this.#current.revision, ...this.#inUse.keys()), clock.now() + silenceMs);
  }

  /** Resolves when no process works with segments older than `revision` any more. */
  async everyoneKnows(revision: number): Promise<void> {
    for (;;) {
      await this.refresh();
      if ((await this.parts.coordination.oldestRevision(this.parts.clock.now())) >= revision) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  leave(): Promise<void> {
    return this.parts.coordination.leave(this.parts.process);
  }
}

export function segmentsOf(revision: number, segments: readonly Segment[]): Segments {
  const kept: KeptSegment[] = [];
  const features = new Map<string, Feature>();
  const complete = new Set<string>();
  const gone = new Map<string, number>();
  for (const { id, version, active, build, deleted } of segments) {
    if (deleted || build?.phase === 'leaving') gone.set(id, version);
    if (active !== null) {
      const rule = compile(active.rule);
      if (build?.phase !== 'leaving') {
        kept.push({ id, version: active.version, rule, notBefore: active.version === 1 ? -Infinity : active.at });
      }
      for (const feature of rule.features) {
        features.set(feature.key, feature);
        complete.add(feature.key);
      }
    }
    if (build?.phase === 'archive') {
      for (const feature of compile(build.rule).features) features.set(feature.key, feature);
    }
  }
  return { revision, kept, featuresOf: featureFinder(features.values()), gone, complete };
}
