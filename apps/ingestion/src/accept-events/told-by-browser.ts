/** What a browser tells with every request is written into the events of clients; an event that says so itself keeps what it says. */
import { type JsonObject } from '@tributary/contracts';
import { isObject, member } from '@tributary/domain-collection';
import { saidOfGpc } from '@tributary/domain-governance';

export interface ToldByBrowser {
  readonly userAgent: string | undefined;
  /** The header `Sec-GPC`: Global Privacy Control is switched on. */
  readonly globalPrivacyControl?: boolean;
}

export function withWhatBrowserTells(event: JsonObject, told: ToldByBrowser): JsonObject {
  const context = member(event, 'context') ?? {};
  if (!isObject(context)) return event;
  const added = {
    ...(told.userAgent === undefined || member(context, 'userAgent') !== undefined
      ? {}
      : { userAgent: told.userAgent }),
    ...(told.globalPrivacyControl === true && saidOfGpc(context).length === 0 ? { gpc: true } : {}),
  };
  return Object.keys(added).length === 0 ? event : { ...event, context: { ...context, ...added } };
}
