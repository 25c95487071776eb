/**
 * The HTTP edge. Its routes stand directly on Fastify: they take raw bytes whatever the content type says, and a request
 * costs about half of what it costs through Nest's pipeline.
 */
import { randomUUID } from 'node:crypto';
import { type IncomingMessage } from 'node:http';
import { BusError, withDeadline } from '@tributary/bus';
import { decodeDialect, type DialectRoute, type WireRequest } from '@tributary/domain-dialects';
import { Problem, sendProblem } from '@tributary/http';
import { traced, traceparentOf, type Tracer } from '@tributary/telemetry';
import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { type SourceDirectory } from '../manage-sources/source-directory.ts';
import { type Source } from '../ports.ts';
import { type AcceptEvents, type Accepted } from './accept-events.ts';
import { AdmitSender } from './admit-sender.ts';
import { answerTo } from './asked-answers.ts';
import { allowCrossOrigin, answerPreflight } from './cross-origin.ts';
import { askedRoutes, type DoorRoute, doorRoutes, statusAt } from './door-routes.ts';
import { problems } from './edge-problems.ts';
import { Intake, type IntakeOptions, parametersOf } from './intake.ts';
import { writeKeyOf } from './write-key.ts';

export interface EdgeOptions extends IntakeOptions {
  readonly accept: AcceptEvents;
  /** For sightings of beacons. */
  readonly sight: Pick<AcceptEvents, 'run'>;
  readonly sources: SourceDirectory;
  readonly publishDeadlineMs: number;
  readonly tracer: Tracer;
}

export class Edge {
  readonly #intake: Intake;
  readonly #senders: AdmitSender;

  constructor(private readonly options: EdgeOptions) {
    this.#intake = new Intake(options);
    this.#senders = new AdmitSender(options.clock);
  }

  /** In a scope of its own: the parsers of the other routes stay as they are. */
  register(fastify: FastifyInstance): void {
    void fastify.register((scope, _options, done) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', (request: FastifyRequest, payload: IncomingMessage) =>
        this.#intake.gather(request, payload),
      );
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
        const { method, path: url, carries } = route;
        // What follows from sightings depends on those before, which the state holds.
        const own = carries === undefined ? config : {};
        scope.route({ method, url, config: own, handler: (request, reply) => this.#trace(request, reply, route) });
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
    const { wire, release } = await this.#intake.take(request);
    try {
      const { accepted, rejected } = await this.#accept(request, wire, { route, traceparent });
      if (route.answer) return await sendAs(reply, route.answer, route.answer.body);
      const body = rejected.length === 0 ? { success: true, accepted } : { success: true, accepted, rejected };
      return await reply.send(body);
    } finally {
      release();
    }
  }

  async #accept(request: FastifyRequest, wire: WireRequest, { route, traceparent }: Traced): Promise<Accepted> {
    const body = route.decode(wire, parametersOf(request.params));
    const source = await this.#sourceOf(request, body.writeKey);
    if (!body.ok) throw new Problem(problems.ofReason(body.reason));
    this.#senders.run(source, request.headers.origin, body.items.length);
    const delivery = {
      body,
      source,
      imported: route.imported,
      fromPage: request.headers.origin !== undefined,
      requestId: randomUUID(),
      ip: request.ip,
      userAgent: request.headers['user-agent'],
      globalPrivacyControl: request.headers['sec-gpc'] === '1',
      traceparent,
    };
    const { accept, sight, publishDeadlineMs } = this.options;
    return answered((route.carries === 'sightings' ? sight : accept).run(delivery), publishDeadlineMs);
  }

  /** Reads nothing but the key, and takes nothing in. */
  async #answer(request: FastifyRequest, reply: FastifyReply, route: DialectRoute): Promise<FastifyReply> {
    const { wire, release } = await this.#intake.take(request);
    try {
      const source = await this.#sourceOf(request, keyAsked(parametersOf(request.params), route, wire));
      return await sendAs(reply, route.answer, answerTo({ route, request, wire, source }));
    } finally {
      release();
    }
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

/** The key of whoever asks stands in the path, or in the body as that of an event would. */
function keyAsked(
  { key }: Readonly<Record<string, unknown>>,
  route: DialectRoute,
  wire: WireRequest,
): string | undefined {
  if (typeof key === 'string') return key;
  if (route.dialect === 'segment' || route.dialect === 'rudderstack') return undefined;
  return decodeDialect(route.dialect, wire).writeKey;
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
