export { catalogue } from './catalogue.ts';
export { systemClock, type Clock } from './clock.ts';
export { createLogger, type Logger, type LogLevel } from './logger.ts';
export { createMetrics, type Metrics } from './metrics.ts';
export { withinTrace } from './active-trace.ts';
export { isSampled, traceparentOf } from './traceparent.ts';
export { openTracing, traced, traceOfFailure, untraced, type Span, type Tracer, type Tracing } from './tracing.ts';
