/** Judges refused messages again, by the mapping that their bridge has today. Twice is once: all ids are derived from the place of the message. */
import { type Output, type Publisher } from '@tributary/bus';
import { type EventReceived, topics } from '@tributary/contracts';
import { isReasonCode, judgeMessage, reason, type Reason, type ReasonCode } from '@tributary/domain-collection';
import { type Redo } from '../keep-rejections/replay-rejections.ts';
import { type Rejection } from '../ports.ts';
import { type BridgeDirectory, type KnownBridge } from './bridge-directory.ts';
import { refusedMessage } from './bridged-rejection.ts';

export interface RedoMessagesParts {
  readonly directory: Pick<BridgeDirectory, 'current'>;
  readonly publisher: Publisher;
}

type Redone = Reason | 'left-out' | readonly Output<EventReceived>[];

export function redoMessages({ directory, publisher }: RedoMessagesParts): Redo {
  return async (rejections) => {
    const bridges = await directory.current();
    const redone = rejections.map((rejection) => redo(rejection, bridges));
    const outputs = redone.flatMap((one) => (isOutputs(one) ? one : []));
    if (outputs.length > 0) await publisher.publish(outputs);
    return redone.map((one) => (isOutputs(one) ? undefined : one));
  };
}

const isOutputs = (redone: Redone): redone is readonly Output<EventReceived>[] => Array.isArray(redone);

/** Nothing was kept of these that could be judged again. */
const keptNothing: readonly ReasonCode[] = ['MESSAGE_TOO_LARGE', 'INFLATES_TOO_FAR', 'PERSONAL_DATA'];

function redo({ rejection, bridged, bytes, code, detail, receivedAt }: Rejection, bridges: Bridges): Redone {
  if (isReasonCode(code) && keptNothing.includes(code)) return reason(code, detail);
  if (!bridged) return reason('BRIDGE_NOT_FOUND', 'The rejection does not say by which bridge it was read.');
  const found = bridges.get(bridged.bridge);
  if (!found) return reason('BRIDGE_NOT_FOUND', `There is no bridge ${bridged.bridge}.`);
  const { bridge: name } = bridged;
  if (found.kind === 'unreadable') return reason('BRIDGE_NOT_FOUND', `${name} cannot be used: ${found.trouble}`);
  const { mapping, sender, bridge } = found;
  const { source } = bridge;
  const time = Date.parse(receivedAt);
  const judged = judgeMessage(refusedMessage(bridged, bytes), { mapping, sender, source, receivedAt: time });
  switch (judged.kind) {
    case 'rejected':
      return judged.reason;
    case 'left-out':
      return 'left-out';
    case 'taken':
      return judged.events.map(({ record, payload }, index) => {
        const value: EventReceived = { source, door: 'bridge', receivedAt, sender, payload, replayOf: rejection };
        return { topic: topics.eventReceived, key: record, id: `${rejection}:replay:${index}`, value, time };
      });
  }
}

type Bridges = ReadonlyMap<string, KnownBridge>;
