/** Tracing by the OpenTelemetry SDK, sent over OTLP/HTTP in the background; losing spans is better than disturbing the work. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DiagLogLevel,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  diag,
  trace,
  type Context,
  type Tracer as OpenTelemetryTracer,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  defaultResource,
  detectResources,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
  serviceNameEnvDetector,
} from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { type Logger } from './logger.ts';
import { samplerOf } from './sampler.ts';
import {
  type Span,
  type SpanEnd,
  type SpanOptions,
  type Tracer,
  type Tracing,
  type TracingOptions,
} from './tracing.ts';
import { traceIdOf, traceparentOf } from './traceparent.ts';

/** A process that ends does not wait longer for a collector that does not answer. */
const lastSendMs = 2_000;
/** A collector that is away would fill the log otherwise. */
const complainEveryMs = 60_000;

interface Options extends TracingOptions {
  readonly url: string;
}

export function openOpenTelemetry(options: Options): Tracing {
  const { env, url, version, log } = options;
  diag.setLogger(complaints(log), { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
  const sampler = samplerOf(env, log);
  const providers = new Map<string, TracerProvider>();
  const providerOf = (service: string): TracerProvider => {
    const known = providers.get(service);
    if (known) return known;
    const provider = new TracerProvider({
      sampler,
      resource: defaultResource()
        .merge(
          resourceFromAttributes({
            'service.name': service,
            'service.namespace': 'tributary',
            'service.version': version,
          }),
        )
        .merge(detectResources({ detectors: [resourceAttributesEnvDetector, serviceNameEnvDetector] })),
      spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url }), ...batchLimits(env) })],
    });
    providers.set(service, provider);
    return provider;
  };
  return {
    tracerOf: (service) => new RecordingTracer(providerOf(service).getTracer('tributary', version)),
    close: async () => {
      const sent = Promise.allSettled([...providers.values()].map((provider) => provider.shutdown()));
      await Promise.race([sent, sleep(lastSendMs, undefined, { ref: false })]);
    },
  };
}

class RecordingTracer implements Tracer {
  readonly enabled = true;

  constructor(private readonly tracer: OpenTelemetryTracer) {}

  begin(name: string, { kind, parent, attributes = {} }: SpanOptions): Span {
    const span = this.tracer.startSpan(
      name,
      { kind: kind === 'server' ? SpanKind.SERVER : SpanKind.CONSUMER, attributes },
      contextOf(traceparentOf(parent)),
    );
    const { traceId, spanId, traceFlags } = span.spanContext();
    return {
      traceparent: `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`,
      end: ({ attributes: learned, error }: SpanEnd = {}) => {
        if (learned) span.setAttributes(learned);
        if (error !== undefined) {
          const message = error instanceof Error ? error.message : 'failed';
          span.setStatus({ code: SpanStatusCode.ERROR, message });
        }
        span.end();
      },
    };
  }
}

function contextOf(traceparent: string | undefined): Context {
  if (traceparent === undefined) return ROOT_CONTEXT;
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId: traceIdOf(traceparent),
    spanId: traceparent.slice(36, 52),
    traceFlags: Number.parseInt(traceparent.slice(53), 16),
    isRemote: true,
  });
}

function batchLimits(
  env: TracingOptions['env'],
): ConstructorParameters<typeof BatchSpanProcessor>[0] extends infer O ? Omit<O, 'exporter'> : never {
  const limits = {
    scheduledDelayMillis: env['OTEL_BSP_SCHEDULE_DELAY'],
    exportTimeoutMillis: env['OTEL_BSP_EXPORT_TIMEOUT'],
    maxQueueSize: env['OTEL_BSP_MAX_QUEUE_SIZE'],
    maxExportBatchSize: env['OTEL_BSP_MAX_EXPORT_BATCH_SIZE'],
  };
  const given = Object.entries(limits).filter(([, value]) => Number(value) > 0);
  return Object.fromEntries(given.map(([name, value]) => [name, Number(value)]));
}

function complaints(log: Logger) {
  let next = 0;
  const complain = (message: string): void => {
    if (performance.now() < next) return;
    next = performance.now() + complainEveryMs;
    log.warn({ cause: message }, 'Traces cannot be sent; the work goes on without');
  };
  const silent = (): void => undefined;
  return { error: complain, warn: complain, info: silent, debug: silent, verbose: silent };
}
