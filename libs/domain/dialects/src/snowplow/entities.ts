/** Entities that Snowplow's trackers attach to an event, and what of them has a place of its own. */
import { member } from '@tributary/domain-collection';
import { given, type Place, type Placed } from '../wire/assemble.ts';
import { dataOf, type SelfDescribing } from './schema.ts';

type Columns = readonly (readonly [field: string, place: Place])[];

/** Read in this order, after the parameters: a place that is taken stays as it is. Every entity is kept whole besides. */
const entityFields: Readonly<Record<string, Columns>> = {
  'com.snowplowanalytics.snowplow/client_session': [
    ['sessionId', 'context.sessionId'],
    ['userId', 'anonymousId'], // trackers of apps have no other id of the installation
  ],
  'com.snowplowanalytics.snowplow/mobile_context': [
    ['osType', 'context.os.name'],
    ['osVersion', 'context.os.version'],
    ['deviceManufacturer', 'context.device.manufacturer'],
    ['deviceModel', 'context.device.model'],
    ['appleIdfa', 'context.device.advertisingId'],
    ['androidIdfa', 'context.device.advertisingId'],
    ['carrier', 'context.network.carrier'],
  ],
  'com.snowplowanalytics.mobile/application': [
    ['version', 'context.app.version'],
    ['build', 'context.app.build'],
  ],
  'com.snowplowanalytics.snowplow/geolocation_context': [
    ['latitude', 'context.location.latitude'],
    ['longitude', 'context.location.longitude'],
  ],
  'com.snowplowanalytics.snowplow/browser_context': [
    ['devicePixelRatio', 'context.screen.density'],
    ['browserLanguage', 'context.locale'],
  ],
  'com.snowplowanalytics.snowplow.ecommerce/user': [
    ['email', 'context.traits.email'],
    ['is_guest', 'context.traits.is_guest'],
  ],
};

export const placedByEntities = (entities: readonly SelfDescribing[]): readonly Placed[] =>
  entities.flatMap((entity) => [
    ...(Object.hasOwn(entityFields, entity.key) ? (entityFields[entity.key] ?? []) : []).map(
      ([field, place]): Placed => [place, given(member(entity.data, field))],
    ),
    ...shopUser(entity),
  ]);

/** A guest of a shop has an id for one visit: it is no account. */
function shopUser(entity: SelfDescribing): readonly Placed[] {
  if (entity.key !== 'com.snowplowanalytics.snowplow.ecommerce/user') return [];
  const { id, is_guest: guest } = dataOf(entity);
  return guest === true ? [] : [['userId', given(id)]];
}
