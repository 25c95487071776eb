import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Module, Param, Post, Query } from '@nestjs/common';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { createLogger, createMetrics } from '@tributary/telemetry';
import { IsInt, IsString } from 'class-validator';
import {
  Access,
  Health,
  PageQuery,
  Problem,
  createHttpApp,
  cursorOf,
  openApiPart,
  pageOf,
  positionOf,
  type OpenApiPart,
} from './index.ts';

class Greeting {
  @IsString() name!: string;
  @IsInt() times!: number;
}

const names = ['ann', 'bob', 'cy'];

@Controller('v1/greetings')
class GreetingsController {
  @Get()
  list(@Query() query: PageQuery) {
    const position = positionOf(query.after) ?? '';
    return pageOf(names.filter((name) => name > position).slice(0, query.limit + 1), query.limit, (name) => name);
  }

  @Post()
  greet(@Body() greeting: Greeting) {
    return greeting;
  }

  @Get('public')
  @Access('public')
  open() {
    return { open: true };
  }

  @Get(':name')
  one(@Param('name') name: string) {
    if (name === 'bug') throw new Error('secret detail');
    throw new Problem({ status: 404, code: 'GREETING_NOT_FOUND', detail: `No ${name}.`, fix: 'Use a known name.' });
  }
}

@Module({})
class GreetingsModule {}

describe('the HTTP application', () => {
  let app: NestFastifyApplication;
  const health = new Health();

  beforeAll(async () => {
    app = await createHttpApp({
      modules: [{ module: GreetingsModule, controllers: [GreetingsController] }],
      secretKeys: ['s3cret', 'rotated'],
      health,
      metrics: createMetrics(),
      log: createLogger({ service: 'test', level: 'silent' }),
    });
    await app.init();
  });
  afterAll(() => app.close());

  const call = async (method: 'GET' | 'POST', url: string, options: { key?: string; body?: object | string } = {}) => {
    const headers = {
      ...(options.key === undefined ? {} : { authorization: options.key }),
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const payload = options.body === undefined ? {} : { payload: options.body };
    const answer = await app.inject({ method, url, headers, ...payload });
    return {
      status: answer.statusCode,
      type: answer.headers['content-type'],
      body: answer.body === '' ? undefined : answer.json(),
    };
  };

  it.each([
    ['no key', undefined, 401, 'KEY_MISSING'],
    ['an unknown key', 'Bearer nope', 401, 'KEY_UNKNOWN'],
    ['an unknown scheme', 'Digest s3cret', 401, 'KEY_MISSING'],
  ])('refuses %s', async (_name, key, status, code) => {
    const answer = await call('GET', '/v1/greetings', key === undefined ? {} : { key });
    expect(answer).toMatchObject({ status, body: { code, fix: expect.stringContaining('Bearer') } });
    expect(answer.type).toContain('application/problem+json');
  });

  it.each(['Bearer s3cret', 'Bearer rotated', `Basic ${Buffer.from('s3cret:').toString('base64')}`])(
    'accepts %s',
    async (key) => {
      expect((await call('GET', '/v1/greetings', { key })).status).toBe(200);
    },
  );

  it('opens only what says so', async () => {
    expect((await call('GET', '/v1/greetings/public')).status).toBe(200);
    expect((await call('GET', '/metrics')).status).toBe(401);
  });

  const key = 'Bearer s3cret';

  it('answers lists in pages', async () => {
    const first = await call('GET', '/v1/greetings?limit=2', { key });
    expect(first.body).toEqual({ items: ['ann', 'bob'], next: cursorOf('bob') });
    expect((await call('GET', `/v1/greetings?limit=2&after=${first.body.next}`, { key })).body).toEqual({
      items: ['cy'],
      next: null,
    });
  });

  it.each([
    ['GET', '/v1/greetings?limit=0', undefined, 400, 'VALIDATION_FAILED'],
    ['GET', '/v1/greetings?limit=many', undefined, 400, 'VALIDATION_FAILED'],
    ['GET', '/v1/greetings?after=%20', undefined, 400, 'CURSOR_INVALID'],
    ['GET', '/v1/greetings?colour=red', undefined, 400, 'VALIDATION_FAILED'],
    ['POST', '/v1/greetings', { name: 'ann' }, 400, 'VALIDATION_FAILED'],
    ['POST', '/v1/greetings', '{"name":', 400, 'BAD_REQUEST'],
    ['POST', '/v1/greetings', { name: 'x'.repeat(1_100_000), times: 1 }, 413, 'BODY_TOO_LARGE'],
    ['GET', '/v1/greetings/dan', undefined, 404, 'GREETING_NOT_FOUND'],
    ['GET', '/v1/nothing', undefined, 404, 'ROUTE_NOT_FOUND'],
  ] as const)('answers %s %s with a problem', async (...[method, url, body, status, code]) => {
    const answer = await call(method, url, { key, ...(body === undefined ? {} : { body }) });
    expect(answer).toMatchObject({ status, body: { code, status, fix: expect.any(String) } });
  });

  it('shows nothing of an unexpected error', async () => {
    const answer = await call('GET', '/v1/greetings/bug', { key });
    expect(answer).toMatchObject({ status: 500, body: { code: 'INTERNAL' } });
    expect(JSON.stringify(answer)).not.toContain('secret detail');
  });

  it('is started, ready, and no longer ready while it drains', async () => {
    expect((await call('GET', '/startupz')).status).toBe(503);
    health.become('ready');
    expect((await call('GET', '/startupz')).status).toBe(200);
    expect((await call('GET', '/readyz')).status).toBe(200);
    health.addReadiness('store', () => 'no answer for 5 s');
    expect(await call('GET', '/readyz')).toMatchObject({
      status: 503,
      body: { wrong: { store: 'no answer for 5 s' } },
    });
    expect((await call('GET', '/livez')).status).toBe(200);
    health.become('draining');
    expect(await call('GET', '/readyz')).toMatchObject({ body: { wrong: { state: 'draining' } } });
    // Requests are still answered, but none comes after on the same connection.
    const last = await app.inject({ method: 'GET', url: '/v1/greetings/public' });
    expect([last.statusCode, last.headers['connection']]).toEqual([200, 'close']);
  });

  it('describes itself', async () => {
    expect(Object.keys({ ...(await call('GET', '/v1/openapi.json')).body.paths })).toContain('/v1/greetings/{name}');
  });
});

@Module({})
class OtherModule {}

describe('the description of routes that Nest does not know', () => {
  const describing = (one: OpenApiPart, other: OpenApiPart) =>
    createHttpApp({
      modules: [
        { module: GreetingsModule, providers: [openApiPart(one)] },
        { module: OtherModule, providers: [openApiPart(other)] },
      ],
      secretKeys: [],
      health: new Health(),
      metrics: createMetrics(),
      log: createLogger({ service: 'test', level: 'silent' }),
    });
  const part = (path: string): OpenApiPart => ({
    paths: { [path]: { post: { responses: { 200: { description: 'Done.' } } } } },
    components: { securitySchemes: { [path]: { type: 'http', scheme: 'basic' } } },
  });

  it('comes from every module that has some', async () => {
    const app = await describing(part('/v1/a'), part('/v1/b'));
    const { paths, components } = (await app.inject('/v1/openapi.json')).json();
    expect(Object.keys(paths)).toEqual(['/v1/a', '/v1/b']);
    expect(Object.keys(components.securitySchemes)).toEqual(['bearer', '/v1/a', '/v1/b']);
    expect(components.schemas.Problem.required).toContain('fix');
    await app.close();
  });

  it('is refused where two modules describe one route', async () => {
    await expect(describing(part('/v1/a'), part('/v1/a'))).rejects.toThrow('/v1/a is described twice');
  });
});
