/** Follows one message id through the stages: the door, the archive or a rejection, and every service behind them. */
import { eventIdOf } from '@tributary/domain-collection';
import { type SourceDirectory } from '../manage-sources/source-directory.ts';
import { type ArchiveStore, type RejectionStore } from '../ports.ts';
import { type FollowEvent } from './follow-event.ts';
import { type Stage, stagesOfRejected, stagesOfStored } from './stages.ts';

export interface Trace {
  readonly source: string;
  readonly event: string | null;
  readonly stages: readonly Stage[];
}

export interface TraceEventParts {
  readonly archive: Pick<ArchiveStore, 'stored'>;
  readonly rejections: Pick<RejectionStore, 'ofMessage'>;
  readonly sources: Pick<SourceDirectory, 'senders'>;
  readonly follow: Pick<FollowEvent, 'run'>;
}

export class TraceEvent {
  constructor(private readonly parts: TraceEventParts) {}

  /** One trace for each event that was stored or refused under the id; none: nothing of that id has passed the door yet. */
  async of(messageId: string, source: string | undefined): Promise<readonly Trace[]> {
    const { archive, rejections, sources, follow } = this.parts;
    const senders = source === undefined ? await sources.senders() : [source];
    const [stored, refused] = await Promise.all([
      archive.stored(senders.map((sender) => eventIdOf(sender, messageId))),
      rejections.ofMessage(messageId),
    ]);
    const traces = stored.map(async (one): Promise<Trace> => {
      const { event, source: sender } = one.event;
      return { source: sender, event, stages: stagesOfStored(one, await follow.run(one)) };
    });
    const others = refused
      .filter((rejection) => senders.includes(rejection.source))
      .map((rejection): Trace => ({ source: rejection.source, event: null, stages: stagesOfRejected(rejection) }));
    return [...(await Promise.all(traces)), ...others];
  }
}
