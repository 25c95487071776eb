/** The HTTP door, as a client sees it: a status, or no answer at all. */
import { type Attempt } from './journal.ts';
import { type Outgoing } from './request.ts';

export interface HttpDoorOptions {
  readonly url: () => string;
  readonly writeKeyOf: (source: string) => string;
  /** A client that hears nothing for so long gives up on the attempt. */
  readonly patienceMs: number;
}

type Answered = Pick<Attempt, 'answer' | 'status' | 'refused'>;

export const httpDoor =
  ({ url, writeKeyOf, patienceMs }: HttpDoorOptions) =>
  async (request: Outgoing): Promise<Answered> => {
    try {
      const authorization = `Basic ${Buffer.from(`${writeKeyOf(request.source)}:`).toString('base64')}`;
      const answer = await fetch(`${url()}/v1/${request.path}`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: request.body,
        signal: AbortSignal.timeout(patienceMs),
      });
      const body: unknown = await answer.json().catch(() => undefined);
      if (answer.status === 200) return { answer: 'ok', status: 200, refused: refusedIn(body) };
      const refusedForGood = answer.status >= 400 && answer.status < 500;
      return { answer: refusedForGood ? 'failed' : 'unknown', status: answer.status, refused: [] };
    } catch {
      return { answer: 'unknown', status: 0, refused: [] };
    }
  };

function refusedIn(body: unknown): readonly number[] {
  const listed: unknown = typeof body === 'object' && body !== null && 'rejected' in body ? body.rejected : undefined;
  if (!Array.isArray(listed)) return [];
  return listed.flatMap((one: unknown) =>
    typeof one === 'object' && one !== null && 'index' in one && typeof one.index === 'number' ? [one.index] : [],
  );
}
