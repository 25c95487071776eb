/** The composition root of decisioning: what is bound to what is visible here and nowhere else. */
import { Module, type DynamicModule } from '@nestjs/common';
import { type ServiceDeps } from '@tributary/runtime';
import { MongoDecisionLog } from './adapters/mongo/decision-log.ts';
import { MongoDefinitionStore } from './adapters/mongo/definition-store.ts';
import { MongoLedgerStore } from './adapters/mongo/ledger-store.ts';
import { MongoPersonStore } from './adapters/mongo/person-store.ts';
import { MongoPurchaseStore } from './adapters/mongo/purchase-store.ts';
import {
  collections,
  type DecisionDocument,
  type DefinitionDocument,
  type LedgerDocument,
  type PersonDocument,
  type PurchaseDocument,
  type RevisionDocument,
} from './adapters/mongo/schemas.ts';
import { readDecisioningConfig } from './config.ts';
import { Define } from './define-offers/define.ts';
import { Definitions } from './define-offers/definitions.ts';
import { OffersController } from './define-offers/offers.controller.ts';
import { PlacementsController } from './define-offers/placements.controller.ts';
import { Ledgers } from './keep-caps/ledgers.ts';
import { MoveCapsConsumer } from './keep-caps/move-caps.consumer.ts';
import { MoveCaps } from './keep-caps/move-caps.ts';
import { ReservePlaces } from './keep-caps/reserve-places.ts';
import { KnowPeopleConsumer } from './know-people/know-people.consumer.ts';
import { KnowPeople } from './know-people/know-people.ts';
import { PeopleCache } from './know-people/people-cache.ts';
import { People } from './know-people/people.ts';
import { DecisionsController } from './make-decision/decisions.controller.ts';
import { KnownFreshness } from './make-decision/known-freshness.ts';
import { MakeDecision } from './make-decision/make-decision.ts';
import { MeasureDecisions } from './make-decision/measure-decisions.ts';
import { PublishDecisions } from './make-decision/publish-decisions.ts';
import { TellDecision } from './read-decisions/tell-decision.ts';
import { RecordResponses } from './record-responses/record-responses.ts';

@Module({})
export class DecisioningModule {
  static with(deps: ServiceDeps): DynamicModule {
    const { clock, publisher, metrics } = deps;
    const config = readDecisioningConfig(deps.env);
    const stores = storesOn(deps.connection);
    const { log, people: personStore, purchases } = stores;

    const definitions = new Definitions(stores.definitions, deps.log, config.definitionsEveryMs);
    const cache = new PeopleCache(config.peopleCached);
    const people = new People({ store: personStore, purchases, cache, clock, ttlMs: config.peopleTtlMs });
    const ledgers = new Ledgers(stores.ledgers);
    const places = new ReservePlaces(ledgers);
    const publish = new PublishDecisions({ log, publisher, clock, logger: deps.log });
    const freshness = new KnownFreshness(deps.freshness, clock);
    const make = new MakeDecision({ definitions, people, places, ledgers, log, publish, freshness, clock });
    const know = new KnowPeople({ people: personStore, purchases, decisions: log, ledgers, cache });
    const responses = new RecordResponses({ log, ledgers, places, definitions, publisher, clock });

    return {
      module: DecisioningModule,
      controllers: [
        ...[KnowPeopleConsumer, MoveCapsConsumer],
        ...[DecisionsController, OffersController, PlacementsController],
      ],
      providers: [
        // Bound by factories, so that Nest calls their hooks at start and shutdown.
        { provide: Definitions, useFactory: () => definitions },
        { provide: PublishDecisions, useFactory: () => publish },
        { provide: Define, useFactory: () => new Define(stores.definitions, definitions, clock) },
        { provide: KnowPeople, useFactory: () => know },
        { provide: MoveCaps, useFactory: () => new MoveCaps(ledgers, personStore, cache) },
        { provide: MakeDecision, useFactory: () => make },
        { provide: TellDecision, useFactory: () => new TellDecision(log, definitions, clock) },
        { provide: RecordResponses, useFactory: () => responses },
        { provide: MeasureDecisions, useFactory: () => new MeasureDecisions(metrics, deps.tracer) },
      ],
    };
  }
}

const storesOn = (connection: ServiceDeps['connection']) => ({
  definitions: new MongoDefinitionStore(
    connection.collection<DefinitionDocument>(collections.definitions),
    connection.collection<RevisionDocument>(collections.revisions),
  ),
  people: new MongoPersonStore(connection.collection<PersonDocument>(collections.people)),
  purchases: new MongoPurchaseStore(connection.collection<PurchaseDocument>(collections.purchases)),
  ledgers: new MongoLedgerStore(connection.collection<LedgerDocument>(collections.ledgers)),
  log: new MongoDecisionLog(connection.collection<DecisionDocument>(collections.decisions)),
});
