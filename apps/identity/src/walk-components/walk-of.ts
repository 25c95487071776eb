/** What every walk of this process has in common: where it reads and keeps, who it is, and how fast it may go. */
import { type ServiceDeps } from '@tributary/runtime';
import { MongoWalkStore } from '../adapters/mongo/walk-store.ts';
import { collections, type WalkDocument, type WalkRowDocument } from '../adapters/mongo/schemas.ts';
import { WalkComponents, type WalkComponentsParts } from './walk-components.ts';

export interface WalkDeps
  extends
    Pick<ServiceDeps, 'connection' | 'clock' | 'log'>,
    Pick<WalkComponentsParts<never, never>, 'jobs' | 'components' | 'process' | 'rate'> {}

export function walkOf<Sum, Row>(
  { connection, ...deps }: WalkDeps,
  { kind, visit }: Pick<WalkComponentsParts<Sum, Row>, 'visit'> & { readonly kind: string },
): WalkComponents<Sum, Row> {
  const store = new MongoWalkStore<Sum, Row>(kind, {
    walks: connection.collection<WalkDocument>(collections.walks),
    rows: connection.collection<WalkRowDocument>(collections.walkRows),
  });
  return new WalkComponents({ ...deps, name: kind, store, visit });
}
