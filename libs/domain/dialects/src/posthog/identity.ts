/**
 * Whom a PostHog event is about. A `distinct_id` is a login or a random id, and PostHog does not say which; its SDKs give hints, and
 * without any the sender is a server, which knows its users by name.
 */
import { type JsonObject } from '@tributary/contracts';
import { member } from '@tributary/domain-collection';
import { given } from '../wire/assemble.ts';

export interface Person {
  readonly userId?: unknown;
  readonly anonymousId?: unknown;
}

/*
 * `$device_id` outlives a logout, which a `distinct_id` does not: as an id of the person it would give the next visitor of a shared
 * computer the past of the last. It only tells the two kinds of `distinct_id` apart, and is kept in `context.wire.rest`.
 */

/** Stands for all visitors that have refused cookies: as an id it would make them one person. */
const cookieless = '$posthog_cookieless';

export const distinctIdOf = (event: JsonObject, properties: JsonObject): unknown =>
  [event, properties]
    .flatMap((members) => [member(members, 'distinct_id'), member(members, '$distinct_id')])
    .map(given)
    .find((id) => id !== undefined);

export function personOf(event: JsonObject, properties: JsonObject): Person {
  const distinct = distinctIdOf(event, properties);
  if (distinct === undefined || distinct === cookieless || namesGroup(distinct, properties)) return {};
  if (member(event, 'event') === '$identify') {
    const anonymous = given(member(properties, '$anon_distinct_id')) ?? given(member(event, '$anon_distinct_id'));
    return { userId: distinct, anonymousId: anonymous === cookieless ? undefined : anonymous };
  }
  const user = given(member(properties, '$user_id'));
  if (user !== undefined) return { userId: user, anonymousId: distinct === user ? undefined : distinct };
  return isAnonymous(distinct, properties) ? { anonymousId: distinct } : { userId: distinct };
}

function isAnonymous(distinct: unknown, properties: JsonObject): boolean {
  const identified = member(properties, '$is_identified');
  if (typeof identified === 'boolean') return !identified;
  return member(properties, '$device_id') === distinct || member(properties, '$process_person_profile') === false;
}

/** A server that describes a group without a member of it makes an id up: `$company_acme`. */
const namesGroup = (distinct: unknown, properties: JsonObject): boolean =>
  given(member(properties, '$group_key')) !== undefined &&
  distinct === `$${String(member(properties, '$group_type'))}_${String(member(properties, '$group_key'))}`;
