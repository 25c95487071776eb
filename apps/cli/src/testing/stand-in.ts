/** A server that answers as a service would, except where a test says otherwise. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

export interface StandIn extends AsyncDisposable {
  readonly url: string;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

export async function standIn(answer: Answer): Promise<StandIn> {
  const server = createServer((request, response) => {
    void answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Passes on to a service what is not `hidden`; that is not found. */
export const behind = (url: string, hidden: RegExp): Promise<StandIn> =>
  standIn(async (request, response) => {
    const path = request.url ?? '/';
    if (hidden.test(path)) {
      response.writeHead(404).end('{}');
      return;
    }
    const { authorization = '', 'content-type': type = 'application/json' } = request.headers;
    const body = await text(request);
    const answer = await fetch(`${url}${path}`, {
      method: request.method ?? 'GET',
      headers: { authorization, 'content-type': type },
      ...(body === '' ? {} : { body }),
    });
    response.writeHead(answer.status).end(await answer.text());
  });
