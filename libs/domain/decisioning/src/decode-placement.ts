/** Reads the definition of a placement. */
import { complete, decodeId } from './decode-offer.ts';
import { day, minute, type Fallback, type Placement } from './definition.ts';
import { duration } from './reading-time.ts';
import {
  fault,
  fields,
  freeObject,
  integer,
  list,
  name,
  optional,
  read,
  text,
  type Node,
  type Read,
} from './reading.ts';

const maxSize = 20;
const contentSize = 64_000;
/** A page that shows the offer reports it within minutes; an e-mail needs a longer hold and says so. */
const usualHold = 30 * minute;
const maxHold = 31 * day;

export function readPlacement(id: string, definition: unknown): Read<Placement> {
  return read(definition, (node) => decodePlacement(id, node));
}

function decodePlacement(id: string, node: Node): Placement | null {
  const field = fields(node, ['id', 'name', 'size', 'channels', 'fallback', 'hold']);
  if (field === null) return null;
  const placement = {
    id: decodeId(id, field('id')),
    name: optional(field('name'), id, (part) => text(part, 200)),
    size: optional(field('size'), 1, (part) => integer(part, 1, maxSize)),
    channels: optional(field('channels'), undefined, (part) => list(part, { min: 1, max: 50 }, name)),
    fallback: optional(field('fallback'), undefined, decodeFallback),
    hold: optional(field('hold'), usualHold, (part) => duration(part, maxHold)),
  };
  const { channels, fallback, ...rest } = placement;
  if (!complete(rest) || channels === null || fallback === null) return null;
  return { ...rest, ...(channels === undefined ? {} : { channels }), ...(fallback === undefined ? {} : { fallback }) };
}

function decodeFallback(node: Node): Fallback | null {
  const field = fields(node, ['offer', 'content']);
  if (field === null) return null;
  const [offer, content] = [field('offer'), field('content')];
  if (offer.value !== undefined && content.value !== undefined) {
    return fault(node, 'AMBIGUOUS', 'It names an offer and content.', 'Keep one of `offer` and `content`.');
  }
  if (content.value !== undefined) {
    const free = freeObject(content, contentSize);
    return free === null ? null : { kind: 'content', content: free };
  }
  const id = name(offer);
  return id === null ? null : { kind: 'offer', offer: id };
}
