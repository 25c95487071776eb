/** A client of the public HTTP API. Reads and commands carry the secret key, events the write key of a source. */
import { ApiError } from './api-error.ts';
import { readReceipt, type Receipt } from './receipt.ts';

export interface ClientOptions {
  /** Where the API listens, e.g. `http://127.0.0.1:4400`. */
  readonly url: string;
  readonly secretKey?: string | undefined;
  readonly writeKey?: string | undefined;
  /** How often a request that was told to come again does so; a service under load or restarting asks for some. */
  readonly retries?: number;
}

type Query = Readonly<Record<string, string | number | undefined>>;

export interface Client {
  get(path: string, query?: Query): Promise<unknown>;
  post(path: string, body: unknown): Promise<unknown>;
  put(path: string, body: unknown): Promise<unknown>;
  delete(path: string): Promise<unknown>;
  /** Items of a list, page after page. */
  pages(path: string, query?: Query): AsyncGenerator<unknown, void, undefined>;
  /** Pages of a list that is answered as text, such as CSV: from one to the next as the header `link` leads. */
  texts(path: string, query?: Query): AsyncGenerator<string, void, undefined>;
  /** Sends `{"batch": [...]}`, already JSON, as an import: times stand as they are. Waits and sends again on 429 and 503. */
  importBatch(json: string): Promise<Receipt>;
}

const defaultRetries = 8;
/** Between tries where the service names no time: doubled each time, up to half a minute. */
const firstPauseMs = 250;
const longestPauseMs = 30_000;

interface Request {
  readonly method: string;
  readonly path: string;
  readonly key: string | undefined;
  readonly body?: string;
}

export function createClient(options: ClientOptions): Client {
  const base = options.url.replace(/\/+$/, '');
  const retries = options.retries ?? defaultRetries;
  const call = async (request: Request): Promise<unknown> => parse((await send(base, request, retries)).text);
  const command = (method: string, path: string, body: unknown) =>
    call({ method, path, key: options.secretKey, body: JSON.stringify(body) });
  const get = (path: string, query: Query = {}) =>
    call({ method: 'GET', path: `${path}${queryOf(path, query)}`, key: options.secretKey });
  return {
    get,
    post: (path, body) => command('POST', path, body),
    put: (path, body) => command('PUT', path, body),
    delete: (path) => call({ method: 'DELETE', path, key: options.secretKey }),
    pages: (path, query) => pages(get, path, query),
    texts: (path, query) =>
      texts((next) => send(base, { method: 'GET', path: next, key: options.secretKey }, retries), path, query),
    importBatch: async (json) =>
      readReceipt(await call({ method: 'POST', path: '/v1/import', key: options.writeKey, body: json })),
  };
}

function queryOf(path: string, query: Query): string {
  const set = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`],
  );
  if (set.length === 0) return '';
  return `${path.includes('?') ? '&' : '?'}${set.join('&')}`;
}

async function* pages(get: Client['get'], path: string, query: Query = {}): AsyncGenerator<unknown, void, undefined> {
  let after: string | undefined;
  do {
    const page = await get(path, { ...query, after });
    const { items, next } = readPage(page);
    yield* items;
    after = next;
  } while (after !== undefined);
}

async function* texts(
  get: (path: string) => Promise<Answered>,
  path: string,
  query: Query = {},
): AsyncGenerator<string, void, undefined> {
  let next: string | undefined = `${path}${queryOf(path, query)}`;
  while (next !== undefined) {
    const page: Answered = await get(next);
    yield page.text;
    next = page.next;
  }
}

function readPage(page: unknown): { readonly items: readonly unknown[]; readonly next: string | undefined } {
  const items = typeof page === 'object' && page !== null && 'items' in page ? page.items : undefined;
  if (!Array.isArray(items)) throw new Error('The answer is not a page of items.');
  const next = typeof page === 'object' && page !== null && 'next' in page ? page.next : undefined;
  return { items, next: typeof next === 'string' ? next : undefined };
}

interface Answered {
  readonly text: string;
  /** The path of the next page. */
  readonly next: string | undefined;
}

async function send(base: string, request: Request, retries: number): Promise<Answered> {
  for (let attempt = 0; ; attempt += 1) {
    const result = await once(base, request, attempt < retries);
    if ('text' in result) return result;
    await new Promise((resolve) => setTimeout(resolve, result.pauseMs ?? backoff(attempt)));
  }
}

const backoff = (attempt: number): number => Math.min(firstPauseMs * 2 ** attempt, longestPauseMs);

type Once = Answered | { readonly pauseMs: number | undefined };

async function once(base: string, { method, path, key, body }: Request, mayRetry: boolean): Promise<Once> {
  const headers: Record<string, string> = {};
  if (key !== undefined) headers['authorization'] = `Bearer ${key}`;
  if (body !== undefined) headers['content-type'] = 'application/json';
  let answer: Response;
  try {
    answer = await fetch(base + path, { method, headers, ...(body === undefined ? {} : { body }) });
  } catch (error) {
    // Nobody knows whether the request arrived: what the API offers is safe to repeat, so it is.
    if (mayRetry) return { pauseMs: undefined };
    throw new Error(`${base} cannot be reached.`, { cause: error });
  }
  const text = await answer.text();
  if (answer.ok) return { text, next: nextIn(answer) };
  if (mayRetry && (answer.status === 429 || answer.status === 503)) return { pauseMs: retryAfter(answer) };
  throw new ApiError(`${method} ${path}`, answer.status, parse(text));
}

const nextIn = ({ headers }: Response): string | undefined =>
  /<([^>]*)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];

/** Seconds, or a date. */
function retryAfter(answer: Response): number | undefined {
  const text = answer.headers.get('retry-after');
  if (text === null) return undefined;
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - Date.now();
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), longestPauseMs) : undefined;
}

function parse(text: string): unknown {
  try {
    return text === '' ? undefined : (JSON.parse(text) as unknown); // eslint-disable-line no-restricted-syntax -- JSON.parse answers any
  } catch {
    return undefined;
  }
}
