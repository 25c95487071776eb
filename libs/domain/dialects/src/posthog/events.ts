/** What each of PostHog's own events becomes; any other name is a custom event and stays what it is. */
import { type JsonObject } from '@tributary/contracts';
import { member } from '@tributary/domain-collection';
import { given, type Place, type Placed, present } from '../wire/assemble.ts';
import { distinctIdOf, type Person } from './identity.ts';

/** A share `of one` is told in per cent here. */
type Column = readonly [property: string, place: Place, share?: 'of one'];
type Columns = readonly Column[];

interface Kind {
  readonly type: 'page' | 'screen' | 'track';
  readonly event?: string;
  readonly columns: Columns;
}

const element: Columns = [
  ['$event_type', 'properties.event_type'],
  ['$el_text', 'properties.element_text'],
  ['$elements_chain', 'properties.element_chain'],
  ['$elements', 'properties.elements'],
  ['$external_click_url', 'properties.href'],
];

const kinds: Readonly<Record<string, Kind>> = {
  $pageview: {
    type: 'page',
    columns: [
      ['title', 'properties.title'],
      ['title', 'context.page.title'],
      ['$current_url', 'properties.url'],
      ['$pathname', 'properties.path'],
      ['$referrer', 'properties.referrer'],
    ],
  },
  $screen: { type: 'screen', columns: [['$screen_name', 'name']] },
  $pageleave: {
    type: 'track',
    event: 'Page Left',
    columns: [
      ['$current_url', 'properties.url'],
      ['$prev_pageview_duration', 'properties.seconds'],
      ['$prev_pageview_max_scroll_percentage', 'properties.scroll_depth', 'of one'],
    ],
  },
  $autocapture: { type: 'track', columns: element },
  $rageclick: { type: 'track', event: 'Rage Clicked', columns: element },
  $dead_click: { type: 'track', event: 'Dead Clicked', columns: element },
  $feature_flag_called: {
    type: 'track',
    event: 'Feature Flag Called',
    columns: [
      ['$feature_flag', 'properties.feature_flag'],
      ['$feature_flag_response', 'properties.response'],
      ['$feature_flag_error', 'properties.error'],
    ],
  },
  $web_vitals: {
    type: 'track',
    event: 'Web Vitals Measured',
    columns: [
      ['$web_vitals_CLS_value', 'properties.cls'],
      ['$web_vitals_FCP_value', 'properties.fcp'],
      ['$web_vitals_INP_value', 'properties.inp'],
      ['$web_vitals_LCP_value', 'properties.lcp'],
    ],
  },
  $exception: {
    type: 'track',
    event: 'Exception Raised',
    columns: [
      ['$exception_list', 'properties.exceptions'],
      ['$exception_level', 'properties.level'],
    ],
  },
};

/** What was done to an element, by the event of the page that told it. */
const gestures: Readonly<Record<string, string>> = {
  click: 'Element Clicked',
  submit: 'Form Submitted',
  change: 'Form Field Changed',
};

export interface Told {
  readonly placed: readonly Placed[];
  /** Properties that found a place. */
  readonly taken: readonly string[];
}

export function tell(event: JsonObject, properties: JsonObject, person: Person): Told {
  const name = member(event, 'event');
  switch (name) {
    case '$identify':
    case '$set':
      return { placed: [['type', 'identify'], ...placedBy(person)], taken: ['$anon_distinct_id'] };
    case '$create_alias':
    case '$merge_dangerously':
      return alias(properties, person, distinctIdOf(event, properties));
    case '$groupidentify':
      return group(properties, person);
    default:
      return tracked(name, properties, person);
  }
}

const placedBy = ({ userId, anonymousId }: Person): readonly Placed[] => [
  ['userId', userId],
  ['anonymousId', anonymousId],
];

const valueOf = (value: unknown, share: Column[2]): unknown =>
  share !== undefined && typeof value === 'number' ? Math.round(value * 100) : given(value);

/** Two ids of one person: the login is who it is, the other who it was. */
function alias(properties: JsonObject, person: Person, distinct: unknown): Told {
  const other = given(member(properties, 'alias'));
  const ids =
    person.userId === undefined
      ? { userId: other, previousId: distinct }
      : { userId: person.userId, previousId: other };
  return {
    placed: [
      ['type', 'alias'],
      ['userId', ids.userId],
      ['previousId', ids.previousId],
    ],
    taken: ['alias'],
  };
}

function group(properties: JsonObject, person: Person): Told {
  const [type, key] = [given(member(properties, '$group_type')), given(member(properties, '$group_key'))];
  const groups = typeof type === 'string' ? present([[type, key]]) : undefined;
  return {
    placed: [
      ['type', 'group'],
      ...placedBy(person),
      ['groupId', key],
      ['traits', given(member(properties, '$group_set'))],
      ['context.groups', groups],
    ],
    taken: ['$group_key', '$group_set', ...(groups === undefined ? [] : ['$group_type'])],
  };
}

function tracked(name: unknown, properties: JsonObject, person: Person): Told {
  const kind = typeof name === 'string' && Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (!kind) return { placed: [['type', 'track'], ['event', name], ...placedBy(person)], taken: [] };
  const gesture = member(properties, '$event_type');
  const called = name === '$autocapture' && typeof gesture === 'string' ? member(gestures, gesture) : undefined;
  return {
    placed: [
      ['type', kind.type],
      ...(kind.type === 'track' ? ([['event', called ?? kind.event ?? name]] as const) : []),
      ...placedBy(person),
      ...kind.columns.map(([property, place, share]): Placed => [place, valueOf(member(properties, property), share)]),
      ...(called === undefined && kind.event === undefined ? [] : ([['context.wire.event', name]] as const)),
    ],
    taken: kind.columns.map(([property]) => property),
  };
}
