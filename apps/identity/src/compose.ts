/** Puts the parts of the storage protocol together over one set of stores. */
import { type Publisher } from '@tributary/bus';
import { type BlockCode } from '@tributary/domain-identity';
import { AssertLinks } from './assert-links/assert-links.ts';
import { FoldSegments } from './fold-segments/fold-segments.ts';
import { FindRoots } from './link-records/find-roots.ts';
import { JoinBlocks } from './link-records/join-blocks.ts';
import { LinkRecords } from './link-records/link-records.ts';
import { MatchRecords } from './link-records/match-records.ts';
import { SettleComponents } from './link-records/settle-components.ts';
import { SpreadSaturation } from './link-records/spread-saturation.ts';
import { UniteComponents, type UniteComponentsParts } from './link-records/unite-components.ts';
import { Repartition } from './manage-policies/repartition.ts';
import { type ActivePolicy, type ComparesBy, type Stores } from './ports.ts';
import { ProjectProfiles } from './project-profiles/project-profiles.ts';
import { SendProfiles } from './project-profiles/send-profiles.ts';
import { ResolveRecords } from './resolve-record/resolve-records.ts';
import { SweepLeftovers } from './sweep/sweep-leftovers.ts';

/** Told of what the rules refuse to look at. */
export interface Refused {
  readonly onFrozen: UniteComponentsParts['onFrozen'];
  /** Blocks that have become too large to lead anywhere. */
  readonly onFull: (blocks: number) => void;
  /** Blocks in which a record was not compared because they are full. */
  readonly onSkipped: (blocks: number) => void;
}

export interface ComposeOptions {
  readonly stores: Stores;
  readonly publisher: Publisher;
  readonly policies: ActivePolicy;
  readonly compares: ComparesBy;
  readonly clock: { now(): number };
  readonly refused: Refused;
}

export interface Identity {
  readonly roots: FindRoots;
  readonly unite: UniteComponents;
  readonly resolve: ResolveRecords;
  readonly fold: FoldSegments;
  readonly sweep: SweepLeftovers;
  readonly repartition: Repartition;
  readonly assert: AssertLinks;
}

export function composeIdentity({ stores, publisher, clock, refused, ...rules }: ComposeOptions): Identity {
  const { identifiers, blocks, components, profiles, assertions, reviews } = stores;
  const { policies } = rules;
  const roots = new FindRoots(components, policies);
  const join = new JoinBlocks(blocks);
  const unite = new UniteComponents({ components, join, roots, ...rules, onFrozen: refused.onFrozen });
  const onFull = (codes: readonly BlockCode[]): void => {
    spread.add(codes);
  };
  const match = new MatchRecords({ blocks, join, roots, unite, ...rules, onFull, onSkipped: refused.onSkipped });
  const settle = new SettleComponents({ components, roots, match, ...rules });
  const send = new SendProfiles(profiles, publisher);
  const project = new ProjectProfiles({ identifiers, components, profiles, reviews, settle, send, ...rules, clock });
  const spread = new SpreadSaturation({ blocks, roots, unite, project, onTold: refused.onFull });
  const link = new LinkRecords({ identifiers, roots, unite, policies });
  return {
    roots,
    unite,
    resolve: new ResolveRecords({ roots, link, project, spread, ...rules }),
    fold: new FoldSegments({ profiles, send, clock }),
    repartition: new Repartition({ components, roots, link, project, ...rules }),
    sweep: new SweepLeftovers({ stores, settle, project, spread, send }),
    assert: new AssertLinks({ assertions, unite, project, spread }),
  };
}
