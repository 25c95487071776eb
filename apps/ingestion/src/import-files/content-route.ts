/**
 * The door for the content of imports: `PUT /v1/imports/:id/content`, the bytes of a file as they are. It stands directly on Fastify,
 * because it takes any content type and holds no more of a file than a piece.
 */
import { Readable } from 'node:stream';
import { type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { type HttpAdapterHost } from '@nestjs/core';
import { Problem, sendProblem } from '@tributary/http';
import { type Logger } from '@tributary/telemetry';
import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { contentQuery } from './content-query.ts';
import { importProblems, OffsetMismatch } from './import-problems.ts';
import { importAnswer } from './imports.dto.ts';
import { type ReceiveContent } from './receive-content.ts';

const contentPath = '/v1/imports/:id/content';

export interface ContentRouteParts {
  readonly host: HttpAdapterHost;
  readonly receive: ReceiveContent;
  readonly log: Logger;
  /** A connection on which nothing comes for so long is given up. */
  readonly idleMs: number;
}

export class ContentRoute implements OnModuleInit, OnModuleDestroy {
  readonly #arriving = new Set<Readable>();

  constructor(private readonly parts: ContentRouteParts) {}

  /** In a scope of its own: the parsers of the other routes stay as they are. */
  onModuleInit(): void {
    const fastify = this.parts.host.httpAdapter.getInstance<FastifyInstance>();
    void fastify.register((scope, _options, done) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', (_request, body, parsed) => {
        parsed(null, body);
      });
      scope.addHook('onRequest', (request, _reply, next) => {
        // curl says that a file is a form; it may be malformed, too. Nothing depends on it.
        request.headers['content-type'] = 'application/octet-stream';
        next();
      });
      scope.setErrorHandler((error, _request, reply) => {
        this.#refuse(error, reply);
      });
      const handler = (request: FastifyRequest, reply: FastifyReply) => this.#take(request, reply);
      scope.route({ method: ['PUT', 'POST'], url: contentPath, config: { access: 'secret' }, handler });
      done();
    });
  }

  /** Before the server waits for its connections to end: whoever sends goes on where it was, at another process. */
  onModuleDestroy(): void {
    for (const body of this.#arriving) body.destroy(new Error('The process ends.'));
  }

  async #take(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const body = request.body instanceof Readable ? request.body : Readable.from([]);
    this.#arriving.add(body);
    try {
      const length = request.headers['content-length'];
      const taken = await this.parts.receive.take({
        ...contentQuery(request.params, request.query),
        length: length === undefined ? undefined : Number(length),
        chunks: chunksOf(body, this.parts.idleMs),
      });
      return await reply.header('upload-offset', String(taken.received)).send(importAnswer(taken));
    } finally {
      this.#arriving.delete(body);
      // What is left of it is passed over, so that the answer is read and the connection goes on.
      body.resume();
    }
  }

  #refuse(error: unknown, reply: FastifyReply): void {
    if (error instanceof OffsetMismatch) void reply.header('upload-offset', String(error.received));
    if (error instanceof Problem) {
      sendProblem(reply, error.parts);
      return;
    }
    const status: unknown = error instanceof Error ? Reflect.get(error, 'statusCode') : undefined;
    if (typeof status === 'number' && status >= 400 && status < 500) {
      const detail = error instanceof Error ? error.message : 'The request cannot be read.';
      sendProblem(reply, { status, code: 'BAD_REQUEST', detail, fix: 'Send a complete HTTP request.' });
      return;
    }
    this.parts.log.error({ err: error }, 'A part of an import could not be kept');
    sendProblem(reply, {
      status: 503,
      code: 'NOT_KEPT',
      detail: 'What was sent could not be kept.',
      fix: 'Go on where `received` of GET /v1/imports/:id says, after Retry-After seconds.',
      retryAfter: 5,
    });
  }
}

/** Ends with a problem when the connection does; destroys only what nothing comes from any more. */
async function* chunksOf(body: Readable, idleMs: number): AsyncGenerator<Uint8Array, void, undefined> {
  const idle = setTimeout(() => body.destroy(new Error('Nothing came for too long.')), idleMs);
  const chunks = body.iterator({ destroyOnReturn: false });
  try {
    for (;;) {
      const next = await chunks.next().catch(() => {
        throw importProblems.uploadBroken();
      });
      if (next.done === true) return;
      const chunk: unknown = next.value;
      if (chunk instanceof Uint8Array) yield chunk;
      idle.refresh();
    }
  } finally {
    clearTimeout(idle);
    await chunks.return?.();
  }
}
