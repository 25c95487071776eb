/** Who an event says it is about, strongest first, and the record that this makes it belong to. */
import { type Identifier, type JsonObject, recordId, type RecordId, type Sender } from '@tributary/contracts';
import { isPlaceholder, readEmail } from '@tributary/domain-cleansing';
import { hash128 } from './hashing.ts';
import { isObject, member } from './json.ts';

/**
 * Strength in the order in which an identifier tells people apart. A source may say which of its records it speaks of: rows of
 * a CRM that share a family's address are records of their own. A login is given to one person; a card may be lent; an
 * address or a number is shared by families; a visit has one visitor; a device is shared by whoever sits before it.
 */
const strength = [
  ...['record_id', 'user_id', 'loyalty_id', 'email', 'phone'],
  ...['session_id', 'device_id', 'anonymous_id', 'previous_id'],
] as const;
type Known = (typeof strength)[number];

/** The longest value that a contract carries. */
const longestIdentifier = 512;

export interface Identity {
  readonly userId: string | undefined;
  readonly anonymousId: string | undefined;
  readonly previousId: string | undefined;
  readonly traits: JsonObject;
  readonly context: JsonObject;
}

const traitNames: readonly (readonly [Known, readonly string[]])[] = [
  ['loyalty_id', ['loyalty_id', 'loyaltyId']],
  ['email', ['email']],
  ['phone', ['phone']],
];

export function identifiersOf(identity: Identity): readonly Identifier[] {
  const found: Identifier[] = [];
  const add = (type: string, value: unknown): void => {
    const text = typeof value === 'number' ? String(value) : value;
    if (typeof text !== 'string' || text.trim() === '' || text.length > longestIdentifier) return;
    if (!found.some((known) => known.type === type && known.value === text)) found.push({ type, value: text });
  };
  add('user_id', identity.userId);
  for (const [type, names] of traitNames) for (const name of names) add(type, member(identity.traits, name));
  add('session_id', visitAt(identity));
  add('device_id', member(member(identity.context, 'device'), 'id'));
  add('anonymous_id', identity.anonymousId);
  add('previous_id', identity.previousId);
  addExternal(identity.context, add);
  return found.sort((a, b) => rank(a.type) - rank(b.type));
}

/** Classes of devices that many people use, one after the other. */
const sharedClasses: readonly unknown[] = ['shared', 'kiosk', 'pos', 'signage'];

/**
 * Before a shared device people are told apart by their visits: what a visitor does before the login is of the visit, and the
 * visit is of whoever logs in during it. Session ids count per device; elsewhere the device itself is the person's.
 */
function visitAt({ context, anonymousId }: Identity): string | undefined {
  const device = member(context, 'device');
  const session = member(context, 'sessionId');
  if (!sharedClasses.includes(member(device, 'class'))) return undefined;
  if (typeof session !== 'string' && typeof session !== 'number') return undefined;
  const place = member(device, 'id') ?? anonymousId;
  const named = typeof place === 'string' || typeof place === 'number';
  return named && String(session).trim() !== '' ? `${place}/${session}` : undefined;
}

/** `context.externalIds`, as Segment's SDKs carry further identifiers. */
function addExternal(context: JsonObject, add: (type: string, value: unknown) => void): void {
  const listed = member(context, 'externalIds');
  if (!Array.isArray(listed)) return;
  for (const item of listed.slice(0, 20)) {
    const type = isObject(item) ? member(item, 'type') : undefined;
    if (typeof type === 'string' && /^[a-z][a-z0-9_]{0,63}$/.test(type)) add(type, member(item, 'id'));
  }
}

function rank(type: string): number {
  const index = strength.findIndex((known) => known === type);
  return index < 0 ? strength.length : index;
}

/**
 * One person as an organisation's sources know them: a pure hash of the strongest identifier that names somebody, known at
 * the door. A user id means the same person in every source, and an anonymous id is random and travels between a site and
 * its server, so records are shared by all sources, save for a `record_id`, which is a source's own. The value is compared
 * without regard to case and space where the world does so. A client speaks for its visitor: whoever types somebody's address
 * must not write into that person's record, so what it says without proof chooses none. Undefined where nobody is named:
 * strangers must not share a record because a programme calls them all "guest".
 */
export function recordOf(identifiers: readonly Identifier[], source: string, sender?: Sender): RecordId | undefined {
  const strongest = identifiers.find((one) => namesSomebody(one) && (sender !== 'client' || isOwn(one)));
  if (strongest === undefined) return undefined;
  const scope = strongest.type === 'record_id' ? [source] : [];
  return recordId(`r_${hash128(strongest.type, ...scope, comparable(strongest))}`);
}

/** What a browser or an app holds itself: the login of its session and the ids that it has drawn. */
const isOwn = ({ type }: Identifier): boolean => ['user_id', 'session_id', 'device_id', 'anonymous_id'].includes(type);

/** A former id says who somebody was, not who they are; a mailbox of a function belongs to many. */
function namesSomebody(identifier: Identifier): boolean {
  const { type, value } = identifier;
  if (type === 'previous_id' || isPlaceholder(value)) return false;
  if (type === 'phone') return !isPlaceholder(value.replaceAll(/\D/g, ''));
  return type !== 'email' || readEmail(value)?.role === false;
}

function comparable({ type, value }: Identifier): string {
  if (type === 'email') return value.trim().toLowerCase();
  return type === 'phone' ? value.replaceAll(/[^+\d]/g, '') : value;
}
