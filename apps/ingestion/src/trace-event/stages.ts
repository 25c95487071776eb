/** What became of one message, stage by stage, in words that somebody who looks for an event understands. */
import { type EventCollected } from '@tributary/contracts';
import { type Rejection } from '../ports.ts';

/** A stored event as the archive has it. */
export interface StoredEvent {
  readonly event: EventCollected;
  /** Milliseconds. */
  readonly storedAt: number;
  /** Different events that came later with the same id; they are kept, and go no further. */
  readonly changedDuplicates: number;
}

/** The person behind a record, as identity answers; `asOf` (milliseconds): everything that had arrived by then is in the answer. */
export type PersonAnswer =
  | { readonly kind: 'found'; readonly profile: string; readonly version: number; readonly asOf: number }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'away'; readonly detail: string };

export interface Stage {
  readonly stage: 'door' | 'archive' | 'rejection' | 'identity';
  readonly outcome: 'received' | 'stored' | 'rejected' | 'replayed' | 'resolved' | 'waiting' | 'unavailable';
  readonly at?: string;
  readonly detail?: string;
  readonly profile?: string;
  readonly rejection?: string;
}

export function stagesOfStored(
  { event, storedAt, changedDuplicates }: StoredEvent,
  person: PersonAnswer,
): readonly Stage[] {
  const notes = [
    ...(event.flags.length === 0 ? [] : [`flagged ${event.flags.join(', ')}`]),
    ...(changedDuplicates === 0
      ? []
      : [`${changedDuplicates} different events came with the same id and were kept aside`]),
  ];
  return [
    { stage: 'door', outcome: 'received', at: event.receivedAt },
    {
      ...{ stage: 'archive', outcome: 'stored', at: new Date(storedAt).toISOString() },
      ...(notes.length === 0 ? {} : { detail: notes.join('; ') }),
    },
    ofIdentity(storedAt, person),
  ];
}

export const stagesOfRejected = ({ receivedAt, rejection, code, detail, fix, state }: Rejection): readonly Stage[] => [
  { stage: 'door', outcome: 'received', at: receivedAt },
  {
    ...{ stage: 'rejection', outcome: state === 'open' ? 'rejected' : 'replayed', rejection },
    detail: `${code}: ${detail} ${fix}`,
  },
];

function ofIdentity(storedAt: number, person: PersonAnswer): Stage {
  switch (person.kind) {
    case 'away':
      return { stage: 'identity', outcome: 'unavailable', detail: person.detail };
    case 'unknown':
      return { stage: 'identity', outcome: 'waiting', detail: 'The record has no profile yet.' };
    case 'found': {
      const { profile, version, asOf } = person;
      // What identity has seen of the record may be older than this event.
      if (asOf < storedAt) return { stage: 'identity', outcome: 'waiting', profile };
      return { stage: 'identity', outcome: 'resolved', profile, detail: `version ${version}` };
    }
  }
}
