/** What is no HTTP, or does not come to its end in time, makes no request that could be answered: the connection is told so, and closed. */
import { type Socket } from 'node:net';
import { problemBody, problemType, type ProblemParts } from './problem.ts';

export const requestTimeout: ProblemParts = {
  status: 408,
  code: 'REQUEST_TIMEOUT',
  detail: 'The request did not come to its end in time.',
  fix: 'Send it again, faster or in smaller parts.',
};
const headersTooLarge: ProblemParts = {
  status: 431,
  code: 'HEADERS_TOO_LARGE',
  detail: 'The request has more than 16 KB of headers.',
  fix: 'Send what is long in the body.',
};
const notHttp: ProblemParts = {
  status: 400,
  code: 'NOT_HTTP',
  detail: 'What was sent cannot be read as an HTTP request.',
  fix: 'Send a complete request of HTTP/1.1.',
};

const addressUnreadable: ProblemParts = {
  status: 400,
  code: 'ADDRESS_UNREADABLE',
  detail: 'The address of the request cannot be decoded.',
  fix: 'Encode it as UTF-8, each byte that is no letter or digit as % and two hexadecimal digits.',
};
const addressTooLong: ProblemParts = {
  status: 414,
  code: 'ADDRESS_TOO_LONG',
  detail: 'A part of the address has more than 600 characters.',
  fix: 'Send what is long in the body.',
};

/** A request whose address leads to no route at all, so that no other handler of errors sees it. */
export const addressProblem = (error: { readonly statusCode?: number }): ProblemParts =>
  error.statusCode === addressTooLong.status ? addressTooLong : addressUnreadable;

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
};

export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const parts = partsOf(error.code);
  const body = JSON.stringify(problemBody(parts));
  const head = [
    `HTTP/1.1 ${parts.status} ${titles[parts.status] ?? ''}`,
    `content-type: ${problemType}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  // The half that we write to may be closed by the client already.
  if (socket.writable) socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  socket.destroySoon();
}

function partsOf(code: string | undefined): ProblemParts {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return requestTimeout;
  return code === 'HPE_HEADER_OVERFLOW' ? headersTooLarge : notHttp;
}
