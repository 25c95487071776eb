/** What became of one message, stage by stage, in words that somebody who looks for an event understands. */
import { type Progress } from '@tributary/bus';
import { type EventCollected, type ServiceName, type Topic, topics } from '@tributary/contracts';
import { type Rejection } from '../ports.ts';
import { type Journey, type Leg, type PersonAnswer, readersOf } from './journey.ts';

/** A stored event as the archive has it. */
export interface StoredEvent {
  readonly event: EventCollected;
  /** Milliseconds. */
  readonly storedAt: number;
  /** Different events that came later with the same id; they are kept, and go no further. */
  readonly changedDuplicates: number;
}

export const outcomes = [
  ...(['received', 'stored', 'rejected', 'replayed', 'resolved', 'worked-off', 'waiting', 'dead-lettered'] as const),
  ...(['not-reached', 'unknown', 'unavailable'] as const),
] as const;

export interface Stage {
  readonly stage: 'door' | 'archive' | 'rejection' | ServiceName;
  readonly outcome: (typeof outcomes)[number];
  readonly at?: string;
  readonly detail?: string;
  readonly profile?: string;
  readonly rejection?: string;
  /** From which the service learns of it, and its place there. */
  readonly topic?: string;
  readonly partition?: number;
  readonly offset?: number;
}

export function stagesOfStored(
  { event, storedAt, changedDuplicates }: StoredEvent,
  { legs, person }: Journey,
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
    ...legs.flatMap(stagesOfLeg).map((stage) => withPerson(stage, person)),
  ];
}

export const stagesOfRejected = ({ receivedAt, rejection, code, detail, fix, state }: Rejection): readonly Stage[] => [
  { stage: 'door', outcome: 'received', at: receivedAt },
  {
    ...{ stage: 'rejection', outcome: state === 'open' ? 'rejected' : 'replayed', rejection },
    detail: `${code}: ${detail} ${fix}`,
  },
];

type Fate = Pick<Stage, 'outcome' | 'detail' | 'at'>;

function stagesOfLeg(leg: Leg): readonly Stage[] {
  const topic = leg.topic.name;
  if (leg.kind !== 'found') return readersOf(leg.topic).map((stage) => ({ stage, ...missing(leg), topic }));
  const { partition, offset, passed } = leg;
  return passed.map(({ service, progress }) => ({
    ...{ stage: service, ...fateIn(service, progress), topic },
    ...{ partition, offset },
  }));
}

function missing(leg: Exclude<Leg, { readonly kind: 'found' }>): Fate {
  const { name } = leg.topic;
  switch (leg.kind) {
    case 'not-reached':
      return { outcome: 'not-reached', detail: 'Identity has not passed it on.' };
    case 'absent':
      return { outcome: 'unknown', detail: `It is not on ${name}, ${kept(leg.topic)}; or it comes there in a moment.` };
    case 'beyond':
      return {
        outcome: 'unknown',
        detail: `It came to ${name} so much later than to the stage before that it was not found.`,
      };
    case 'away':
      return { outcome: 'unavailable', detail: leg.detail };
  }
}

function fateIn(service: ServiceName, progress: Progress): Fate {
  const parked = `${service}.dead-lettered.v1`;
  switch (progress.kind) {
    case 'done':
      return { outcome: service === 'identity' ? 'resolved' : 'worked-off' };
    case 'waiting': {
      const { before } = progress;
      const detail = before === 0 ? 'It is the next one.' : `Up to ${before} messages come before it.`;
      return { outcome: 'waiting', detail };
    }
    case 'parked': {
      const { reason, detail, at } = progress;
      return { outcome: 'dead-lettered', at, detail: `${reason}: ${detail} It lies on ${parked}.` };
    }
    case 'done-or-parked':
      return { outcome: 'unknown', detail: `It was worked off, or is among the very many on ${parked}.` };
  }
}

const kept = ({ retention }: Topic): string =>
  retention === 'compacted' ? 'which keeps the newest of each key' : `which keeps messages for ${retention.days} days`;

/** Says who the person is, as far as identity can tell, and of which version a snapshot is: the one that holds, whatever changed last. */
function withPerson(stage: Stage, person: PersonAnswer): Stage {
  const isIdentity = stage.stage === 'identity';
  if (person.kind === 'found') {
    const isOfPerson = stage.outcome === 'resolved' || stage.topic === topics.profileUpdated.name;
    const note = isOfPerson && stage.offset !== undefined ? `version ${person.version}` : undefined;
    const detail = [note, stage.detail].filter((text) => text !== undefined).join(': ');
    return {
      ...stage,
      ...(isIdentity ? { profile: person.profile } : {}),
      ...(detail === '' ? {} : { detail }),
    };
  }
  if (!isIdentity || stage.outcome !== 'resolved') return stage;
  return { ...stage, detail: person.kind === 'away' ? person.detail : 'Nobody is known by its record any more.' };
}
