/** Creates, changes and deletes segments. A changed rule is a new version; the old one stays in force until the new one is built. */
import { type Rule, canonicalJson } from '@tributary/domain-segmentation';
import { type Clock } from '@tributary/telemetry';
import { buildOf } from '../build-segments/build-segments.ts';
import { type Segment, type SegmentStore } from '../ports.ts';
import { type Catalogue } from './catalogue.ts';

export interface Definition {
  readonly id: string;
  readonly name: string;
  readonly rule: Rule;
}

export interface DefineSegmentsParts {
  readonly segments: SegmentStore;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  /** Called when there is something to build. */
  readonly onDefined: () => void;
}

export type Defined = { readonly kind: 'created' | 'changed' | 'unchanged'; readonly segment: Segment };

export class DefineSegments {
  constructor(private readonly parts: DefineSegmentsParts) {}

  async define(definition: Definition): Promise<Defined> {
    for (;;) {
      const known = await this.parts.segments.find(definition.id);
      const defined = this.#after(known, definition);
      if (defined.kind === 'unchanged') return defined;
      if (await this.parts.segments.put(defined.segment, known?.version)) {
        await this.#tell();
        return defined;
      }
    }
  }

  /** False when there is none. */
  async delete(id: string): Promise<boolean> {
    for (;;) {
      const known = await this.parts.segments.find(id);
      if (known === undefined || known.deleted) return false;
      if (known.build?.phase === 'leaving') return true;
      const rule = known.build ?? known.active;
      if (rule === null) return false;
      const version = known.version + 1;
      const build = buildOf({ version, rule: rule.rule, at: this.parts.clock.now() }, 'leaving');
      if (await this.parts.segments.put({ ...known, version, build }, known.version)) {
        await this.#tell();
        return true;
      }
    }
  }

  #after(known: Segment | undefined, { id, name, rule }: Definition): Defined {
    const at = this.parts.clock.now();
    if (known === undefined || known.deleted || known.build?.phase === 'leaving') {
      const version = (known?.version ?? 0) + 1;
      const build = buildOf({ version, rule, at }, 'archive');
      const createdAt = known?.createdAt ?? at;
      return { kind: 'created', segment: { id, name, createdAt, version, active: null, build, deleted: false } };
    }
    const wanted = known.build ?? known.active;
    if (canonicalJson(wanted?.rule) === canonicalJson(rule)) {
      return { kind: known.name === name ? 'unchanged' : 'changed', segment: { ...known, name } };
    }
    const version = known.version + 1;
    return { kind: 'changed', segment: { ...known, name, version, build: buildOf({ version, rule, at }, 'archive') } };
  }

  async #tell(): Promise<void> {
    await this.parts.catalogue.refresh();
    this.parts.onDefined();
  }
}
