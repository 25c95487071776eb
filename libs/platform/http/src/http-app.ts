/** A Nest application on Fastify with the house's manners: keys, problem+json, validation, health, metrics, OpenAPI. */
import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory, Reflector } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Logger, type Metrics } from '@tributary/telemetry';
import { SecretKeyGuard } from './access.ts';
import { type Health } from './health.ts';
import { measureRequests } from './http-metrics.ts';
import { nestLogger } from './nest-logger.ts';
import { openApi, problemPart } from './open-api.ts';
import { HEALTH, METRICS, OperationsController } from './operations.controller.ts';
import { ProblemFilter } from './problem-filter.ts';
import { validationPipe } from './validation.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The answer follows from the request alone, so a process that does not know whether its state is in use may give it. */
    stateless?: boolean;
  }
}

export interface HttpAppOptions {
  readonly modules: readonly (DynamicModule | Type)[];
  readonly secretKeys: readonly string[];
  readonly health: Health;
  readonly metrics: Metrics;
  readonly log: Logger;
}

/** The most that a control-plane request may carry; the event doors read their own, larger bodies. */
const bodyLimit = 1_000_000;

@Module({})
class HttpAppModule {}

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
  const adapter = new FastifyAdapter({
    bodyLimit,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 600 },
  });
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, {
    logger: nestLogger(options.log),
    abortOnError: false,
  });
  measureRequests(adapter.getInstance(), options.metrics);
  adapter.getInstance().addHook('onSend', (_request, reply, payload, sent) => {
    // A connection that is kept alive would go on bringing requests to a process that is about to end.
    if (options.health.state === 'draining') void reply.header('connection', 'close');
    sent(null, payload);
  });
  app.useGlobalPipes(validationPipe());
  app.useGlobalGuards(new SecretKeyGuard(app.get(Reflector), options.secretKeys));
  app.useGlobalFilters(new ProblemFilter(options.log));
  const document = openApi(app);
  adapter.getInstance().get('/v1/openapi.json', (_request, reply) => reply.send(document));
  return app;
}
