/** Traces of events and decisions through all services. Without an endpoint to send them to, nothing of it is even loaded. */
import { withinTrace } from './active-trace.ts';
import { type Logger } from './logger.ts';

export interface SpanOptions {
  readonly kind: 'server' | 'consumer';
  /** The trace context of the caller, or of the message. */
  readonly parent: string | undefined;
  readonly attributes?: Readonly<Record<string, string | number>>;
}

export interface SpanEnd {
  readonly attributes?: Readonly<Record<string, string | number>>;
  /** What went wrong. */
  readonly error?: unknown;
}

export interface Span {
  /** What is handed on: this span where it is recorded, otherwise what came from before. */
  readonly traceparent: string | undefined;
  end(how?: SpanEnd): void;
}

export interface Tracer {
  /** False: `begin` only hands the caller's context on. */
  readonly enabled: boolean;
  begin(name: string, options: SpanOptions): Span;
}

export interface Tracing {
  /** Each service has its own, though several run in one process. */
  tracerOf(service: string): Tracer;
  /** Sends what is left, within a bounded time. */
  close(): Promise<void>;
}

export const untraced: Tracer = {
  enabled: false,
  begin: (_name, { parent }) => ({ traceparent: parent, end: () => undefined }),
};

/** Traces in which something failed, so that whoever answers for it further up can name the trace. */
const failedIn = new WeakMap<object, string>();

export const traceOfFailure = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null ? failedIn.get(error) : undefined;

/** Work as one span; the log lines written meanwhile name its trace. */
export async function traced<T>(span: Span, work: (traceparent: string | undefined) => Promise<T>): Promise<T> {
  const { traceparent } = span;
  try {
    const result = await withinTrace(traceparent, () => work(traceparent));
    span.end();
    return result;
  } catch (error) {
    if (typeof error === 'object' && error !== null && traceparent !== undefined) failedIn.set(error, traceparent);
    span.end({ error });
    throw error;
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

export interface TracingOptions {
  /** The standard `OTEL_*` variables. */
  readonly env: Environment;
  readonly version: string;
  readonly log: Logger;
}

export async function openTracing(options: TracingOptions): Promise<Tracing> {
  const url = endpointOf(options.env);
  if (url === undefined) return { tracerOf: () => untraced, close: () => Promise.resolve() };
  const { openOpenTelemetry } = await import('./open-telemetry.ts');
  return openOpenTelemetry({ ...options, url });
}

/** As OTLP has it: the path is added to the general endpoint, the one for traces is taken as it stands. */
function endpointOf(env: Environment): string | undefined {
  if (env['OTEL_SDK_DISABLED'] === 'true' || env['OTEL_TRACES_EXPORTER'] === 'none') return undefined;
  const own = env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] ?? '';
  if (own !== '') return own;
  const general = env['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? '';
  return general === '' ? undefined : `${general.replace(/\/$/, '')}/v1/traces`;
}
