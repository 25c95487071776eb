export { systemClock, type Clock } from './clock.ts';
export { createLogger, type Logger, type LogLevel } from './logger.ts';
export { createMetrics, type Metrics } from './metrics.ts';
