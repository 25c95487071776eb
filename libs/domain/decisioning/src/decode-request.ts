/** Reads a request for a decision. */
import { type Identifier, type JsonObject } from '@tributary/contracts';
import {
  child,
  choice,
  fault,
  fields,
  freeObject,
  integer,
  isObject,
  name,
  optional,
  read,
  text,
  wrongType,
} from './reading.ts';
import { type Node, type Read } from './reading.ts';

export interface DecisionRequest {
  /** Who is asked for: identifiers in the order in which they are tried; the type `profile` names a profile itself. */
  readonly person: readonly [Identifier, ...Identifier[]];
  readonly placement: string;
  readonly channel?: string;
  readonly context: JsonObject;
  /** Fewer offers than the placement shows. */
  readonly limit?: number;
  /** A retry with the same id gets the same decision. */
  readonly decisionId?: string;
  /** The oldest state of the person that the caller accepts, milliseconds. */
  readonly maxLagMs?: number;
}

const known = ['person', 'placement', 'channel', 'context', 'limit', 'decisionId', 'maxLagMs'];
const maxIdentifiers = 5;
const contextSize = 8_000; // attributes of a session, not a page

export function readRequest(body: unknown): Read<DecisionRequest> {
  return read(body, (node) => {
    const field = fields(node, known);
    if (field === null) return null;
    const person = decodePerson(field('person'));
    const placement = name(field('placement'));
    const channel = optional(field('channel'), undefined, name);
    const context = optional(field('context'), {}, (part) => freeObject(part, contextSize));
    const limit = optional(field('limit'), undefined, (part) => integer(part, 1, 20));
    const decisionId = optional(field('decisionId'), undefined, name);
    const maxLagMs = optional(field('maxLagMs'), undefined, (part) => integer(part, 0, 86_400_000));
    if (person === null || placement === null || channel === null || context === null) return null;
    if (limit === null || decisionId === null || maxLagMs === null) return null;
    return {
      person,
      placement,
      ...(channel === undefined ? {} : { channel }),
      context,
      ...(limit === undefined ? {} : { limit }),
      ...(decisionId === undefined ? {} : { decisionId }),
      ...(maxLagMs === undefined ? {} : { maxLagMs }),
    };
  });
}

const example = 'an object such as {"user_id": "17850"}';

function decodePerson(node: Node): DecisionRequest['person'] | null {
  if (!isObject(node.value)) return wrongType(node, example);
  const entries = Object.entries(node.value);
  if (entries.length > maxIdentifiers) {
    return fault(
      node,
      'TOO_MANY',
      `It has ${entries.length} identifiers.`,
      `Send at most ${maxIdentifiers}, strongest first.`,
    );
  }
  const identifiers = entries.map(([type, value]) => decodeIdentifier(child(node, type, value), type));
  const [first, ...more] = identifiers.filter((identifier) => identifier !== null);
  if (first === undefined) {
    return entries.length > 0 ? null : fault(node, 'EMPTY', 'It names nobody.', `Send ${example}.`);
  }
  return [first, ...more];
}

function decodeIdentifier(node: Node, type: string): Identifier | null {
  if (name({ ...node, value: type }) === null) return null;
  // Shops number their customers; a number is as good as its digits.
  const value = text(typeof node.value === 'number' ? { ...node, value: String(node.value) } : node, 512);
  return value === null ? null : { type, value };
}

export interface OfferResponse {
  readonly offer: string;
  readonly response: 'shown' | 'accepted' | 'dismissed';
}

const responses = ['shown', 'accepted', 'dismissed'] as const;

export function readResponse(body: unknown): Read<OfferResponse> {
  return read(body, (node) => {
    const field = fields(node, ['offer', 'response']);
    if (field === null) return null;
    const offer = name(field('offer'));
    const response = choice(field('response'), responses);
    return offer === null || response === null ? null : { offer, response };
  });
}
