import { describe, expect, it } from '@jest/globals';
import { readCookies } from '../storage/cookies.ts';
import { adoptableId } from './adopt-ids.ts';

const id = 'f8c9d2f0-6a3e-4b7e-9a60-5d1a2c3b4e5f';
const adopt = (cookies: string, local: Readonly<Record<string, string>> = {}): string | undefined =>
  adoptableId({ cookies: readCookies(cookies), local: (name) => local[name] });
const rudder = `RS_ENC_v3_${btoa(JSON.stringify(id))}`;
const postHog = (content: object): string => `ph_phc_key_posthog=${encodeURIComponent(JSON.stringify(content))}`;

describe('visitors of other SDKs keep their ids', () => {
  it.each([
    ['Segment', `a=1; ajs_anonymous_id=${id}`, {}],
    ['Segment, written as JSON', `ajs_anonymous_id=%22${id}%22`, {}],
    ['Segment, in local storage only', '', { ajs_anonymous_id: `"${id}"` }],
    ['RudderStack, encoded', `rl_anonymous_id=${encodeURIComponent(rudder)}`, {}],
    ['RudderStack, in local storage only', '', { rl_anonymous_id: rudder }],
    ['RudderStack, plain', `rl_anonymous_id=%22${id}%22`, {}],
    ['Snowplow', `_sp_id.1fff=${id}.1736000000.3.1736100000.1736000500.5a1c; _sp_ses.1fff=*`, {}],
    ['PostHog', postHog({ distinct_id: id, $device_id: 'other-device-1' }), {}],
    [
      'PostHog after a login',
      postHog({ distinct_id: 'user-7-of-shop', $device_id: id, $user_state: 'identified' }),
      {},
    ],
    ['the first of several', `_sp_id.ab12=${'0'.repeat(7)}1-x.1; ajs_anonymous_id=${id}`, {}],
  ])('%s', (_, cookies, local) => {
    expect(adopt(cookies, local)).toBe(id);
  });

  it.each([
    ['nothing', ''],
    ['an address', 'ajs_anonymous_id=ann%40example.com'],
    ['zeros', 'ajs_anonymous_id=00000000-0000-0000-0000-000000000000'],
    ['a word', 'ajs_anonymous_id=undefined'],
    ['what cannot be read', 'rl_anonymous_id=RudderEncrypt%3AU2FsdGVkX19abc%2B%2F'],
    ['broken base64', 'rl_anonymous_id=RS_ENC_v3_%25%25'],
    ['broken JSON', 'ph_x_posthog=%7B'],
  ])('%s is no id', (_, cookies) => {
    expect(adopt(cookies)).toBeUndefined();
  });
});
