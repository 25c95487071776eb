/**
 * The HTTP edge. Its routes stand directly on Fastify: they take raw bytes whatever the content type says, and a request
 * costs about half of what it costs through Nest's pipeline.
 */
import { randomUUID } from 'node:crypto';
import { BusError, withDeadline } from '@tributary/bus';
import { type EventType } from '@tributary/contracts';
import { decodeBody, eventTypes } from '@tributary/domain-collection';
import { Problem, sendProblem } from '@tributary/http';
import { traced, traceparentOf, type Tracer } from '@tributary/telemetry';
import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { type SourceDirectory } from '../manage-sources/source-directory.ts';
import { type AcceptEvents, type Accepted } from './accept-events.ts';
import { allowCrossOrigin, answerPreflight } from './cross-origin.ts';
import { problems } from './edge-problems.ts';
import { largestBody, readBody } from './read-body.ts';
import { writeKeyOf } from './write-key.ts';

/** What the SDKs of the field send at most is a tenth of it. */
const mostEvents = 2_500;

export interface EdgeOptions {
  readonly accept: AcceptEvents;
  readonly sources: SourceDirectory;
  readonly maxInFlightBytes: number;
  readonly publishDeadlineMs: number;
  readonly tracer: Tracer;
}

interface Route {
  readonly path: string;
  /** The type of events that do not name theirs. */
  readonly type?: EventType;
  readonly imported: boolean;
}

type TracedRoute = Route & { readonly traceparent: string | undefined };

/** Long and short form of each call. */
const edgeRoutes: readonly Route[] = [
  ...eventTypes.flatMap((type) => [
    { path: `/v1/${type}`, type, imported: false },
    { path: `/v1/${type.charAt(0)}`, type, imported: false },
  ]),
  ...['/v1/batch', '/v1/b'].map((path) => ({ path, imported: false })),
  ...['/v1/import', '/v1/m'].map((path) => ({ path, imported: true })),
];

/** The paths of the doors, for whoever leads requests to them. */
export const doorPaths: readonly string[] = edgeRoutes.map(({ path }) => path);

export class Edge {
  #inFlightBytes = 0;

  constructor(private readonly options: EdgeOptions) {}

  /** In a scope of its own: the parsers of the other routes stay as they are. */
  register(fastify: FastifyInstance): void {
    void fastify.register((scope, _options, done) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: largestBody }, (_request, body, parsed) => {
        parsed(null, body);
      });
      scope.addHook('onRequest', (request, reply, next) => {
        // Content types lie (text/plain JSON, gzip labelled as a form) and may be malformed: none is believed.
        request.headers['content-type'] = 'application/octet-stream';
        allowCrossOrigin(request, reply);
        next();
      });
      scope.setErrorHandler((error, _request, reply) => {
        sendProblem(reply, problems.of(error));
      });
      const config = { stateless: true };
      for (const route of edgeRoutes) {
        scope.options(route.path, { config }, answerPreflight);
        scope.post(route.path, { config }, (request, reply) => this.#trace(request, reply, route));
      }
      done();
    });
  }

  #trace(request: FastifyRequest, reply: FastifyReply, route: Route): Promise<FastifyReply> {
    const parent = traceparentOf(request.headers['traceparent']);
    const attributes = { 'http.request.method': 'POST', 'http.route': route.path };
    const span = this.options.tracer.begin(`POST ${route.path}`, { kind: 'server', parent, attributes });
    return traced(span, (traceparent) => this.#handle(request, reply, { ...route, traceparent }));
  }

  async #handle(request: FastifyRequest, reply: FastifyReply, route: TracedRoute): Promise<FastifyReply> {
    const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    if (this.#inFlightBytes + raw.length > this.options.maxInFlightBytes && this.#inFlightBytes > 0) {
      throw new Problem(problems.overloaded);
    }
    this.#inFlightBytes += raw.length;
    try {
      const { accepted, rejected } = await this.#accept(request, raw, route);
      const body = rejected.length === 0 ? { success: true, accepted } : { success: true, accepted, rejected };
      return await reply.send(body);
    } finally {
      this.#inFlightBytes -= raw.length;
    }
  }

  async #accept(request: FastifyRequest, raw: Buffer, route: TracedRoute): Promise<Accepted> {
    const read = await readBody(raw, request.headers['content-encoding']);
    if (read.kind === 'too-large') throw new Problem(problems.bodyTooLarge);
    if (read.kind === 'broken') throw new Problem(problems.brokenEncoding(read.encoding));
    const body = decodeBody(read.bytes, route.type);
    const source = await this.#sourceOf(request, body.ok ? body.writeKey : undefined);
    if (!body.ok) throw new Problem({ status: 400, ...body.reason });
    if (body.items.length > mostEvents) throw new Problem(problems.tooManyEvents(body.items.length, mostEvents));
    const delivery = {
      body,
      source,
      imported: route.imported,
      fromPage: request.headers.origin !== undefined,
      requestId: randomUUID(),
      ip: request.ip,
      userAgent: request.headers['user-agent'],
      traceparent: route.traceparent,
    };
    return answered(this.options.accept.run(delivery), this.options.publishDeadlineMs);
  }

  async #sourceOf(request: FastifyRequest, body: string | undefined) {
    const { authorization } = request.headers;
    const key = writeKeyOf({ authorization, body, query: request.query });
    if (key === undefined) throw new Problem(problems.keyMissing);
    const source = await this.options.sources.byWriteKey(key).catch((error: unknown) => {
      throw new Problem({ ...problems.busAway, detail: `The sources cannot be read: ${String(error)}` });
    });
    if (source === undefined) throw new Problem(problems.keyUnknown);
    return source;
  }
}

/** Past the deadline nobody knows whether the events are durable: the client sends them again, the archive knows them. */
async function answered<T>(work: Promise<T>, deadlineMs: number): Promise<T> {
  try {
    return await withDeadline(work, deadlineMs, () => new Error('The bus did not answer in time.'));
  } catch (error) {
    // What the publisher refuses for want of room was not sent: the client may come back at once.
    const full = error instanceof BusError && error.code === 'BUS_OVERLOADED';
    throw new Problem(full ? problems.overloaded : problems.busAway);
  }
}
