/** Stands in for ingestion's export: a list of events behind the same route. */
import { createServer } from 'node:http';
import { type EventCollected } from '@tributary/contracts';

export interface TestArchive {
  readonly url: string;
  readonly events: EventCollected[];
  /** Pages asked for. */
  readonly asked: string[];
  /** Answers 503 so many times. */
  failures: number;
  close(): Promise<void>;
}

export async function startArchive(): Promise<TestArchive> {
  const events: EventCollected[] = [];
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://archive');
    asked.push(url.search);
    if (archive.failures > 0) {
      archive.failures -= 1;
      response.writeHead(503).end();
      return;
    }
    const after = url.searchParams.get('after') ?? '';
    const limit = Number(url.searchParams.get('limit'));
    const rest = [...events].sort((a, b) => (a.event < b.event ? -1 : 1)).filter((event) => event.event > after);
    const items = rest.slice(0, limit);
    const next = rest.length > limit ? items.at(-1)?.event : null;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ items, next, total: events.length }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const archive: TestArchive = {
    url: `http://127.0.0.1:${port}`,
    events,
    asked,
    failures: 0,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
  return archive;
}
