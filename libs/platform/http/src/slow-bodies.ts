/**
 * Cuts off clients whose body does not come to its end in time. Node could do so for all routes alike only, and a file of gigabytes takes
 * as long as it takes: who has shown a secret key before anything of the body is read (`access: 'secret'` on Fastify itself) is waited for.
 */
import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { requestTimeout } from './client-error.ts';
import { sendProblem } from './problem-filter.ts';

export function limitSlowBodies(fastify: FastifyInstance, requestMs: number): void {
  fastify.addHook('onRequest', (request, reply, next) => {
    if (hasBody(request) && request.routeOptions.config.access !== 'secret') limit(request, reply, requestMs);
    next();
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
