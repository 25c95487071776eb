/** Finds the anonymous id that another SDK gave this browser, so that a migration keeps its visitors. */
import { isObject, isString, parseJson } from '../json/parse-json.ts';

/** Where other SDKs keep their ids: cookies decoded, and what the page's local storage holds under a name. */
export interface Belongings {
  readonly cookies: ReadonlyMap<string, string>;
  readonly local: (name: string) => string | undefined;
}

type Finder = (belongings: Belongings) => string | undefined;

const kept = (name: string, { cookies, local }: Belongings): string | undefined => cookies.get(name) ?? local(name);

const startsWith = ({ cookies }: Belongings, pattern: RegExp): readonly [string, string][] =>
  [...cookies].filter(([name]) => pattern.test(name));

/** `ajs_anonymous_id`: the id as it is, in older versions as a JSON text. */
const segment: Finder = (belongings) => unquote(kept('ajs_anonymous_id', belongings));

/** `rl_anonymous_id`: plain, or base64 after `RS_ENC_v3_`; its version 3 rewrites what version 1 had encrypted. */
const rudderStack: Finder = (belongings) => {
  const written = kept('rl_anonymous_id', belongings);
  const [, base64] = /^RS_ENC_v3_(.+)/.exec(written ?? '') ?? [];
  return unquote(base64 === undefined ? written : fromBase64(base64));
};

/** `_sp_id.<hash of the domain>`: the domain user id is the first of the values between dots. */
const snowplow: Finder = (belongings) => startsWith(belongings, /^_sp_id\./)[0]?.[1].split('.')[0];

/** `ph_<key>_posthog`: after a login the distinct id is the user's, and the device id is the anonymous one. */
const postHog: Finder = (belongings) => {
  for (const [, value] of startsWith(belongings, /^ph_.+_posthog$/)) {
    const read = parseJson(value);
    if (!isObject(read)) continue;
    const id = read['$user_state'] === 'identified' ? read['$device_id'] : read['distinct_id'];
    if (isString(id)) return id;
  }
  return undefined;
};

/** The first one found, in the order Segment, RudderStack, Snowplow, PostHog. */
export function adoptableId(belongings: Belongings): string | undefined {
  for (const find of [segment, rudderStack, snowplow, postHog]) {
    const id = find(belongings)?.trim();
    if (id !== undefined && isAnonymous(id)) return id;
  }
  return undefined;
}

/** A random id; an address, a word or zeros are none, and would glue strangers together. */
const isAnonymous = (id: string): boolean => /^(?=.*[1-9])[\w.:|-]{8,128}$/.test(id);

function unquote(text: string | undefined): string | undefined {
  const read = parseJson(text);
  return isString(read) ? read : text;
}

function fromBase64(text: string): string | undefined {
  try {
    return atob(text);
  } catch {
    return undefined;
  }
}
