/** An answer that is not 2xx, with what problem+json says about it. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  /** The code of the problem; `HTTP_<status>` where the answer was none. */
  readonly code: string;
  /** What to do about it, where the service says so. */
  readonly fix: string | undefined;
  /** What is wrong where in the request, of a problem that names several places. */
  readonly errors: readonly { readonly at: string; readonly message: string }[];

  constructor(request: string, status: number, body: unknown) {
    const code = textIn(body, 'code') ?? `HTTP_${status}`;
    super(`${request} answered ${status} ${code}: ${textIn(body, 'detail') ?? 'no details'}`);
    this.status = status;
    this.code = code;
    this.fix = textIn(body, 'fix');
    this.errors = errorsIn(body);
  }
}

function errorsIn(body: unknown): ApiError['errors'] {
  const errors: unknown = typeof body === 'object' && body !== null && 'errors' in body ? body.errors : undefined;
  if (!Array.isArray(errors)) return [];
  return errors.map((error: unknown) => ({ at: textIn(error, 'at') ?? '', message: textIn(error, 'message') ?? '' }));
}

function textIn(body: unknown, name: string): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const found: unknown = Object.entries(body).find(([key]) => key === name)?.[1];
  return typeof found === 'string' ? found : undefined;
}
