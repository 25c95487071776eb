/** What the door for sightings is made of, bound to the store. */
import { type DynamicModule, Module } from '@nestjs/common';
import { endsAt, type ZoneRules } from '@tributary/domain-proximity';
import { Background, type ServiceDeps } from '@tributary/runtime';
import { type AcceptEvents } from '../accept-events/accept-events.ts';
import { beaconCollections, type BeaconDocument, type PresenceDocument } from '../adapters/mongo/beacon-schemas.ts';
import { MongoBeaconStore } from '../adapters/mongo/beacon-store.ts';
import { MongoPresenceStore } from '../adapters/mongo/presence-store.ts';
import { type IngestionConfig } from '../config.ts';
import { type SourceDirectory } from '../manage-sources/source-directory.ts';
import { BeaconsController } from './beacons.controller.ts';
import { countSightings } from './count-sightings.ts';
import { endVisits } from './end-visits.ts';
import { FollowCarriers } from './follow-carriers.ts';
import { publishVisits } from './publish-visits.ts';
import { RegisterBeacons } from './register-beacons.ts';
import { SightBeacons } from './sight-beacons.ts';

export interface SightBeaconsOptions {
  readonly accept: AcceptEvents;
  readonly sources: SourceDirectory;
  readonly config: IngestionConfig;
}

export interface Sightings {
  readonly sight: SightBeacons;
  readonly carriers: FollowCarriers;
}

/** What the other doors lead sightings to. */
export function sightingsOf(deps: ServiceDeps, { accept, sources, config }: SightBeaconsOptions): Sightings {
  const { connection, clock, metrics } = deps;
  const rules: ZoneRules = {
    leaveAfterMs: config.zoneLeaveSeconds * 1_000,
    enterSightings: config.zoneEnterSightings,
  };
  const store = new MongoPresenceStore({
    presences: connection.collection<PresenceDocument>(beaconCollections.presences),
    endsAt: ({ presence }) => endsAt(presence, rules),
    clock,
  });
  const carriers = new FollowCarriers({ store, publish: publishVisits({ accept, sources }), rules, clock });
  const sight = new SightBeacons({ beacons: beaconsOf(deps), carriers, accept, clock, count: countSightings(metrics) });
  return { sight, carriers };
}

const beaconsOf = ({ connection }: ServiceDeps): MongoBeaconStore =>
  new MongoBeaconStore(connection.collection<BeaconDocument>(beaconCollections.beacons));

@Module({})
export class SightBeaconsModule {
  static with(deps: ServiceDeps, { carriers }: Sightings, { zoneGraceSeconds }: IngestionConfig): DynamicModule {
    const { clock, log } = deps;
    return {
      module: SightBeaconsModule,
      controllers: [BeaconsController],
      providers: [
        { provide: RegisterBeacons, useValue: new RegisterBeacons(beaconsOf(deps), clock) },
        {
          provide: Background,
          useFactory: () => endVisits({ carriers, graceMs: zoneGraceSeconds * 1_000, clock, log }),
        },
      ],
    };
  }
}
