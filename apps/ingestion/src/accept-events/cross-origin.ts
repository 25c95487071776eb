/** Any site may send events with a write key, so every origin is answered by its own name. */
import { type FastifyReply, type FastifyRequest } from 'fastify';

export function allowCrossOrigin(request: FastifyRequest, reply: FastifyReply): void {
  const { origin } = request.headers;
  if (origin === undefined) return;
  void reply.headers({
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    // Without it the browser SDK cannot see that it should wait.
    'access-control-expose-headers': 'Retry-After, X-RateLimit-Reset',
    vary: 'Origin',
  });
}

export function answerPreflight(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const asked = request.headers['access-control-request-headers'];
  return reply
    .headers({
      'access-control-allow-methods': 'GET, POST, OPTIONS',
      'access-control-allow-headers': asked ?? 'authorization, content-type, content-encoding',
      'access-control-max-age': '7200',
      allow: 'GET, POST, OPTIONS',
    })
    .status(204)
    .send();
}
