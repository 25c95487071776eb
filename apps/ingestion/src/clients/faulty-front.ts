/** Stands before a door and refuses what comes first, as a door under pressure does; then it lets everything through. */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';

export interface FaultyFront extends AsyncDisposable {
  readonly url: string;
  /** Statuses of the refusals that were answered. */
  readonly refused: readonly number[];
}

/** `refuse`: one status for each request that carries events, one after another. */
export async function faultyFront(door: string, refuse: readonly number[]): Promise<FaultyFront> {
  const left = [...refuse];
  const refused: number[] = [];
  const server = createServer((incoming, answer) => {
    const status = incoming.method === 'OPTIONS' || isQuestion(incoming.url ?? '') ? undefined : left.shift();
    if (status === undefined) {
      passOn(incoming, answer, door);
      return;
    }
    refused.push(status);
    incoming.resume();
    incoming.on('end', () => {
      answer.writeHead(status, { 'retry-after': '1', 'x-ratelimit-reset': '1', ...crossOrigin(incoming) }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    refused,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What clients ask for before they send. */
const isQuestion = (path: string): boolean => /^\/(v1\/projects|sourceConfig|array|flags|decide)/.test(path);

const crossOrigin = ({ headers: { origin } }: IncomingMessage): Record<string, string> =>
  origin === undefined
    ? {}
    : {
        'access-control-allow-origin': origin,
        'access-control-allow-credentials': 'true',
        'access-control-expose-headers': 'Retry-After, X-RateLimit-Reset',
      };

function passOn(incoming: IncomingMessage, answer: ServerResponse, door: string): void {
  const { method, url, headers } = incoming;
  const onward = request(`${door}${url ?? ''}`, { method, headers }, (given) => {
    answer.writeHead(given.statusCode ?? 502, given.headers);
    given.pipe(answer);
  });
  onward.on('error', () => answer.destroy());
  incoming.pipe(onward);
}
