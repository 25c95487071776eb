/** What a service is to the runtime, and what the runtime gives it. */
import { type DynamicModule } from '@nestjs/common';
import { type Freshness, type Glimpse, type Publisher, type Whereabouts } from '@tributary/bus';
import { type ServiceName, type Topic } from '@tributary/contracts';
import { type StoreShape } from '@tributary/mongo';
import { type Clock, type Logger, type Metrics, type Tracer } from '@tributary/telemetry';
import { type Connection } from 'mongoose';
import { type ForeignTopics } from './foreign-topics.ts';
import { type RebuildDefinition } from './rebuild/plan.ts';
import { type Environment } from './settings.ts';

/** Everything a service may use from outside; its module binds its own ports to these, visibly. */
export interface ServiceDeps {
  /** Publishes in the service's name. */
  readonly publisher: Publisher;
  /** The service's own database, its models registered. */
  readonly connection: Connection;
  readonly freshness: Freshness;
  /** Topics near their end, outside any group, for people who look on; `most` messages of a partition at once. */
  readonly tailOf: (topics: readonly Topic[], most: number) => { look(): Promise<Glimpse> };
  /** What became of a message, in this service and in others: for people who ask. */
  readonly whereabouts: Pick<Whereabouts, 'find' | 'progressOf'>;
  /** Topics of other people on the same brokers. */
  readonly foreign: ForeignTopics;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Of traces: what a service begins at its doors; the stages after are traced around their handlers. */
  readonly tracer: Tracer;
  /** Base URLs of the other services' HTTP APIs. */
  readonly peers: Readonly<Record<ServiceName, string>>;
  /** To call the peers with. */
  readonly secretKey: string;
  /** For the service's own config.ts. */
  readonly env: Environment;
}

export interface OutboxPlace {
  readonly collection: string;
  /** Indexed path of the milliseconds since when messages wait; absent in documents without any. */
  readonly since: string;
}

export interface ServiceDefinition extends StoreShape {
  readonly name: ServiceName;
  module(deps: ServiceDeps): DynamicModule;
  /** Where its messages wait in documents; watched, so that a relay that stands still is seen. */
  readonly outboxes?: readonly OutboxPlace[];
  /** What of its state follows from the log, and how. Absent: nothing can be rebuilt. */
  readonly rebuild?: RebuildDefinition;
}
