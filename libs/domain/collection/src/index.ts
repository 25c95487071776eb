export { batchTooLarge, charactersIn } from './batch-limits.ts';
export { judgeMessage, type JudgedMessage, type Reading } from './bridge/judge-message.ts';
export { parseBridgeMapping } from './bridge/parse-bridge-mapping.ts';
export { readRecord, type ReadRecord } from './bridge/read-record.ts';
export { attributesOf, placeOf, type TopicMessage } from './bridge/topic-message.ts';
export { bytesOfCharacters, charactersOf, fromBase64, parseJson, utf8TextOf, withoutByteOrderMark } from './bytes.ts';
export { saying, unwrapCloudEvent } from './cloud-event.ts';
export { decodeBody, type DecodedBody, type DecodedItem } from './decode.ts';
export { eventTypes } from './event-types.ts';
export { hash128 } from './hashing.ts';
export { recordOf } from './identifiers.ts';
export { isObject, member, pointer } from './json.ts';
export { takeFrom, type Bucket, type Quota, type Taken } from './quota.ts';
export { classifyReceipt, type Archived, type Arrival, type Receipt } from './receipt.ts';
export { isReasonCode, reason, reasonCodes, type Reason, type ReasonCode } from './reasons.ts';
export { duplicateIn } from './scan.ts';
export { admit, eventIdOf, shapeEvent, type Admission, type Arrived, type Shape, type Shaped } from './shape.ts';
export { parseInstant } from './time.ts';
export {
  eventsOf,
  groupOf,
  readRow,
  type MappedEvent,
  type ReadRow,
  type RejectedLine,
} from './mapping/apply-mapping.ts';
export { type MappingError } from './mapping/mapping-error.ts';
export { rowsOf, textMember } from './mapping/cell-at.ts';
export { type FileFormat, type FileType, type Mapping, type Row } from './mapping/mapping.ts';
export { parseMapping, type ParsedMapping } from './mapping/parse-mapping.ts';
export { type SampledColumn } from './mapping/propose/column-guess.ts';
export { proposeMapping, type Proposal } from './mapping/propose/propose-mapping.ts';
export { proposeForTopic, type SampledRecord, type TopicProposal } from './mapping/propose/propose-topic.ts';
export { columnsIn, listIn } from './mapping/propose/sample-columns.ts';
