/** Notes what is called, when and where; who called it is added once that may be known. */
import { type Properties } from '../api.ts';
import { isObject } from '../json/parse-json.ts';
import { pageTitle } from '../page/page-context.ts';
import { type PageLife } from '../page/page-life.ts';
import { messageIds } from '../visitor/new-id.ts';
import { type CallType, type Draft } from './message.ts';

/** Undefined for what cannot be written as JSON: a page that passes it must not break for it. */
type Note = (type: CallType, fields: Properties) => Draft | undefined;

export function recorder(life: PageLife, warn: (message: string) => void): Note {
  const nextMessageId = messageIds(Date.now);
  return (type, given) => {
    try {
      const fields: unknown = JSON.parse(JSON.stringify(given)); // the page may go on changing what it passed
      return {
        type,
        fields: isObject(fields) ? fields : {},
        messageId: nextMessageId(),
        timestamp: new Date().toISOString(),
        view: life.view(),
        title: pageTitle(),
      };
    } catch (error) {
      warn(`${type}: ${String(error)}`);
      return undefined;
    }
  };
}
