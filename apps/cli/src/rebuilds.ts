/** What a service answers about its rebuilds. */
import { fieldsOf, numberOf, textsOf } from './answer.ts';

export interface Rebuilds {
  /** The answer as it came. */
  readonly raw: unknown;
  readonly generation: number;
  readonly previous: number | null;
  readonly running: { readonly stage: string; readonly done: number; readonly total: number } | null;
  readonly last: RebuildReport | null;
  readonly failure: string | null;
}

interface RebuildReport {
  readonly messages: number;
  readonly pausedMs: number;
  readonly documents: number;
  readonly differences: number;
  readonly examples: readonly string[];
  readonly corrections: number;
  readonly losses: readonly string[];
}

export function readRebuilds(raw: unknown): Rebuilds {
  const body = fieldsOf(raw);
  const [running, last] = [fieldsOf(body['running']), fieldsOf(body['last'])];
  return {
    raw,
    generation: numberOf(body['generation']),
    previous: typeof body['previous'] === 'number' ? body['previous'] : null,
    failure: typeof body['failure'] === 'string' ? body['failure'] : null,
    running:
      body['running'] == null
        ? null
        : { stage: String(running['stage']), done: numberOf(running['done']), total: numberOf(running['total']) },
    last:
      body['last'] == null
        ? null
        : {
            messages: numberOf(last['messages']),
            pausedMs: numberOf(last['pausedMs']),
            documents: numberOf(last['documents']),
            differences: numberOf(last['differences']),
            examples: textsOf(last['examples']),
            corrections: numberOf(last['corrections']),
            losses: textsOf(last['losses']),
          },
  };
}
