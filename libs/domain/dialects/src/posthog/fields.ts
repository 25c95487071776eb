/** Properties that PostHog's SDKs add to every event, and where each of them belongs. */
import { clickIds } from '../wire/address.ts';
import { type Place } from '../wire/assemble.ts';

/**
 * Property and place. Of the others those that begin with `$` are the SDK's own and kept in `context.wire.rest`; the rest is
 * what the site has said, and stays in `properties`. Null says nothing in any of these.
 */
export const fields: readonly (readonly [property: string, place: Place, letters?: 'small'])[] = [
  ['$current_url', 'context.page.url'],
  ['$pathname', 'context.page.path'],
  ['$host', 'context.page.host'],
  ['$referrer', 'context.page.referrer'],
  ['$referring_domain', 'context.page.referring_domain'],
  ['$session_id', 'context.sessionId'],
  ['$device_type', 'context.device.type', 'small'], // `mobile`, `tablet`, `desktop`, as every other client says
  ['$device_manufacturer', 'context.device.manufacturer'],
  ['$device_model', 'context.device.model'],
  ['$device_name', 'context.device.name'],
  ['$os', 'context.os.name'],
  ['$os_name', 'context.os.name'],
  ['$os_version', 'context.os.version'],
  ['$app_name', 'context.app.name'],
  ['$app_version', 'context.app.version'],
  ['$app_build', 'context.app.build'],
  ['$app_namespace', 'context.app.namespace'],
  ['$screen_width', 'context.screen.width'],
  ['$screen_height', 'context.screen.height'],
  ['$viewport_width', 'context.screen.innerWidth'],
  ['$viewport_height', 'context.screen.innerHeight'],
  ['$raw_user_agent', 'context.userAgent'],
  ['$useragent', 'context.userAgent'],
  ['$browser_language', 'context.locale'],
  ['$locale', 'context.locale'],
  ['$timezone', 'context.timezone'],
  ['$ip', 'context.ip'],
  ['$lib', 'context.library.name'],
  ['$lib_version', 'context.library.version'],
  ['$network_carrier', 'context.network.carrier'],
  ['$network_wifi', 'context.network.wifi'],
  ['$network_cellular', 'context.network.cellular'],
  ['$groups', 'context.groups'],
  ['utm_source', 'context.campaign.source'],
  ['utm_medium', 'context.campaign.medium'],
  ['utm_campaign', 'context.campaign.name'],
  ['utm_content', 'context.campaign.content'],
  ['utm_term', 'context.campaign.term'],
  ...clickIds.map((name) => [name, `context.clickIds.${name}`] as const),
];

/** What PostHog writes where nobody has referred the visitor. */
export const noReferrer = '$direct';
