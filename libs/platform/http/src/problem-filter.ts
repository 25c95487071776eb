/** Turns every error of a request into problem+json; what nobody expected becomes a 500 without details, and a log line with them. */
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { traceOfFailure, withinTrace, type Logger } from '@tributary/telemetry';
import { type FastifyReply } from 'fastify';
import { Problem, problemBody, problemType, type ProblemParts } from './problem.ts';

@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const parts = partsOf(error);
    if (parts.status >= 500) {
      withinTrace(traceOfFailure(error), () => {
        this.log.error({ err: error, code: parts.code }, 'A request failed');
      });
    }
    sendProblem(host.switchToHttp().getResponse<FastifyReply>(), parts);
  }
}

export function sendProblem(reply: FastifyReply, parts: ProblemParts): void {
  if (parts.retryAfter !== undefined) void reply.header('retry-after', String(Math.ceil(parts.retryAfter)));
  void reply.status(parts.status).type(problemType).send(problemBody(parts));
}

function partsOf(error: unknown): ProblemParts {
  if (error instanceof Problem) return error.parts;
  const status = statusOf(error);
  if (status === 404) {
    return {
      status: 404,
      code: 'ROUTE_NOT_FOUND',
      detail: messageOf(error),
      fix: 'See /v1/openapi.json for the routes.',
    };
  }
  if (status === 413) {
    return { status: 413, code: 'BODY_TOO_LARGE', detail: messageOf(error), fix: 'Send less in one request.' };
  }
  if (status >= 400 && status < 500) {
    return {
      status,
      code: 'BAD_REQUEST',
      detail: messageOf(error),
      fix: 'See /v1/openapi.json for what the route takes.',
    };
  }
  return {
    status: 500,
    code: 'INTERNAL',
    detail: 'Something went wrong on our side.',
    fix: 'Try again; if it stays, look into the log of the service.',
  };
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  // Fastify's own errors (body too large, malformed JSON) carry their status.
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : 500;
  return typeof status === 'number' ? status : 500;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
