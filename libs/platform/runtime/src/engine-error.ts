/**
 * Whether an error tells of an engine or a peer (away, full, overloaded, refusing us) and not of the message that was being
 * handled. Such a failure is waited out and never leads into the dead letters, so in doubt an answer of the store about itself
 * counts as trouble; what is said about a document (too large, twice, invalid) does not.
 */

/** Errors of the MongoDB driver that no document can cause. */
const driverErrors = new Set([
  'MongoClientClosedError',
  'MongoExpiredSessionError',
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoNotConnectedError',
  'MongoOperationTimeoutError',
  'MongoPoolClearedError',
  'MongoPoolClosedError',
  'MongoServerClosedError',
  'MongoServerSelectionError',
  'MongooseServerSelectionError',
  'MongoStalePrimaryError',
  'MongoSystemError',
  'MongoTopologyClosedError',
  'MongoUnexpectedServerResponseError',
  'MongoWaitQueueTimeoutError',
  'MongoWriteConcernError',
  'PoolClearedOnNetworkError',
  'WaitQueueTimeoutError',
]);

/** Codes of the server by which it speaks of itself: error_codes.yml of MongoDB, what is internal, interrupted, refused, full. */
const serverCodes = new Set([
  1, 6, 7, 8, 13, 18, 24, 43, 46, 50, 64, 70, 74, 75, 79, 89, 91, 94, 95, 96, 100, 112, 133, 134, 136, 146, 175, 189, 202,
  234, 237, 262, 317, 365, 384, 391, 462, 9001, 10107, 11600, 11601, 11602, 13388, 13435, 13436, 14031,
]); // prettier-ignore

const serverLabels = [
  'NetworkError',
  'RetryableError',
  'RetryableWriteError',
  'SystemOverloadedError',
  'TransientTransactionError',
];

/** Of sockets, names, disks and undici. */
const systemCodes =
  /^(ECONN|EHOST|ENET|EAI_|UND_ERR_)|^(EPIPE|ETIMEDOUT|ENOTFOUND|ENOSPC|EDQUOT|EIO|EROFS|EMFILE|ENFILE)$/;

/** Answers of a peer by which it says that it is not for our request that it fails. */
const peerStatus = (status: number): boolean => status >= 500 || [401, 403, 408, 425, 429].includes(status);

/** Causes are looked at so deep. */
const depth = 8;

export function isEngineError(error: unknown, level = 0): boolean {
  if (typeof error !== 'object' || error === null || level > depth) return false;
  // Some of these come from the prototype or cannot be enumerated.
  const of = (name: string): unknown => Reflect.get(error, name);
  if (tellsOfEngine({ name: of('name'), code: of('code'), status: of('status'), labels: of('errorLabelSet') }))
    return true;
  const inner = ['cause', 'errors', 'writeErrors'].flatMap((name) => of(name));
  return inner.some((one) => isEngineError(one, level + 1));
}

function tellsOfEngine({ name, code, status, labels }: Partial<Record<string, unknown>>): boolean {
  if (typeof name === 'string' && (driverErrors.has(name) || name === 'TimeoutError' || name === 'AbortError'))
    return true;
  if (typeof code === 'number' && serverCodes.has(code)) return true;
  if (typeof code === 'string' && systemCodes.test(code)) return true;
  if (typeof status === 'number' && peerStatus(status)) return true;
  return labels instanceof Set && serverLabels.some((label) => labels.has(label));
}
