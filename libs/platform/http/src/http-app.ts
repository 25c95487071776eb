/** A Nest application on Fastify with the house's manners: keys, problem+json, validation, health, metrics, OpenAPI. */
import { type IncomingHttpHeaders } from 'node:http';
import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory, Reflector } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Logger, type Metrics } from '@tributary/telemetry';
import { type FastifyError, type FastifyReply } from 'fastify';
import { type Access, guardRoutes, SecretKeyGuard, SecretKeys } from './access.ts';
import { addressProblem, answerClientError } from './client-error.ts';
import { refuseByHeaders } from './header-faults.ts';
import { type Health } from './health.ts';
import { measureRequests } from './http-metrics.ts';
import { nestLogger } from './nest-logger.ts';
import { openApi, problemPart } from './open-api.ts';
import { HEALTH, METRICS, OperationsController } from './operations.controller.ts';
import { ProblemFilter, sendProblem } from './problem-filter.ts';
import { limitSlowClients } from './slow-clients.ts';
import { validationPipe } from './validation.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The answer follows from the request alone, so a process that does not know whether its state is in use may give it. */
    stateless?: boolean;
    /** Of a route that stands directly on Fastify; absent: anyone, or the route checks by itself. */
    access?: Access;
  }
}

export interface HttpAppOptions {
  readonly modules: readonly (DynamicModule | Type)[];
  readonly secretKeys: readonly string[];
  readonly health: Health;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly patience?: ClientPatience;
}

/** How long a client may take until its request is here; how long we take to answer is another matter. Milliseconds. */
interface ClientPatience {
  /** From the connection to the end of the headers: whoever connects and says nothing is cut off, too. */
  readonly headersMs: number;
  /** From there to the end of the body; and then, while nothing of the answer is taken. */
  readonly requestMs: number;
}

/** A phone with a bad connection (20 KB/s) brings two megabytes in the longer of them; servers of the field wait from 60 s to 300 s. */
const usualPatience: ClientPatience = { headersMs: 20_000, requestMs: 120_000 };

/** Connections are looked at so often, so that one which is too slow lives longer by a quarter at most. */
const looksPerTimeout = 4;

/** The most that a control-plane request may carry; the event doors read their own, larger bodies. */
const bodyLimit = 1_000_000;

@Module({})
class HttpAppModule {}

const isEmpty = (headers: IncomingHttpHeaders): boolean =>
  headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0;

export async function createHttpApp(options: HttpAppOptions): Promise<NestFastifyApplication> {
  const root: DynamicModule = {
    module: HttpAppModule,
    imports: [...options.modules],
    controllers: [OperationsController],
    providers: [
      { provide: HEALTH, useValue: options.health },
      { provide: METRICS, useValue: options.metrics },
      problemPart,
    ],
  };
  const { headersMs, requestMs } = options.patience ?? usualPatience;
  const adapter = new FastifyAdapter({
    bodyLimit,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 600 },
    http: {
      requireHostHeader: false, // see header-faults
      headersTimeout: headersMs,
      requestTimeout: 0, // by route: see slow-clients
      connectionsCheckingInterval: Math.ceil(headersMs / looksPerTimeout),
    },
    clientErrorHandler: answerClientError,
    frameworkErrors: (error: FastifyError, _request: unknown, reply: FastifyReply) => {
      sendProblem(reply, addressProblem(error));
    },
  });
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, {
    logger: nestLogger(options.log),
    abortOnError: false,
  });
  measureRequests(adapter.getInstance(), options.metrics);
  refuseByHeaders(adapter.getInstance());
  limitSlowClients(adapter.getInstance(), requestMs);
  const keys = new SecretKeys(options.secretKeys);
  guardRoutes(adapter.getInstance(), keys);
  adapter.getInstance().addHook('onRequest', (request, _reply, done) => {
    // Many clients name a type whatever they send; of a deletion without a body it says nothing.
    if (request.method === 'DELETE' && isEmpty(request.headers)) delete request.headers['content-type'];
    done();
  });
  adapter.getInstance().addHook('onSend', (_request, reply, payload, sent) => {
    // A connection that is kept alive would go on bringing requests to a process that is about to end.
    if (options.health.state === 'draining') void reply.header('connection', 'close');
    sent(null, payload);
  });
  app.useGlobalPipes(validationPipe());
  app.useGlobalGuards(new SecretKeyGuard(app.get(Reflector), keys));
  app.useGlobalFilters(new ProblemFilter(options.log));
  const document = openApi(app);
  adapter.getInstance().get('/v1/openapi.json', (_request, reply) => reply.send(document));
  return app;
}
