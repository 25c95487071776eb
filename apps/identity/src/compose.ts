/** Puts the parts of the storage protocol together over one set of stores. */
import { type Publisher } from '@tributary/bus';
import { FoldSegments } from './fold-segments/fold-segments.ts';
import { FindRoots } from './link-records/find-roots.ts';
import { LinkRecords, type LinkRecordsParts } from './link-records/link-records.ts';
import { SettleComponents } from './link-records/settle-components.ts';
import { type ActivePolicy, type Stores } from './ports.ts';
import { ProjectProfiles } from './project-profiles/project-profiles.ts';
import { sendProfiles } from './project-profiles/send-profiles.ts';
import { ResolveRecords } from './resolve-record/resolve-records.ts';
import { SweepLeftovers } from './sweep/sweep-leftovers.ts';

export interface ComposeOptions {
  readonly stores: Stores;
  readonly publisher: Publisher;
  readonly policies: ActivePolicy;
  readonly clock: { now(): number };
  readonly onFrozen: LinkRecordsParts['onFrozen'];
}

export interface Identity {
  readonly roots: FindRoots;
  readonly resolve: ResolveRecords;
  readonly fold: FoldSegments;
  readonly sweep: SweepLeftovers;
}

export function composeIdentity({ stores, publisher, policies, clock, onFrozen }: ComposeOptions): Identity {
  const { identifiers, components, profiles } = stores;
  const roots = new FindRoots(components);
  const settle = new SettleComponents({ components, roots, policies });
  const send = sendProfiles(profiles, publisher);
  const project = new ProjectProfiles({ identifiers, components, profiles, settle, send, policies, clock });
  const link = new LinkRecords({ identifiers, components, roots, policies, onFrozen });
  return {
    roots,
    resolve: new ResolveRecords({ roots, link, project, policies }),
    fold: new FoldSegments({ profiles, send, clock }),
    sweep: new SweepLeftovers({ stores, settle, project, send }),
  };
}
