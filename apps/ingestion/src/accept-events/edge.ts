/**
 * The HTTP edge. Its routes stand directly on Fastify: they take raw bytes whatever the content type says, and a request
 * costs about half of what it costs through Nest's pipeline.
 */
import { randomUUID } from 'node:crypto';
import { BusError, withDeadline } from '@tributary/bus';
import { decodeDialect, type DialectRoute, type WireRequest } from '@tributary/domain-dialects';
import { Problem, sendProblem } from '@tributary/http';
import { type Clock, traced, traceparentOf, type Tracer } from '@tributary/telemetry';
import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { type SourceDirectory } from '../manage-sources/source-directory.ts';
import { type Source } from '../ports.ts';
import { type AcceptEvents, type Accepted } from './accept-events.ts';
import { answerTo } from './asked-answers.ts';
import { allowCrossOrigin, answerPreflight } from './cross-origin.ts';
import { askedRoutes, type DoorRoute, doorRoutes, statusAt } from './door-routes.ts';
import { problems } from './edge-problems.ts';
import { largestBody, readBody } from './read-body.ts';
import { shownBeside, writeKeyOf } from './write-key.ts';

/** What the SDKs of the field send at most is a tenth of it. */
const mostEvents = 2_500;

export interface EdgeOptions {
  readonly accept: AcceptEvents;
  readonly sources: SourceDirectory;
  readonly maxInFlightBytes: number;
  readonly publishDeadlineMs: number;
  readonly tracer: Tracer;
  readonly clock: Clock;
}

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
      scope.setErrorHandler((error, request, reply) => {
        const parts = problems.of(error);
        sendProblem(reply, { ...parts, status: statusAt(request.routeOptions.url, parts.status) });
      });
      const config = { stateless: true };
      for (const path of new Set([...doorRoutes, ...askedRoutes].map((route) => route.path))) {
        scope.options(path, { config }, answerPreflight);
      }
      for (const route of doorRoutes) {
        const { method, path: url } = route;
        scope.route({ method, url, config, handler: (request, reply) => this.#trace(request, reply, route) });
      }
      for (const route of askedRoutes) {
        const { method, path: url } = route;
        scope.route({ method, url, config, handler: (request, reply) => this.#answer(request, reply, route) });
      }
      done();
    });
  }

  #trace(request: FastifyRequest, reply: FastifyReply, route: DoorRoute): Promise<FastifyReply> {
    const { method, path } = route;
    const parent = traceparentOf(request.headers['traceparent']);
    const attributes = { 'http.request.method': method, 'http.route': path };
    const span = this.options.tracer.begin(`${method} ${path}`, { kind: 'server', parent, attributes });
    return traced(span, (traceparent) => this.#handle(request, reply, { route, traceparent }));
  }

  async #handle(request: FastifyRequest, reply: FastifyReply, { route, traceparent }: Traced): Promise<FastifyReply> {
    const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    if (this.#inFlightBytes + raw.length > this.options.maxInFlightBytes && this.#inFlightBytes > 0) {
      throw new Problem(problems.overloaded);
    }
    this.#inFlightBytes += raw.length;
    try {
      const { accepted, rejected } = await this.#accept(request, raw, { route, traceparent });
      if (route.answer) return await sendAs(reply, route.answer, route.answer.body);
      const body = rejected.length === 0 ? { success: true, accepted } : { success: true, accepted, rejected };
      return await reply.send(body);
    } finally {
      this.#inFlightBytes -= raw.length;
    }
  }

  async #accept(request: FastifyRequest, raw: Buffer, { route, traceparent }: Traced): Promise<Accepted> {
    const wire = await this.#wireOf(request, raw);
    const body = route.decode(wire, parametersOf(request.params));
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
      traceparent,
    };
    return answered(this.options.accept.run(delivery), this.options.publishDeadlineMs);
  }

  /** Reads nothing but the key, and takes nothing in. */
  async #answer(request: FastifyRequest, reply: FastifyReply, route: DialectRoute): Promise<FastifyReply> {
    const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const wire = await this.#wireOf(request, raw);
    const source = await this.#sourceOf(request, keyAsked(parametersOf(request.params), route, wire));
    return sendAs(reply, route.answer, answerTo({ route, request, wire, source }));
  }

  async #wireOf(request: FastifyRequest, raw: Buffer): Promise<WireRequest> {
    const read = await readBody(raw, request.headers['content-encoding']);
    if (read.kind === 'too-large') throw new Problem(problems.bodyTooLarge);
    if (read.kind === 'broken') throw new Problem(problems.brokenEncoding(read.encoding));
    const { authorization } = request.headers;
    const query = parametersOf(request.query);
    return {
      query,
      bytes: read.bytes,
      receivedAt: this.options.clock.now(),
      writeKey: shownBeside(authorization, query),
    };
  }

  async #sourceOf(request: FastifyRequest, body: string | undefined): Promise<Source> {
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

interface Traced {
  readonly route: DoorRoute;
  readonly traceparent: string | undefined;
}

function sendAs(reply: FastifyReply, { status, contentType }: DialectRoute['answer'], body: unknown): FastifyReply {
  if (contentType !== undefined) void reply.type(contentType);
  return reply.status(status).send(body instanceof Uint8Array ? Buffer.from(body) : body);
}

const parametersOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

/** The key of whoever asks stands in the path, or in the body as that of an event would. */
function keyAsked(
  { key }: Readonly<Record<string, unknown>>,
  route: DialectRoute,
  wire: WireRequest,
): string | undefined {
  if (typeof key === 'string') return key;
  if (route.dialect === 'segment' || route.dialect === 'rudderstack') return undefined;
  const body = decodeDialect(route.dialect, wire);
  return body.ok ? body.writeKey : undefined;
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
