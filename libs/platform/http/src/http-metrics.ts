/** Counts and times every request by its route, never by its address: an address may hold an id. */
import { catalogue, type Metrics } from '@tributary/telemetry';
import { type FastifyInstance } from 'fastify';

export function measureRequests(fastify: FastifyInstance, metrics: Metrics): void {
  const requests = metrics.counter(catalogue.httpRequests);
  const duration = metrics.histogram(catalogue.httpDuration);
  fastify.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions } = request;
    const route = routeOptions.url ?? 'none';
    requests.inc({ method, route, status: String(reply.statusCode) });
    duration.observe({ method, route }, reply.elapsedTime / 1_000);
    done();
  });
}
