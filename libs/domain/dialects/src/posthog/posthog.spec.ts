import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { shapeEvent } from '@tributary/domain-collection';
import { posthogConfig, posthogConfigScript, posthogFlags } from './answers.ts';
import { decodePosthog } from './decode-posthog.ts';

const receivedAt = Date.parse('2026-11-28T14:00:00.000Z');

function decoded(body: unknown, query: Record<string, unknown> = {}) {
  const bytes = new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body));
  const result = decodePosthog({ query, bytes, receivedAt });
  if (!result.ok) throw new Error(result.reason.detail);
  return result;
}

function eventOf(event: object, envelope: object = {}) {
  const [item] = decoded({ ...envelope, batch: [{ event: 'x', uuid: 'm', distinct_id: 'd', ...event }] }).items;
  if (!item?.ok) throw new Error(item?.reason.detail);
  return item.event;
}

describe('whom an event of PostHog is about', () => {
  const anonymous = { userId: undefined, anonymousId: 'd' };
  const known = { userId: 'd', anonymousId: undefined };
  it.each([
    ['nothing tells: a server knows its users', {}, known],
    ['the SDK says that nobody has logged in', { $is_identified: false }, anonymous],
    ['the SDK says that somebody has', { $is_identified: true, $device_id: 'd' }, known],
    ['the id is that of the device', { $device_id: 'd' }, anonymous],
    ['no profile is wanted', { $process_person_profile: false }, anonymous],
    ['the login stands beside it', { $user_id: 'u' }, { userId: 'u', anonymousId: 'd' }],
    ['the login is it', { $user_id: 'd', $device_id: 'e' }, known],
  ])('%s', (_hint, properties, person) => {
    const { userId, anonymousId } = eventOf({ properties });
    expect({ userId, anonymousId }).toEqual(person);
  });

  it('a login brings its former id with it', () => {
    expect(eventOf({ event: '$identify', properties: { $anon_distinct_id: 'a' } })).toMatchObject({
      ...{ type: 'identify', userId: 'd', anonymousId: 'a' },
    });
  });

  it('an alias joins the login and the other id, whichever was sent as which', () => {
    const alias = { event: '$create_alias', properties: { alias: 'b' } };
    expect(eventOf(alias)).toMatchObject({ type: 'alias', userId: 'd', previousId: 'b' });
    const anonymousOne = { event: '$create_alias', properties: { alias: 'b', $is_identified: false } };
    expect(eventOf(anonymousOne)).toMatchObject({ type: 'alias', userId: 'b', previousId: 'd' });
  });

  it.each([
    ['visitors without cookies share one id', { distinct_id: '$posthog_cookieless', properties: { $device_id: null } }],
    [
      'a group that is described without a member',
      {
        event: '$groupidentify',
        distinct_id: '$company_acme',
        properties: { $group_type: 'company', $group_key: 'acme' },
      },
    ],
  ])('nobody: %s', (_what, event) => {
    expect(shapeEvent({ source: 's', receivedAt, imported: false, payload: eventOf(event) })).toMatchObject({
      ok: false,
      reason: { code: 'MISSING_IDENTITY' },
    });
  });

  it('a member of a group', () => {
    const properties = { $group_type: 'company', $group_key: 'acme', $group_set: { name: 'Acme' } };
    expect(eventOf({ event: '$groupidentify', properties })).toMatchObject({
      ...{ type: 'group', userId: 'd', groupId: 'acme', traits: { name: 'Acme' } },
      context: { groups: { company: 'acme' } },
    });
  });
});

describe('an event of PostHog', () => {
  it.each([
    ['its time', { timestamp: '2026-11-28T13:00:00Z', offset: 5 }, '2026-11-28T13:00:00Z'],
    ['how long before its sending', { offset: 1500 }, '2026-11-28T13:59:58.500Z'],
    ['the clock of the SDK', { properties: { $time: 1795872952.5 } }, '2026-11-28T13:35:52.500Z'],
    ['nothing', { uuid: undefined }, '2026-11-28T14:00:00.000Z'],
  ])('tells %s', (_what, event, timestamp) => {
    const told = eventOf(event, { sent_at: '2026-11-28T14:00:00Z' });
    expect([told['timestamp'], told['sentAt']]).toEqual([timestamp, '2026-11-28T14:00:00Z']);
  });

  it('sets traits of the person, and says which of them hold only once', () => {
    const said = {
      $set: { plan: 'pro' },
      properties: { $set: { email: 'a@b.example' }, $set_once: { first: 1, none: null } },
    };
    const traits = { first: 1, plan: 'pro', email: 'a@b.example' };
    expect(eventOf({ event: '$set', ...said })).toMatchObject({
      type: 'identify',
      traits,
      context: { wire: { set_once: ['first'] } },
    });
    expect(eventOf(said)).toMatchObject({ type: 'track', event: 'x', context: { traits } });
  });

  it.each([
    [
      '$autocapture',
      { $event_type: 'click', $el_text: 'Go' },
      'Element Clicked',
      { event_type: 'click', element_text: 'Go' },
    ],
    ['$autocapture', { $event_type: 'toString' }, '$autocapture', { event_type: 'toString' }],
    ['$rageclick', { $el_text: 'Go' }, 'Rage Clicked', { element_text: 'Go' }],
    [
      '$pageleave',
      { $prev_pageview_duration: 4, $prev_pageview_max_scroll_percentage: 0.505 },
      'Page Left',
      { seconds: 4, scroll_depth: 51 },
    ],
    ['$feature_flag_called', { $feature_flag: 'f', own: 1 }, 'Feature Flag Called', { feature_flag: 'f', own: 1 }],
    ['$something_new', { $a: 1, b: 2 }, '$something_new', { b: 2 }],
    ['constructor', {}, 'constructor', undefined],
  ])('%s %j is %s', (event, sent, name, properties) => {
    const told = eventOf({ event, properties: sent });
    expect([told['type'], told['event'], told['properties']]).toEqual(['track', name, properties]);
  });

  it('loses its key, and nothing else', () => {
    const event = { token: 'phc', more: 1, properties: { token: 'phc', $token: 'phc', $new: [1], own: null } };
    const told = eventOf(event, { api_key: 'phc', historical_migration: true });
    expect(JSON.stringify(told)).not.toContain('phc');
    expect(told).toMatchObject({
      properties: { own: null },
      context: { wire: { rest: { $new: [1] }, members: { more: 1 }, envelope: { historical_migration: true } } },
    });
    expect(eventOf({ properties: 'text' })['context']).toMatchObject({ wire: { members: { properties: 'text' } } });
  });

  it.each([
    ['one event', '{"api_key":"k","event":"x","distinct_id":"d"}', {}],
    ['an array', '[{"event":"x","distinct_id":"d","properties":{"token":"k"}}]', {}],
    ['base64 in a form', `data=${encodeURIComponent(btoa('{"token":"k","event":"x","distinct_id":"d"}'))}&v=1`, {}],
    ['JSON in a form', `data=${encodeURIComponent('{"token":"k","event":"x","distinct_id":"d"}')}`, {}],
    ['an address', '', { data: btoa('{"token":"k","event":"x","distinct_id":"d"}'), _: '1795872953000' }],
  ])('comes as %s', (_how, body, query) => {
    const { items, writeKey } = decoded(body, query);
    expect([writeKey, items]).toEqual(['k', [expect.objectContaining({ ok: true })]]);
    expect(items[0]).toMatchObject({ event: { event: 'x', userId: 'd' } });
    if ('_' in query) expect(items[0]).toMatchObject({ event: { sentAt: '2026-11-28T13:35:53.000Z' } });
  });
});

describe('what PostHog asks', () => {
  it('is answered so that nothing is switched on that is not here', () => {
    expect(posthogFlags('k')).toMatchObject({ ...posthogConfig('k'), flags: {}, featureFlags: {} });
    expect(posthogConfig('k')).toMatchObject({ sessionRecording: false, surveys: false, hasFeatureFlags: false });
  });

  it('is answered as a script too, whatever the key', () => {
    const key = `</script>'"\\`;
    const window: Record<string, unknown> = {};
    runInNewContext(posthogConfigScript(key), { window });
    expect(posthogConfigScript(key)).not.toContain('</script>');
    expect(JSON.parse(JSON.stringify(window))).toEqual({
      _POSTHOG_REMOTE_CONFIG: { [key]: { config: posthogConfig(key), siteApps: [] } },
    });
  });
});
