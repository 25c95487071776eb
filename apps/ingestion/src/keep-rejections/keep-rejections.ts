/** Keeps every rejection where it can be found, once. */
import { type Outcome, type Received } from '@tributary/bus';
import { bridgeOf, type DeadLettered, type EventRejected, topics } from '@tributary/contracts';
import { traceparentOf } from '@tributary/telemetry';
import { type BridgeDirectory } from '../bridge-topics/bridge-directory.ts';
import { type CountEvents, type CountReasons } from '../count-events.ts';
import { isAcknowledgedOnLog } from '../doors.ts';
import { type RejectionStore } from '../ports.ts';
import { bridgedRejectionOf, rejectionOf } from './from-dead-letter.ts';

const ok: Outcome = { kind: 'ok', outputs: [] };

export class KeepRejections {
  constructor(
    private readonly rejections: RejectionStore,
    private readonly count: CountEvents,
    private readonly countReason: CountReasons,
    private readonly bridges: Pick<BridgeDirectory, 'current'>,
  ) {}

  async all(batch: readonly Received<EventRejected>[]): Promise<readonly Outcome[]> {
    const told = batch.flatMap(({ id, value }) => (value === null ? [] : [{ id, value }]));
    const added = new Set(await this.rejections.keep(told.map(({ value }) => value)));
    for (const { id, value } of told) {
      const { rejection, source, door, code } = value;
      if (!added.delete(rejection)) {
        // Named after its bytes, it has come again, and was acknowledged again.
        if (id !== rejection) this.count(source, 'duplicate');
        continue;
      }
      if (isAcknowledgedOnLog(door)) this.count(source, 'acknowledged');
      this.count(source, 'rejected');
      this.countReason(code);
    }
    return batch.map(() => ok);
  }

  /** A dead letter of the pipeline or of a bridge is published as a rejection; the others are for the operators alone. */
  async fromDeadLetters(batch: readonly Received<DeadLettered>[]): Promise<readonly Outcome[]> {
    const ofBridges = batch.some(({ value }) => value !== null && bridgeOf(value.group) !== undefined);
    const bridges: Bridges = ofBridges ? await this.bridges.current() : new Map();
    return batch.map(({ value }) => {
      const rejection = value === null ? undefined : rejectionIn(value, bridges);
      if (value === null || !rejection) return ok;
      const id = rejection.rejection;
      const traceparent = traceparentOf(value.headers['traceparent']);
      const output = {
        topic: topics.eventRejected,
        key: id,
        id,
        value: rejection,
        time: Date.parse(rejection.receivedAt),
        ...(traceparent === undefined ? {} : { traceparent }),
      };
      return { kind: 'ok', outputs: [output] };
    });
  }
}

type Bridges = Awaited<ReturnType<BridgeDirectory['current']>>;

function rejectionIn(letter: DeadLettered, bridges: Bridges): EventRejected | undefined {
  const bridge = bridgeOf(letter.group);
  if (bridge !== undefined) return bridgedRejectionOf(letter, bridge, bridges.get(bridge));
  return isReceivedTopic(letter.topic) ? rejectionOf(letter) : undefined;
}

/** A deployment's namespace stands before the name. */
const isReceivedTopic = (topic: string): boolean =>
  topic === topics.eventReceived.name || topic.endsWith(`.${topics.eventReceived.name}`);
