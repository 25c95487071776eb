/** What each kind of Snowplow event becomes. */
import { type JsonObject } from '@tributary/contracts';
import { member, reason, type Reason } from '@tributary/domain-collection';
import { given, type Place, type Placed, present, renamed } from '../wire/assemble.ts';
import { placedBy, type Read } from './fields.ts';
import { dataOf, nestedJson, selfDescribing, type SelfDescribing } from './schema.ts';
import { readShopAction, shopAction } from './shop.ts';

type Column = readonly [parameter: string, place: Place, kind?: 'number'];

/** Kinds whose members are parameters: the type, the name and the columns. */
const plainKinds: Readonly<Record<string, { readonly event: string; readonly columns: readonly Column[] }>> = {
  pp: {
    event: 'Page Engaged', // a ping: the page is still being read
    columns: [
      ['pp_mix', 'properties.min_x_offset', 'number'],
      ['pp_max', 'properties.max_x_offset', 'number'],
      ['pp_miy', 'properties.min_y_offset', 'number'],
      ['pp_may', 'properties.max_y_offset', 'number'],
    ],
  },
  se: {
    event: 'Structured Event', // stands where the action, which names the event, is missing
    columns: [
      ['se_ac', 'event'],
      ['se_ca', 'properties.category'],
      ['se_ac', 'properties.action'],
      ['se_la', 'properties.label'],
      ['se_pr', 'properties.property'],
      ['se_va', 'properties.value', 'number'],
    ],
  },
  tr: {
    event: 'snowplow_transaction',
    columns: [
      ['tr_id', 'properties.order_id'],
      ['tr_af', 'properties.affiliation'],
      ['tr_tt', 'properties.revenue', 'number'],
      ['tr_tx', 'properties.tax', 'number'],
      ['tr_sh', 'properties.shipping', 'number'],
      ['tr_cu', 'properties.currency'],
      ['tr_ci', 'properties.city'],
      ['tr_st', 'properties.state'],
      ['tr_co', 'properties.country'],
    ],
  },
  ti: {
    event: 'snowplow_transaction_item', // a line of an order that is told apart from it: no order of its own
    columns: [
      ['ti_id', 'properties.order_id'],
      ['ti_sk', 'properties.product_id'],
      ['ti_nm', 'properties.name'],
      ['ti_ca', 'properties.category'],
      ['ti_pr', 'properties.price', 'number'],
      ['ti_qu', 'properties.quantity', 'number'],
      ['ti_cu', 'properties.currency'],
    ],
  },
};

interface NamedSchema {
  readonly event: string;
  /** What members of the data are called here; others keep their name. */
  readonly names: Readonly<Record<string, string>>;
}

/** Self-describing events that have a name of their own here; all others are called as their schema is. */
const namedSchemas: Readonly<Record<string, NamedSchema>> = {
  'com.snowplowanalytics.snowplow/link_click': {
    event: 'Element Clicked',
    names: { targetUrl: 'href', elementId: 'element_id', elementContent: 'element_text' },
  },
  'com.snowplowanalytics.snowplow/button_click': {
    event: 'Element Clicked',
    names: { label: 'element_text', id: 'element_id', name: 'element_name' },
  },
  'com.snowplowanalytics.snowplow/submit_form': { event: 'Form Submitted', names: { formId: 'form_id' } },
  'com.snowplowanalytics.snowplow/change_form': {
    event: 'Form Field Changed',
    names: { formId: 'form_id', elementId: 'element_id' },
  },
  'com.snowplowanalytics.snowplow/focus_form': {
    event: 'Form Field Focused',
    names: { formId: 'form_id', elementId: 'element_id' },
  },
  'com.snowplowanalytics.snowplow/web_vitals': { event: 'Web Vitals Measured', names: {} },
};

const screenViews = ['com.snowplowanalytics.snowplow/screen_view', 'com.snowplowanalytics.mobile/screen_view'];

const page: readonly Column[] = [
  ['url', 'properties.url'],
  ['page', 'properties.title'],
  ['refr', 'properties.referrer'],
];

export interface Told extends Read {
  /** Entities that found no other place. */
  readonly entities: readonly SelfDescribing[];
}

/** The event by its kind (`e`), or why there is none. */
export function tell(event: JsonObject, entities: readonly SelfDescribing[]): Told | Reason {
  const kind = member(event, 'e');
  if (kind === 'pv') return { ...viewed(event), entities };
  if (kind === 'ue') return selfDescribed(event, entities);
  const plain = typeof kind === 'string' && Object.hasOwn(plainKinds, kind) ? plainKinds[kind] : undefined;
  if (!plain) return reason('UNKNOWN_TYPE', `${shown(kind)} Snowplow's are pv, pp, se, ue, tr and ti.`, '/e');
  const placed: readonly Placed[] = [['type', 'track'], ...placedBy(plain.columns, event), ['event', plain.event]];
  return { placed, taken: plain.columns.map(([parameter]) => parameter), entities };
}

const shown = (kind: unknown): string =>
  typeof kind === 'string' ? `There is no kind of event "${kind.slice(0, 64)}".` : 'The event has no kind.';

const viewed = (event: JsonObject): Read => ({ placed: [['type', 'page'], ...placedBy(page, event)], taken: [] });

function selfDescribed(event: JsonObject, entities: readonly SelfDescribing[]): Told | Reason {
  const nested = nestedJson(event, 'ue_pr', 'ue_px');
  if (!nested.ok) return nested.reason;
  const told = selfDescribing(member(nested.json, 'data'));
  if (!told) return reason('MISSING_EVENT_NAME', 'A self-describing event names the schema of its data.', '/ue_pr');
  const taken = nested.parameter === undefined ? [] : [nested.parameter];
  const schema: Placed = ['context.wire.schema', told.schema];
  if (told.key === shopAction) {
    const { event: name, properties, others } = readShopAction(told, entities);
    return {
      placed: [['type', 'track'], ['event', name], ['properties', properties], schema],
      taken,
      entities: others,
    };
  }
  if (screenViews.includes(told.key)) {
    const { name, ...properties } = dataOf(told);
    const placed: Placed[] = [
      ['type', 'screen'],
      ['name', given(name)],
      ['properties', present(Object.entries(properties))],
    ];
    return { placed: [...placed, schema], taken, entities };
  }
  const named = Object.hasOwn(namedSchemas, told.key) ? namedSchemas[told.key] : undefined;
  const properties = renamed(dataOf(told), named?.names ?? {});
  const placed: Placed[] = [
    ['type', 'track'],
    ['event', named?.event ?? told.name],
    ['properties', properties],
  ];
  return { placed: [...placed, schema], taken, entities };
}

export interface Entities {
  readonly known: readonly SelfDescribing[];
  /** What names no schema. */
  readonly unknown: readonly unknown[];
}

/** Entities stand in `{schema, data: [...]}`. */
export function entitiesOf(json: JsonObject | undefined): Entities {
  const listed = member(json, 'data');
  const items: readonly unknown[] = Array.isArray(listed) ? listed : [];
  return {
    known: items.flatMap((item) => selfDescribing(item) ?? []),
    unknown: items.filter((item) => selfDescribing(item) === undefined),
  };
}
