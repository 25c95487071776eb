/** The wire format: OP_MSG, and the OP_QUERY in which an older greeting arrives. */
import { decode } from '../values/decode.ts';
import { encodeAfter } from '../values/encode.ts';
import { type Doc } from '../values/value.ts';
import { type Request } from '../commands/request.ts';

const opReply = 1;
const opQuery = 2004;
const opMsg = 2013;
const headerBytes = 16;
const moreToCome = 2;

export interface Message {
  readonly requestId: number;
  readonly legacy: boolean;
  /** The client wants no answer (write concern 0). */
  readonly silent: boolean;
  readonly request: Request;
}

export class WireError extends Error {}

/** The message in `frame`, which is whole. */
export function parseMessage(frame: Buffer): Message {
  const requestId = frame.readInt32LE(4);
  const opCode = frame.readInt32LE(12);
  if (opCode === opMsg) return parseOpMsg(frame, requestId);
  if (opCode === opQuery) return parseOpQuery(frame, requestId);
  throw new WireError(`the wire operation ${opCode} is not supported by the embedded store`);
}

function parseOpMsg(frame: Buffer, requestId: number): Message {
  const flags = frame.readUInt32LE(headerBytes);
  const end = frame.length - ((flags & 1) === 1 ? 4 : 0); // a checksum may follow
  let body: Doc | undefined;
  const sequences = new Map<string, Buffer[]>();
  for (let at = headerBytes + 4; at < end;) {
    const kind = frame[at++];
    const size = frame.readInt32LE(at);
    if (size < 5 || at + size > end) throw new WireError('a section of the message is cut off');
    if (kind === 0) body = decode(frame, at);
    else if (kind === 1) readSequence(frame.subarray(at, at + size), sequences);
    else throw new WireError(`the section kind ${kind ?? 'none'} is not known`);
    at += size;
  }
  if (!body) throw new WireError('the message has no body');
  const [name = ''] = Object.keys(body);
  const db = body['$db'];
  const request = { name, db: typeof db === 'string' ? db : 'admin', body, sequences };
  return { requestId, legacy: false, silent: (flags & moreToCome) !== 0, request };
}

function readSequence(section: Buffer, sequences: Map<string, Buffer[]>): void {
  const nameEnd = section.indexOf(0, 4);
  const documents: Buffer[] = [];
  for (let at = nameEnd + 1; at < section.length;) {
    const size = section.readInt32LE(at);
    if (size < 5 || at + size > section.length) throw new WireError('a document of the message is cut off');
    documents.push(section.subarray(at, at + size));
    at += size;
  }
  sequences.set(section.toString('latin1', 4, nameEnd), documents);
}

function parseOpQuery(frame: Buffer, requestId: number): Message {
  const nameEnd = frame.indexOf(0, headerBytes + 4);
  const db = frame.toString('utf8', headerBytes + 4, nameEnd).split('.')[0] ?? 'admin';
  const body = decode(frame, nameEnd + 9);
  const [name = ''] = Object.keys(body);
  return { requestId, legacy: true, silent: false, request: { name, db, body, sequences: new Map() } };
}

export function encodeReply(message: { requestId: number; legacy: boolean }, reply: Doc, id: number): Buffer {
  const head = message.legacy ? headerBytes + 20 : headerBytes + 5;
  const frame = encodeAfter(head, reply);
  frame.fill(0, headerBytes, head);
  frame.writeInt32LE(frame.length, 0);
  frame.writeInt32LE(id, 4);
  frame.writeInt32LE(message.requestId, 8);
  frame.writeInt32LE(message.legacy ? opReply : opMsg, 12);
  if (message.legacy) frame.writeInt32LE(1, headerBytes + 16); // documents returned
  return frame;
}
