/** The composition root: what is bound to what is visible here and nowhere else. */
import { archiveOf } from '@tributary/api-client';
import { randomUUID } from 'node:crypto';
import { Module, type DynamicModule } from '@nestjs/common';
import { daysIn, type FigureSettings } from '@tributary/domain-analytics';
import { type ServiceDeps } from '@tributary/runtime';
import { MongoCellStore } from './adapters/mongo/cell-store.ts';
import { MongoClaimStore } from './adapters/mongo/claim-store.ts';
import { MongoGenerationStore } from './adapters/mongo/generation-store.ts';
import { MongoProfileStore } from './adapters/mongo/profile-store.ts';
import { collections } from './adapters/mongo/schemas.ts';
import { BindPeopleConsumer } from './bind-people/bind-people.consumer.ts';
import { BindPeople } from './bind-people/bind-people.ts';
import { readAnalyticsConfig } from './config.ts';
import { FiguresController } from './read-figures/figures.controller.ts';
import { PeopleView } from './read-figures/people-view.ts';
import { ReadFigures } from './read-figures/read-figures.ts';
import { RfmController } from './read-figures/rfm.controller.ts';
import { Today } from './read-figures/today.ts';
import { CompareGenerations } from './rebuild-figures/compare-generations.ts';
import { RebuildFigures } from './rebuild-figures/rebuild-figures.ts';
import { RebuildRunner } from './rebuild-figures/rebuild-runner.ts';
import { RebuildController } from './rebuild-figures/rebuild.controller.ts';
import { SweepGenerations } from './rebuild-figures/sweep-generations.ts';
import { RecordFiguresConsumer } from './record-figures/record-figures.consumer.ts';
import { RecordFigures } from './record-figures/record-figures.ts';

/** Together a minute: a restart of ingestion does not end a rebuild. */
const archivePausesMs = [200, 1_000, 4_000, 15_000, 40_000];

@Module({})
class AnalyticsModule {}

export function analyticsModule({
  connection,
  freshness,
  clock,
  log,
  peers,
  secretKey,
  env,
}: ServiceDeps): DynamicModule {
  const { zone, defaultCurrency } = readAnalyticsConfig(env);
  const settings: FigureSettings = { dayOf: daysIn(zone), defaultCurrency };
  const stores = {
    cells: new MongoCellStore(connection.collection(collections.cells)),
    claims: new MongoClaimStore(connection.collection(collections.claims)),
    generations: new MongoGenerationStore(connection.collection(collections.generations)),
    profiles: new MongoProfileStore(connection.collection(collections.profiles)),
  };
  const processed = () => freshness.of('analytics');
  const processedUntil = async () => (await processed()).asOf;
  const rebuild = new RebuildFigures({
    stores,
    archive: archiveOf({ url: peers.ingestion, secretKey, pausesMs: archivePausesMs }),
    compare: new CompareGenerations(stores.cells),
    settings,
    clock,
    processedUntil,
    owner: randomUUID(),
  });
  const sweep = new SweepGenerations({ stores, clock, processedUntil });
  const people = new PeopleView({ ...stores, freshness: processed });
  return {
    module: AnalyticsModule,
    controllers: [RecordFiguresConsumer, BindPeopleConsumer, RfmController, RebuildController, FiguresController],
    providers: [
      { provide: RecordFigures, useValue: new RecordFigures(stores, settings) },
      { provide: BindPeople, useValue: new BindPeople(stores) },
      { provide: ReadFigures, useValue: new ReadFigures({ ...stores, people, freshness: processed, defaultCurrency }) },
      { provide: Today, useValue: new Today(settings.dayOf, clock) },
      {
        provide: RebuildRunner,
        useValue: new RebuildRunner({ rebuild, sweep, generations: stores.generations, log }),
      },
    ],
  };
}
