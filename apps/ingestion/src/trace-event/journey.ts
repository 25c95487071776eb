/** The way of a stored event from topic to topic, and how far each service that reads one of them is with it. */
import { type Progress } from '@tributary/bus';
import { type ProfileId, type ServiceName, services, type Topic } from '@tributary/contracts';

/** The person behind a record, as identity answers. */
export type PersonAnswer =
  | {
      readonly kind: 'found';
      readonly profile: ProfileId;
      readonly version: number;
      /** Milliseconds. */
      readonly updatedAt: number;
    }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'away'; readonly detail: string };

interface Passed {
  readonly service: ServiceName;
  readonly progress: Progress;
}

/** What is known of an event, or of what followed from it, on one topic. */
export type Leg = { readonly topic: Topic } & (
  | {
      readonly kind: 'found';
      readonly partition: number;
      readonly offset: number;
      /** Milliseconds. */
      readonly appendedAt: number;
      readonly passed: readonly Passed[];
    }
  | { readonly kind: 'absent' | 'beyond' | 'not-reached' }
  | { readonly kind: 'away'; readonly detail: string }
);

export interface Journey {
  readonly legs: readonly Leg[];
  readonly person: PersonAnswer;
}

/** The services that read a topic. */
export const readersOf = ({ consumers }: Topic): readonly ServiceName[] =>
  services.filter((service) => consumers.includes(service));
