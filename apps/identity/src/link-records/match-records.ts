/**
 * Compares records that look new with those that they may be the same person as, and unites the components of those that
 * probably are. The order is what makes it safe: a record's facts are stored before it enters its blocks, and it has entered
 * them before anybody is read there; so of two records that meet in a block, whoever comes second sees the other as it is.
 */
import { type RecordId } from '@tributary/contracts';
import {
  bitsFor,
  type BlockCode,
  blockKey,
  type Comparisons,
  mostInBlock,
  type RecordFacts,
} from '@tributary/domain-identity';
import {
  type ActivePolicy,
  type Blocks,
  type BlockStore,
  type ComparesBy,
  type Entries,
  type StoredComponent,
} from '../ports.ts';
import { type Bond } from './bond-groups.ts';
import { type FindRoots } from './find-roots.ts';
import { isFull, type JoinBlocks } from './join-blocks.ts';
import { nothingSeen, type JustSeen, type UniteComponents } from './unite-components.ts';

export interface MatchRecordsParts {
  readonly blocks: BlockStore;
  readonly join: JoinBlocks;
  readonly roots: FindRoots;
  readonly unite: UniteComponents;
  readonly policies: ActivePolicy;
  readonly compares: ComparesBy;
  /** Told of blocks that are full and whose components may not know. */
  readonly onFull: (codes: readonly BlockCode[]) => void;
  /** Told how many blocks led nowhere because they are full. */
  readonly onSkipped: (count: number) => void;
}

export interface Matched extends JustSeen {
  /** Components that must be completed before those that were matched are settled. */
  readonly involved: ReadonlySet<RecordId>;
  /** Components with a record that met somebody who could not be looked at: they must be matched again. */
  readonly incomplete: ReadonlySet<RecordId>;
}

/** A record that has to be compared. */
interface Newcomer {
  readonly facts: RecordFacts;
  readonly root: StoredComponent;
  readonly codes: ReadonlySet<BlockCode>;
}

/** Who a newcomer meets. */
interface Meeting {
  readonly newcomer: Newcomer;
  readonly candidates: readonly RecordId[];
}

interface Meetings {
  readonly bonds: Bond[];
  /** Components as they were read last. */
  readonly seen: Map<RecordId, StoredComponent>;
  readonly involved: Set<RecordId>;
  readonly incomplete: Set<RecordId>;
}

/** What decides of a pair. */
interface Measure {
  readonly compare: Comparisons;
  /** Blocks that lead nowhere. */
  readonly full: ReadonlySet<BlockCode>;
  /** Bits from which on two records are one person. */
  readonly enough: number;
}

/** Candidates that are held at once: with components of typical size some twenty megabytes. */
const mostCandidates = 5_000;

export class MatchRecords {
  constructor(private readonly parts: MatchRecordsParts) {}

  /** Compares the unmatched records of these components as they are in this version. `entered`: where some of them are already. */
  async of(components: readonly StoredComponent[], entered: Entries): Promise<Matched> {
    const seen = new Map(components.map((component) => [component.id, component]));
    const found: Meetings = { bonds: [], seen, involved: new Set(), incomplete: new Set() };
    const compare = components.length === 0 ? undefined : this.parts.compares(this.parts.policies.current());
    if (compare === undefined) return { ...nothingSeen, ...found };
    const newcomers = components.flatMap((root) => newcomersOf(root, compare));
    const entries = entriesOf(newcomers);
    await this.parts.join.enter(without(entries, entered));
    const blocks = await this.parts.join.find(new Set([...entries.values()].flat()));
    const full = await this.#full(blocks, compare.rules);
    const measure = { compare, full, enough: bitsFor(compare.rules.joinFrom) };
    const meetings = newcomers.map((newcomer) => ({ newcomer, candidates: candidatesOf(newcomer, blocks, full) }));
    for (const some of portions(meetings)) await this.#compare(some, measure, found);
    found.bonds.push(...newcomers.flatMap((newcomer) => this.#generic(newcomer, full)));
    if (found.bonds.length === 0) return { ...nothingSeen, ...found };
    const { holders, ...just } = await this.parts.unite.all(found.bonds, { known: seen });
    for (const id of holders) found.involved.add(id);
    return { ...just, ...found };
  }

  /** That these are full will have to be told, whatever becomes of this process. */
  async #full(blocks: Blocks, rules: Comparisons['rules']): Promise<ReadonlySet<BlockCode>> {
    const full = [...blocks].filter(([code, block]) => isFull(block, mostInBlock(rules, code)));
    const untold = full.filter(([, { told }]) => !told).map(([code]) => code);
    if (untold.length > 0) {
      await this.parts.blocks.announce(untold);
      this.parts.onFull(untold);
    }
    return new Set(full.map(([code]) => code));
  }

  async #compare(meetings: readonly Meeting[], measure: Measure, found: Meetings): Promise<void> {
    const roots = await this.parts.roots.of(new Set(meetings.flatMap(({ candidates }) => candidates)));
    for (const { newcomer, candidates } of meetings) {
      const others: RecordId[] = [];
      for (const id of candidates) {
        const root = roots.get(id);
        const facts = root?.facts.records.get(id);
        if (root !== undefined && facts !== undefined) {
          if (!isOne(newcomer, facts, measure)) continue;
          others.push(id);
          found.seen.set(root.id, root);
        } else if (root !== undefined && root.absorbing.length > 0) {
          found.involved.add(root.id); // has absorbed the candidate and not yet taken it in
          found.incomplete.add(newcomer.root.id);
        }
      }
      if (others.length > 0) found.bonds.push({ record: newcomer.facts.id, others });
    }
  }

  /** What leads nowhere for this record must lead nowhere for whoever its component comes to hold. */
  #generic({ facts, root, codes }: Newcomer, full: ReadonlySet<BlockCode>): readonly Bond[] {
    const skipped = [...codes].filter((code) => full.has(code));
    if (skipped.length === 0) return [];
    this.parts.onSkipped(skipped.length);
    const saturated = skipped.map(blockKey).filter((key) => !root.facts.saturated.includes(key));
    return saturated.length === 0 ? [] : [{ record: facts.id, others: [], saturated }];
  }
}

function newcomersOf(root: StoredComponent, compare: Comparisons): readonly Newcomer[] {
  return root.unmatched.flatMap((id) => {
    const facts = root.facts.records.get(id);
    return facts === undefined ? [] : [{ facts, root, codes: new Set(compare.codesOf(facts)) }];
  });
}

/** A record is counted once, even while it stands in two components. */
function entriesOf(newcomers: readonly Newcomer[]): Entries {
  const entries = new Map<RecordId, readonly BlockCode[]>();
  for (const { facts, codes } of newcomers) {
    const known = entries.get(facts.id);
    entries.set(facts.id, known === undefined ? [...codes] : [...new Set([...known, ...codes])]);
  }
  return entries;
}

function without(entries: Entries, entered: Entries): Entries {
  const left = [...entries].map(([record, codes]) => {
    const known = new Set(entered.get(record));
    return [record, codes.filter((code) => !known.has(code))] as const;
  });
  return new Map(left.filter(([, codes]) => codes.length > 0));
}

/** Whoever is in the same component is there to be compared already. */
function candidatesOf(
  { facts, root, codes }: Newcomer,
  blocks: Blocks,
  full: ReadonlySet<BlockCode>,
): readonly RecordId[] {
  const met = new Set<RecordId>();
  for (const code of codes) {
    if (full.has(code)) continue;
    for (const id of blocks.get(code)?.records ?? []) if (id !== facts.id && !root.facts.records.has(id)) met.add(id);
  }
  return [...met];
}

/** A block remembers whoever was in it; that they still meet there is for their codes to say. */
const isOne = ({ facts, codes }: Newcomer, other: RecordFacts, { compare, full, enough }: Measure): boolean =>
  (compare.bitsOf(facts, other, enough) ?? Number.NEGATIVE_INFINITY) >= enough &&
  compare.codesOf(other).some((code) => codes.has(code) && !full.has(code));

function* portions(meetings: readonly Meeting[]): Generator<readonly Meeting[]> {
  let some: Meeting[] = [];
  let held = 0;
  for (const meeting of meetings) {
    if (meeting.candidates.length === 0) continue;
    if (held > 0 && held + meeting.candidates.length > mostCandidates) {
      yield some;
      some = [];
      held = 0;
    }
    some.push(meeting);
    held += meeting.candidates.length;
  }
  if (some.length > 0) yield some;
}
