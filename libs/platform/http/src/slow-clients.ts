/**
 * Cuts off clients that are too slow: those whose body does not come to its end in time, and those that take nothing of their answer. Node
 * could do the former for all routes alike only, and a file of gigabytes takes as long as it takes: who has shown a secret key before anything
 * of the body is read (`access: 'secret'` on Fastify itself) is waited for.
 */
import { Socket } from 'node:net';
import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { requestTimeout } from './client-error.ts';
import { sendProblem } from './problem-filter.ts';

export function limitSlowClients(fastify: FastifyInstance, requestMs: number): void {
  fastify.addHook('onRequest', (request, reply, next) => {
    if (hasBody(request) && request.routeOptions.config.access !== 'secret') limit(request, reply, requestMs);
    next();
  });
  fastify.addHook('onSend', ({ raw: { socket } }, _reply, payload, sent) => {
    // As long as something of the answer goes, it may go on; a client that takes nothing would have it lie in our memory for ever.
    // The server sets another timeout when the answer is through.
    if (socket instanceof Socket) socket.setTimeout(requestMs);
    sent(null, payload);
  });
}

const hasBody = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';

function limit({ raw }: FastifyRequest, reply: FastifyReply, requestMs: number): void {
  const timer = setTimeout(() => {
    if (reply.sent) return;
    void reply.header('connection', 'close');
    sendProblem(reply, requestTimeout);
  }, requestMs);
  timer.unref();
  const whole = (): void => {
    clearTimeout(timer);
  };
  raw.once('end', whole).once('close', whole);
}
