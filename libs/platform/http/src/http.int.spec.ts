import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Delete, Get, Module, Param, Post, Query } from '@nestjs/common';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { createLogger, createMetrics } from '@tributary/telemetry';
import { IsInt, IsString, Length, Min } from 'class-validator';
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
  @IsString() @Length(1, 50) name!: string;
  @IsInt() @Min(1) times!: number;
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

  @Delete(':name')
  forget(@Param('name') name: string) {
    return { forgotten: name };
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
    app
      .getHttpAdapter()
      .getInstance()
      .route({ method: 'PUT', url: '/v1/raw', config: { access: 'secret' }, handler: () => ({ taken: true }) })
      .route({ method: 'PUT', url: '/v1/raw/open', handler: () => ({ taken: true }) });
    await app.init();
  });
  afterAll(() => app.close());

  const call = async (
    method: 'GET' | 'POST' | 'PUT',
    url: string,
    options: { key?: string; body?: object | string } = {},
  ) => {
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

  it('guards the routes that stand directly on Fastify and ask for it', async () => {
    expect(await call('PUT', '/v1/raw')).toMatchObject({ status: 401, body: { code: 'KEY_MISSING' } });
    expect((await call('PUT', '/v1/raw', { key: 'Bearer nope' })).body.code).toBe('KEY_UNKNOWN');
    expect((await call('PUT', '/v1/raw', { key: 'Bearer rotated' })).status).toBe(200);
    expect((await call('PUT', '/v1/raw/open')).status).toBe(200);
  });

  const key = 'Bearer s3cret';

  it.each(['application/json', 'text/plain', undefined])('deletes without a body, of type %s', async (type) => {
    const headers = { authorization: key, ...(type === undefined ? {} : { 'content-type': type }) };
    const answer = await app.inject({ method: 'DELETE', url: '/v1/greetings/ann', headers });
    expect([answer.statusCode, answer.json()]).toEqual([200, { forgotten: 'ann' }]);
  });

  it('answers lists in pages', async () => {
    const first = await call('GET', '/v1/greetings?limit=2', { key });
    expect(first.body).toEqual({ items: ['ann', 'bob'], next: cursorOf('bob') });
    expect((await call('GET', `/v1/greetings?limit=2&after=${first.body.next}`, { key })).body).toEqual({
      items: ['cy'],
      next: null,
    });
  });

  it.each([
    [{ name: 'ann' }, [{ at: '/times', message: 'times must be an integer number' }]],
    [{ times: 1 }, [{ at: '/name', message: 'name must be a string' }]],
    [{ name: '', times: 1 }, [{ at: '/name', message: 'name must be longer than or equal to 1 characters' }]],
  ])('says of %j first what kind of value it wants', async (body, errors) => {
    expect((await call('POST', '/v1/greetings', { key, body })).body.errors).toEqual(errors);
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
    ['GET', '/v1/greetings/%ZZ', undefined, 400, 'ADDRESS_UNREADABLE'],
    ['GET', `/v1/greetings/${'x'.repeat(700)}`, undefined, 414, 'ADDRESS_TOO_LONG'],
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

describe('a client that is too slow, or speaks no HTTP', () => {
  let app: NestFastifyApplication;
  let port = 0;
  beforeAll(async () => {
    app = await createHttpApp({
      modules: [{ module: GreetingsModule, controllers: [GreetingsController] }],
      secretKeys: ['s3cret'],
      health: new Health(),
      metrics: createMetrics(),
      log: createLogger({ service: 'test', level: 'silent' }),
      patience: { headersMs: 200, requestMs: 300 },
    });
    app
      .getHttpAdapter()
      .getInstance()
      .post('/upload', { config: { access: 'secret' } }, () => ({ taken: true }));
    app
      .getHttpAdapter()
      .getInstance()
      .get('/large', () => 'x'.repeat(50_000_000));
    await app.listen(0, '127.0.0.1');
    port = Number(new URL(await app.getUrl()).port);
  });
  afterAll(() => app.close());

  /** What is answered until the connection ends; each part is sent after a pause. */
  const talk = async (pauseMs: number, ...parts: readonly string[]): Promise<string> => {
    const socket = connect(port, '127.0.0.1');
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', () => undefined);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    for (const part of parts) {
      if (socket.writable) socket.write(part);
      await pause(pauseMs);
    }
    await closed;
    return Buffer.concat(chunks).toString();
  };
  const post = (path: string, ...more: readonly string[]) =>
    [`POST ${path} HTTP/1.1`, 'Host: x', 'Content-Type: application/json', ...more, '', ''].join('\r\n');

  it.each<[string, number, readonly string[], number, string]>([
    ['says nothing', 0, [], 408, 'REQUEST_TIMEOUT'],
    ['sends its headers in drops', 50, post('/v1/greetings').slice(0, 30).match(/./gs) ?? [], 408, 'REQUEST_TIMEOUT'],
    ['stops within its body', 0, [post('/v1/greetings', 'Content-Length: 10'), '{"a"'], 408, 'REQUEST_TIMEOUT'],
    [
      'sends its body in drops',
      50,
      [post('/v1/greetings', 'Transfer-Encoding: chunked'), ...Array.from({ length: 20 }, () => '1\r\n \r\n')],
      408,
      'REQUEST_TIMEOUT',
    ],
    [
      'sends headers without end',
      0,
      [post('/v1/greetings', `X-Long: ${'x'.repeat(20_000)}`)],
      431,
      'HEADERS_TOO_LARGE',
    ],
    ['speaks no HTTP', 0, ['hello\r\n\r\n'], 400, 'NOT_HTTP'],
    ['names no host', 0, ['GET /v1/greetings/public HTTP/1.1\r\n\r\n'], 400, 'HOST_MISSING'],
    ['expects what nobody knows', 0, [post('/v1/greetings', 'Expect: tea')], 417, 'EXPECTATION_UNKNOWN'],
  ])('is told so and cut off: one that %s', async (_what, pauseMs, parts, status, code) => {
    const told = await talk(pauseMs, ...parts);
    expect(told).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(told.toLowerCase()).toContain('connection: close');
    expect(JSON.parse(told.slice(told.indexOf('{')))).toMatchObject({ status, code, fix: expect.any(String) });
  });

  it('is served as HTTP/1.0 has it, without a host', async () => {
    expect(await talk(0, 'GET /v1/greetings/public HTTP/1.0\r\nExpect: tea\r\n\r\n')).toContain('{"open":true}');
  });

  it('is told to go on where it asks for that before its body', async () => {
    const asking = ['Authorization: Bearer s3cret', 'Expect: 100-continue', 'Content-Length: 8', 'Connection: close'];
    const told = await talk(50, post('/upload', ...asking), '{"a": 1}');
    expect(told).toMatch(/^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 [^]*{"taken":true}/);
  });

  it('is waited for where it has shown a secret key before', async () => {
    const request = post('/upload', 'Authorization: Bearer s3cret', 'Content-Length: 8', 'Connection: close');
    expect(await talk(150, request, '{"', 'a"', ':', '1', ' ', '}')).toContain('{"taken":true}');
  });

  it('is cut off when it takes nothing of its answer, and not as long as it takes some', async () => {
    const request = 'GET /large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';
    const read = async (pauseMs: number): Promise<number> => {
      const socket = connect(port, '127.0.0.1', () => socket.write(request));
      let bytes = 0;
      await pause(pauseMs);
      socket.on('error', () => undefined);
      try {
        for await (const chunk of socket) bytes += Buffer.byteLength(chunk);
      } catch {
        // A connection that was cut tells so.
      }
      return bytes;
    };
    expect(await read(0)).toBeGreaterThan(50_000_000);
    expect(await read(1_500)).toBeLessThan(50_000_000);
  });

  it('does not keep the others waiting', async () => {
    const slow = talk(0, 'GET /v1/greetings HTTP/1.1\r\n');
    expect((await fetch(`http://127.0.0.1:${port}/v1/greetings/public`)).status).toBe(200);
    expect(await slow).toContain('408');
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
