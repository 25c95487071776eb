/** Why an import has not gone through, and what to do: of its file, of the engines, or of ours. Closed codes. */
import { BusError } from '@tributary/bus';
import { type FileReasonCode, ImportError } from '@tributary/importer';
import { type ImportFailure } from './ports.ts';

const goOn = 'POST /v1/imports/:id/run goes on where it was.';

/** What the importer tells the person at a command line is another thing to do over HTTP. */
const fixesHere: Readonly<Record<string, string>> = {
  MAPPING_NEEDED: 'POST /v1/imports/:id/preview proposes a mapping; POST /v1/imports/:id/run takes one.',
  UNREADABLE: `Look at the disk behind INGESTION_IMPORT_DIR. ${goOn}`,
};

export interface FileFailure extends ImportFailure {
  readonly code: FileReasonCode;
}

/** An error of a file, told to somebody who has never seen where it lies. */
export function toldOfFile(error: ImportError, file: string): FileFailure {
  const code = error.code ?? 'UNREADABLE';
  const detail = error.message.replaceAll(file, 'The file');
  return { code, detail, fix: fixesHere[code] ?? error.fix ?? '' };
}

const noRoom = new Set(['ENOSPC', 'EDQUOT']);

/** Undefined: nothing is wrong with the import, an engine fails; it is taken up again. */
export function failureOf(
  error: unknown,
  { file, isEngineError }: { readonly file: string; readonly isEngineError: (error: unknown) => boolean },
): ImportFailure | undefined {
  if (error instanceof ImportError) return toldOfFile(error, file);
  if (error instanceof BusError) {
    const detail = `The events could not be made durable for too long: ${error.message}`;
    return { code: 'NOT_DURABLE', detail, fix: `Look at the bus of the service. ${goOn}` };
  }
  if (error instanceof ContentDamaged) {
    return { code: 'CONTENT_DAMAGED', detail: error.message, fix: 'Begin another import with POST /v1/imports.' };
  }
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  if (typeof code === 'string' && noRoom.has(code)) {
    const detail = `There is no room for the file while it is read: ${code}.`;
    return { code: 'NO_ROOM', detail, fix: `Give the disk behind INGESTION_IMPORT_DIR more room. ${goOn}` };
  }
  if (isEngineError(error)) return undefined;
  const detail = `Something went wrong on our side: ${error instanceof Error ? error.message : String(error)}`;
  return { code: 'INTERNAL', detail, fix: `Look into the log of the service. ${goOn}` };
}

/** What is kept of the content is not all that was received. */
export class ContentDamaged extends Error {
  override readonly name = 'ContentDamaged';
}

/** A process that dies again and again in the middle of an import is not given it for ever. */
export const mostTakeovers = 5;

export const keepsStopping: ImportFailure = {
  code: 'KEEPS_STOPPING',
  detail: `The process that ran it was gone ${mostTakeovers} times before it was done.`,
  fix: `Look at why the service ends: memory, for one. ${goOn}`,
};

export const expired: ImportFailure = {
  code: 'EXPIRED',
  detail: 'Nothing was heard of it for too long; its content is no longer kept.',
  fix: 'Begin another import with POST /v1/imports.',
};

export const sourceGone = (source: string): ImportFailure => ({
  code: 'SOURCE_NOT_FOUND',
  detail: `There is no source ${source}.`,
  fix: 'Add it with POST /v1/sources, then POST /v1/imports/:id/run.',
});
