/** Answers of the routes of imports that are not 2xx. */
import { Problem } from '@tributary/http';
import { type FileFailure } from './import-failures.ts';
import { type FileImport } from './ports.ts';

interface MappingError {
  readonly at: string;
  readonly message: string;
}

/** Says besides where to go on. */
export class OffsetMismatch extends Problem {
  constructor(
    readonly received: number,
    offset: number,
  ) {
    super({
      status: 409,
      code: 'OFFSET_MISMATCH',
      detail: `The import has ${received} bytes; the upload begins at ${offset}.`,
      at: '/offset',
      fix: `Send what follows with offset=${received}; the header upload-offset and \`received\` of the import say it, too.`,
    });
  }
}

const bytes = (count: number): string => `${count.toLocaleString('en')} bytes`;
const begin = 'Begin another import with POST /v1/imports.';

export const importProblems = {
  notFound: (id: string) =>
    new Problem({
      status: 404,
      code: 'IMPORT_NOT_FOUND',
      detail: `There is no import ${id}.`,
      fix: 'List them with GET /v1/imports.',
    }),
  unknownSource: (source: string) =>
    new Problem({
      status: 404,
      code: 'SOURCE_NOT_FOUND',
      detail: `There is no source ${source}.`,
      at: '/source',
      fix: 'List them with GET /v1/sources, or add it with POST /v1/sources.',
    }),
  wrongMapping: (errors: readonly MappingError[]) =>
    new Problem({
      status: 400,
      code: 'MAPPING_INVALID',
      detail: `The mapping has ${errors.length === 1 ? 'an error' : `${errors.length} errors`}.`,
      fix: 'Mend what stands in `errors`; POST /v1/imports/:id/preview proposes a mapping to start from.',
      errors: errors.map(({ at, message }) => ({ at: `/mapping${at === '/' ? '' : at}`, message })),
    }),
  shiftWithoutMapping: () =>
    new Problem({
      status: 400,
      code: 'SHIFT_NEEDS_MAPPING',
      detail: 'Only the times that a mapping makes can be moved by days.',
      at: '/shiftDays',
      fix: 'Give a mapping, or leave shiftDays out.',
    }),
  tooLarge: (most: number) =>
    new Problem({
      status: 413,
      code: 'IMPORT_TOO_LARGE',
      detail: `The content of an import may have ${bytes(most)}.`,
      fix: 'Pack it with gzip, or cut it into several files; INGESTION_IMPORT_MAX_BYTES of the service is the bound.',
    }),
  moreThanDeclared: (size: number) =>
    new Problem({
      status: 409,
      code: 'SIZE_MISMATCH',
      detail: `The upload goes beyond the ${bytes(size)} that were declared.`,
      fix: `Send the file that was meant, or cancel the import and begin one without a size.`,
    }),
  lessThanDeclared: (size: number, received: number) =>
    new Problem({
      status: 409,
      code: 'SIZE_MISMATCH',
      detail: `The upload was the last, but only ${bytes(received)} of the ${bytes(size)} that were declared are there.`,
      fix: `Send the rest with offset=${received}, or cancel the import and begin one without a size.`,
    }),
  otherContent: (offset: number) =>
    new Problem({
      status: 409,
      code: 'CONTENT_CHANGED',
      detail: `At ${offset} the upload differs from what was received before.`,
      fix: `Go on with the file of which the beginning was sent. For another file: ${begin}`,
    }),
  takenOver: () =>
    new Problem({
      status: 409,
      code: 'UPLOAD_TAKEN_OVER',
      detail: 'Another upload of the import has begun meanwhile, or the import has ended.',
      fix: 'Send one after the other; GET /v1/imports/:id says how much was received.',
    }),
  alreadyWhole: ({ received, state }: FileImport) =>
    new Problem({
      status: 409,
      code: 'CONTENT_COMPLETE',
      detail: `The import has all of its content (${bytes(received)}) and is ${state}.`,
      fix: begin,
    }),
  wasCancelled: () =>
    new Problem({ status: 409, code: 'IMPORT_CANCELLED', detail: 'The import was cancelled.', fix: begin }),
  notToBeRun: (state: FileImport['state']) =>
    new Problem({
      status: 409,
      code: 'IMPORT_NOT_READY',
      detail: `The import is ${state}: only one that is held, has failed, or was a dry run can be run.`,
      fix:
        state === 'receiving'
          ? 'Send the rest of its content, the last part with last=true.'
          : 'Wait for its end with GET /v1/imports/:id; what is done is sent again by another import.',
    }),
  contentGone: () =>
    new Problem({
      status: 409,
      code: 'CONTENT_REMOVED',
      detail: 'The content of the import is no longer kept.',
      fix: begin,
    }),
  nothingReceived: () =>
    new Problem({
      status: 409,
      code: 'NOTHING_RECEIVED',
      detail: 'Nothing of the content was received yet.',
      fix: 'Send it with PUT /v1/imports/:id/content.',
    }),
  uploadBroken: () =>
    new Problem({
      status: 400,
      code: 'UPLOAD_BROKEN',
      detail: 'The connection ended before the upload did; what came before is kept.',
      fix: 'Go on where `received` of GET /v1/imports/:id says.',
    }),
  unreadable: (failure: FileFailure) => new Problem({ status: 422, ...failure }),
};
