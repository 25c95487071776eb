/** The answer of a member of a replica set that is not primary any more, to whoever wants to write (OP_MSG, by MongoDB's wire protocol). */
import mongoose from 'mongoose';

const { BSON } = mongoose.mongo;

const opMsg = 2_013;
const header = 16;
/** Flags, and the kind of the first section. */
const beforeBody = header + 5;

const writes = new Set(['insert', 'update', 'delete', 'findAndModify', 'bulkWrite']);

/** Undefined for what is no write: reads and greetings go through. */
export function notPrimary(request: Buffer): Buffer | undefined {
  if (request.length < beforeBody + 5 || request.readInt32LE(12) !== opMsg || request[header + 4] !== 0)
    return undefined;
  const size = request.readInt32LE(beforeBody);
  const [command] = Object.keys(BSON.deserialize(request.subarray(beforeBody, beforeBody + size)));
  return command !== undefined && writes.has(command) ? answer(request.readInt32LE(4)) : undefined;
}

function answer(to: number): Buffer {
  const body = BSON.serialize({
    ok: 0,
    errmsg: 'not primary',
    code: 10_107,
    codeName: 'NotWritablePrimary',
    errorLabels: ['RetryableWriteError'],
  });
  const message = Buffer.alloc(beforeBody + body.length);
  message.writeInt32LE(message.length, 0);
  message.writeInt32LE(0, 4);
  message.writeInt32LE(to, 8);
  message.writeInt32LE(opMsg, 12);
  message.set(body, beforeBody);
  return message;
}
