/** Whether a failure is the engines' or the messages' own: only the latter may ever lead into the dead letters. */
import { BusError } from './bus-error.ts';
import { withDeadline } from './with-deadline.ts';

/** Answers what is wrong with what the handlers of a group need (store, peers), in a sentence; undefined: all of it answers. */
export type TroubleCheck = (group: string, error: unknown) => Promise<string | undefined>;

/** A check that gives no answer says enough: a healthy engine answers at once. */
const answerWithinMs = 5_000;

interface Asked {
  readonly error: unknown;
  /** Rejects or does not answer when the bus is in trouble. */
  readonly bus: () => Promise<unknown>;
  readonly others: (error: unknown) => Promise<string | undefined>;
}

export async function troubleBehind({ error, bus, others }: Asked): Promise<string | undefined> {
  if (error instanceof BusError) return error.message;
  const late = (): Error => new Error(`The engines do not answer within ${answerWithinMs / 1_000} s.`);
  try {
    const [trouble] = await withDeadline(Promise.all([others(error), bus()]), answerWithinMs, late);
    return trouble;
  } catch (silence) {
    return sentenceOf(silence);
  }
}

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
