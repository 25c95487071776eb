/** What bridging topics is made of, bound to the store and the brokers. */
import { type DynamicModule, Module } from '@nestjs/common';
import { type ServiceDeps } from '@tributary/runtime';
import { type BridgeDocument, bridgeCollections, type TallyDocument } from '../adapters/mongo/bridge-schemas.ts';
import { MongoBridgeStore } from '../adapters/mongo/bridge-store.ts';
import { MongoTallyStore } from '../adapters/mongo/tally-store.ts';
import { type SourceDirectory } from '../manage-sources/source-directory.ts';
import { BridgeDirectory } from './bridge-directory.ts';
import { BridgesController } from './bridges.controller.ts';
import { ChangeBridges } from './change-bridges.ts';
import { DescribeBridges } from './describe-bridges.ts';
import { PreviewTopic } from './preview-topic.ts';
import { RunBridges } from './run-bridges.ts';
import { TakeMessages } from './take-messages.ts';
import { tellBridges } from './tell-bridges.ts';

export const bridgeDirectoryOf = ({ connection }: ServiceDeps, sources: SourceDirectory): BridgeDirectory =>
  new BridgeDirectory({ store: bridgeStoreOf(connection), sources });

const bridgeStoreOf = (connection: ServiceDeps['connection']): MongoBridgeStore =>
  new MongoBridgeStore(connection.collection<BridgeDocument>(bridgeCollections.bridges));

export interface BridgeTopicsParts {
  readonly sources: SourceDirectory;
  readonly directory: BridgeDirectory;
}

@Module({})
export class BridgeTopicsModule {
  static with(
    { connection, foreign, clock, log, metrics }: ServiceDeps,
    { sources, directory }: BridgeTopicsParts,
  ): DynamicModule {
    const store = bridgeStoreOf(connection);
    const tallies = new MongoTallyStore(connection.collection<TallyDocument>(bridgeCollections.tallies));
    const running = new RunBridges({ directory, foreign, log, take: new TakeMessages({ tallies, clock }) });
    tellBridges(metrics, () => running.states());
    const stateOf = (name: string) => running.stateOf(name);
    // It is kept already: where it cannot be read back now, the next look will tell.
    const onChanged = () => running.refresh().catch(() => undefined);
    return {
      module: BridgeTopicsModule,
      controllers: [BridgesController],
      providers: [
        { provide: RunBridges, useFactory: () => running },
        { provide: ChangeBridges, useValue: new ChangeBridges({ store, tallies, sources, foreign, clock, onChanged }) },
        { provide: DescribeBridges, useValue: new DescribeBridges({ store, tallies, foreign, stateOf }) },
        { provide: PreviewTopic, useValue: new PreviewTopic({ foreign, clock }) },
      ],
    };
  }
}
