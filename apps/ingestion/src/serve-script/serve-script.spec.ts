import { describe, expect, it } from '@jest/globals';
import fastify from 'fastify';
import { gunzipSync } from 'node:zlib';
import { scriptPath, serveScript } from './serve-script.ts';

describe('the script at the door', () => {
  const script = Buffer.from('/* the script */');

  it('is sent packed, to any origin, to be kept', async () => {
    const server = fastify();
    serveScript(server, () => Promise.resolve(script));
    const answer = await server.inject({ url: scriptPath, headers: { 'accept-encoding': 'gzip' } });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'content-encoding': 'gzip',
      'access-control-allow-origin': '*',
      vary: 'Accept-Encoding',
    });
    expect(gunzipSync(answer.rawPayload)).toEqual(script);
  });

  it('is not sent again to whoever has it', async () => {
    const server = fastify();
    serveScript(server, () => Promise.resolve(script));
    const { headers } = await server.inject({ url: scriptPath });
    const again = await server.inject({ url: scriptPath, headers: { 'if-none-match': headers.etag } });
    expect(again.statusCode).toBe(304);
    expect(again.body).toBe('');
  });

  it('says what to do where it was not built, and is there once it was', async () => {
    const server = fastify();
    let built = false;
    serveScript(server, () => (built ? Promise.resolve(script) : Promise.reject(new Error('ENOENT'))));
    const missing = await server.inject({ url: scriptPath });
    expect(missing.statusCode).toBe(404);
    expect(missing.json()).toMatchObject({ code: 'SCRIPT_NOT_BUILT' });
    built = true;
    expect((await server.inject({ url: scriptPath })).body).toBe(script.toString());
  });
});
