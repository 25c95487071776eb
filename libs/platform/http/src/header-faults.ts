/** Two requests that Node refuses without a word, by their headers: here they are told what was wrong, like all others. */
import { type ServerResponse } from 'node:http';
import { type FastifyInstance } from 'fastify';
import { problemBody, problemType, type ProblemParts } from './problem.ts';
import { sendProblem } from './problem-filter.ts';

const hostMissing: ProblemParts = {
  status: 400,
  code: 'HOST_MISSING',
  detail: 'The request does not say to which host it goes; HTTP/1.1 needs that.',
  fix: 'Send the header Host, with the name of the server.',
};
const expectationUnknown: ProblemParts = {
  status: 417,
  code: 'EXPECTATION_UNKNOWN',
  detail: 'The header Expect asks for something that is not known here.',
  fix: 'Leave it out, or send "Expect: 100-continue".',
};

/** The server is one that leaves the host to us (`requireHostHeader: false`). */
export function refuseByHeaders(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', ({ raw }, reply, next) => {
    if (raw.headers.host !== undefined || raw.httpVersion !== '1.1') {
      next();
      return;
    }
    void reply.header('connection', 'close');
    sendProblem(reply, hostMissing);
  });
  // Whoever waits for what they expect sends no body, so this is the end of the connection.
  fastify.server.on('checkExpectation', (_request: unknown, response: ServerResponse) => {
    response.statusCode = expectationUnknown.status;
    response.setHeader('content-type', problemType).setHeader('connection', 'close');
    response.end(JSON.stringify(problemBody(expectationUnknown)));
  });
}
