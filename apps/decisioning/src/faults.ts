/** Tells faults in a definition or a request as problem+json: the first one up front, all of them in `errors`. */
import { type Fault, type Read } from '@tributary/domain-decisioning';
import { Problem } from '@tributary/http';

export function accepted<T>(result: Read<T>): T {
  if (result.ok) return result.value;
  throw refusal(result.faults);
}

export function refusal(faults: readonly Fault[]): Problem {
  const [first] = faults;
  const code = first?.code ?? 'WRONG_TYPE';
  return new Problem({
    status: 400,
    code,
    detail: first?.detail ?? 'The body cannot be read.',
    fix: first?.fix ?? 'See /v1/openapi.json for what the route takes.',
    at: first?.at ?? '',
    errors: faults.map(({ code, at, detail, fix }) => ({ at, message: `${code}: ${detail} ${fix}` })),
  });
}
