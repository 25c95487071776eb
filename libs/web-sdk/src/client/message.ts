/** Writes events in the Segment wire format. */
import { type ConsentState, type Properties } from '../api.ts';
import { campaignIn } from '../campaign/campaign.ts';
import { allowsAdvertising, consentContext } from '../consent/consent.ts';
import { isObject, isString } from '../json/parse-json.ts';
import { pageContext } from '../page/page-context.ts';
import { type View } from '../page/page-life.ts';
import { library } from '../version.ts';
import { type Visitor } from '../visitor/visitor.ts';

export type CallType = 'track' | 'page' | 'identify' | 'group' | 'alias';

/** A call as it was made; who made it is added once that may be known. */
export interface Draft {
  readonly type: CallType;
  readonly fields: Properties;
  readonly messageId: string;
  readonly timestamp: string;
  readonly view: View;
  readonly title: string;
}

export interface MessageParts {
  readonly visitor: Visitor;
  readonly consent: ConsentState;
  readonly device: Properties;
}

export function writeMessage(draft: Draft, { visitor, consent, device }: MessageParts): Properties {
  const { type, fields, messageId, timestamp } = draft;
  const advertising = allowsAdvertising(consent);
  const page = pageContext(draft.view, draft.title, advertising);
  if (type === 'identify' && isString(fields['userId'])) visitor.identify(fields['userId']);
  const { id: sessionId, origin } = visitor.session(campaignIn(page.search, advertising));
  const { properties } = fields;
  return {
    type,
    userId: visitor.userId(),
    previousId: type === 'alias' ? (visitor.userId() ?? visitor.anonymousId()) : undefined,
    ...fields,
    properties: type === 'page' ? { ...page, ...(isObject(properties) ? properties : {}) } : properties,
    messageId,
    timestamp,
    anonymousId: visitor.anonymousId(),
    context: {
      library,
      page,
      ...device,
      campaign: origin.campaign,
      clickIds: advertising ? origin.clickIds : undefined,
      sessionId,
      consent: consentContext(consent),
    },
  };
}
