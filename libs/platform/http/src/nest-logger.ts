/** Lets Nest speak through our log; its start-up chatter is left out. */
import { type LoggerService } from '@nestjs/common';
import { type Logger } from '@tributary/telemetry';

export function nestLogger(log: Logger): LoggerService {
  return {
    log: () => undefined,
    warn: (message) => {
      log.warn({}, String(message));
    },
    error: (message, ...details) => {
      log.error({ details }, String(message));
    },
    fatal: (message, ...details) => {
      log.error({ details }, String(message));
    },
  };
}
