/** The stores of identity over one MongoDB database. */
import { type Connection } from 'mongoose';
import { type Stores } from '../../ports.ts';
import { MongoAssertionStore } from './assertion-store.ts';
import { MongoBlockStore } from './block-store.ts';
import { MongoComponentStore } from './component-store.ts';
import { MongoIdentifierStore } from './identifier-store.ts';
import { MongoProfileStore } from './profile-store.ts';
import { MongoReviewStore } from './review-store.ts';
import {
  collections,
  type AssertionDocument,
  type BlockEntryDocument,
  type ComponentDocument,
  type IdentifierDocument,
  type ProfileDocument,
  type ReviewDocument,
} from './schemas.ts';

export interface MongoStores extends Stores {
  readonly components: MongoComponentStore;
  readonly profiles: MongoProfileStore;
  readonly reviews: MongoReviewStore;
}

export const mongoStores = (connection: Connection, clock: { now(): number }): MongoStores => ({
  identifiers: new MongoIdentifierStore(connection.collection<IdentifierDocument>(collections.identifiers)),
  blocks: new MongoBlockStore(connection.collection<BlockEntryDocument>(collections.blockEntries), clock),
  components: new MongoComponentStore(connection.collection<ComponentDocument>(collections.components), clock),
  profiles: new MongoProfileStore(connection.collection<ProfileDocument>(collections.profiles), clock),
  assertions: new MongoAssertionStore(connection.collection<AssertionDocument>(collections.assertions)),
  reviews: new MongoReviewStore(connection.collection<ReviewDocument>(collections.reviews), clock),
});
