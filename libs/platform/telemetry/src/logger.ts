/** Structured logs without personal data: e-mail addresses, phone numbers, keys and request bodies never reach the output. */
import { pino } from 'pino';
import { activeTraceId } from './active-trace.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  child(fields: object): Logger;
}

const secretFields = [
  'email',
  'phone',
  'traits',
  'payload',
  'body',
  'password',
  'writeKey',
  'secretKey',
  'authorization',
  'ip',
];
const emailPattern = /[\w.+-]+@[\w-]+\.[\w.-]+/g;

export interface LoggerOptions {
  readonly service: string;
  readonly level: LogLevel;
  /** Where lines go; absent: standard error, so that standard output stays free for results. */
  readonly write?: (line: string) => void;
}

export function createLogger({ service, level, write }: LoggerOptions): Logger {
  return pino(
    {
      level,
      base: { service },
      redact: { paths: secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: '[redacted]' },
      hooks: { streamWrite: (line) => line.replaceAll(emailPattern, '[e-mail]') },
      mixin: () => {
        const trace = activeTraceId();
        return trace === undefined ? {} : { trace_id: trace };
      },
      formatters: { level: (label) => ({ level: label }) },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
    },
    write === undefined ? pino.destination({ fd: 2, sync: true }) : { write },
  );
}
