/** Members of a GA4 Measurement Protocol request, and where each belongs. */
import { type Place } from '../wire/assemble.ts';

type Columns = readonly (readonly [member: string, place: Place])[];

/** Of the body: true of all its events. What is not listed is kept in `context.wire.envelope`. */
export const bodyFields: Columns = [
  ['client_id', 'anonymousId'], // a browser
  ['app_instance_id', 'anonymousId'], // an installation of an app
  ['user_id', 'userId'],
  ['ip_override', 'context.ip'],
  ['user_agent', 'context.userAgent'],
];

/** Of `device` in the body; of `user_location` all members keep their names, under `context.location`. */
export const deviceFields: Columns = [
  ['category', 'context.device.type'],
  ['model', 'context.device.model'],
  ['brand', 'context.device.manufacturer'],
  ['language', 'context.locale'],
  ['operating_system', 'context.os.name'],
  ['operating_system_version', 'context.os.version'],
];

/** Parameters of any event that describe where it happened. */
export const parameters: Columns = [
  ['session_id', 'context.sessionId'],
  ['page_location', 'context.page.url'],
  ['page_title', 'context.page.title'],
  ['page_referrer', 'context.page.referrer'],
  ['language', 'context.locale'],
];

interface Kind {
  readonly type: 'page' | 'screen';
  readonly columns: Columns;
}

/** Events that are no tracks; all others keep their name, and the vocabulary knows the recommended ones. */
export const kinds: Readonly<Record<string, Kind>> = {
  page_view: {
    type: 'page',
    columns: [
      ['page_location', 'properties.url'],
      ['page_title', 'properties.title'],
      ['page_referrer', 'properties.referrer'],
    ],
  },
  screen_view: {
    type: 'screen',
    columns: [
      ['screen_name', 'name'],
      ['firebase_screen', 'name'],
    ],
  },
};
