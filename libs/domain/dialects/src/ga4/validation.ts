/** What `/debug/mp/collect` answers: the same judgement as of every door, in the form in which GA4's tools read it. */
import { type JsonObject } from '@tributary/contracts';
import { type DecodedBody, type Reason, type ReasonCode } from '@tributary/domain-collection';

export interface ValidationMessage {
  readonly fieldPath?: string;
  readonly description: string;
  readonly validationCode: 'VALUE_INVALID' | 'VALUE_REQUIRED' | 'NAME_INVALID' | 'EXCEEDED_MAX_ENTITIES';
}

/** What GA4 calls the kinds of mistake; all others are values that are not valid. */
const codes: Partial<Record<ReasonCode, ValidationMessage['validationCode']>> = {
  MISSING_IDENTITY: 'VALUE_REQUIRED',
  MISSING_EVENT_NAME: 'VALUE_REQUIRED',
  DUPLICATE_KEY: 'NAME_INVALID',
  FORBIDDEN_KEY: 'NAME_INVALID',
  INVALID_KEY: 'NAME_INVALID',
  TOO_MANY_KEYS: 'EXCEEDED_MAX_ENTITIES',
  EVENT_TOO_LARGE: 'EXCEEDED_MAX_ENTITIES',
  TOO_MANY_EVENTS: 'EXCEEDED_MAX_ENTITIES',
  BATCH_TOO_LARGE: 'EXCEEDED_MAX_ENTITIES',
};

/** Where a mistake of the event stands in the request that it was made from. */
const paths: readonly (readonly [pointer: RegExp, path: string])[] = [
  [/^\/event$/, 'name'],
  [/^\/properties(?=\/|$)/, 'params'],
  [/^\/(timestamp|originalTimestamp)$/, 'timestamp_micros'],
];

/** `judge` is what the door itself asks of an event; nothing is taken in. */
export function ga4Validation(body: DecodedBody, judge: (event: JsonObject) => Reason | undefined) {
  const validationMessages = body.ok
    ? body.items.flatMap((item, index) => {
        const why = item.ok ? judge(item.event) : item.reason;
        return why ? [messageOf(why, index)] : [];
      })
    : [messageOf(body.reason)];
  return { validationMessages };
}

function messageOf(why: Reason, index?: number): ValidationMessage {
  const path = index === undefined ? undefined : pathOf(why, index);
  return {
    ...(path === undefined ? {} : { fieldPath: path }),
    description: `${why.detail} ${why.fix}`,
    validationCode: codes[why.code] ?? 'VALUE_INVALID',
  };
}

function pathOf({ code, at = '' }: Reason, index: number): string {
  if (code === 'MISSING_IDENTITY' || code === 'PLACEHOLDER_IDENTITY') return 'client_id';
  if (code === 'INVALID_BATCH') return 'events';
  const [pattern, path] = paths.find(([pointer]) => pointer.test(at)) ?? [/^\//, ''];
  const inner = at.replace(pattern, path).replaceAll('/', '.');
  return inner === '' ? `events[${index}]` : `events[${index}].${inner}`;
}
