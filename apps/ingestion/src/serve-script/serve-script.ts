/** `GET /tributary.min.js`: a page needs one tag and one host. Anybody may read it, from any origin. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type ProblemParts, sendProblem } from '@tributary/http';
import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { type BrowserScript, encodingFor, isKnown, packScript } from './browser-script.ts';

export const scriptPath = '/tributary.min.js';

/** Pages of a shop take a new version within the hour; meanwhile they ask nobody. */
const caching = 'public, max-age=3600, stale-while-revalidate=86400';

export function serveScript(fastify: FastifyInstance, read: () => Promise<Buffer> = readBuilt): void {
  let packed: Promise<BrowserScript> | undefined;
  fastify.get(scriptPath, { config: { stateless: true } }, async (request, reply) => {
    packed ??= read().then(packScript);
    const script = await packed.catch(() => undefined);
    if (script) return send(script, request, reply);
    packed = undefined; // it may be built by the next time
    sendProblem(reply, notBuilt);
    return reply;
  });
}

function send({ tagOf, bodies }: BrowserScript, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const encoding = encodingFor(request.headers['accept-encoding']?.toString());
  const tag = tagOf(encoding);
  void reply.headers({
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': caching,
    etag: tag,
    vary: 'Accept-Encoding',
    'access-control-allow-origin': '*',
    // A page that isolates itself takes scripts of others only with this word.
    'cross-origin-resource-policy': 'cross-origin',
  });
  if (isKnown(tag, request.headers['if-none-match'])) return reply.status(304).send();
  if (encoding !== 'identity') void reply.header('content-encoding', encoding);
  return reply.send(bodies[encoding]);
}

const readBuilt = (): Promise<Buffer> =>
  readFile(createRequire(import.meta.url).resolve('@tributary/web-sdk/tributary.min.js'));

const notBuilt: ProblemParts = {
  status: 404,
  code: 'SCRIPT_NOT_BUILT',
  detail: 'The browser script is not there.',
  fix: 'Build it with `node tools/build.mjs libs/web-sdk`, or take it from where your site keeps its scripts.',
};
