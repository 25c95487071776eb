/** Tries again what Kafka says will heal: a coordinator that moves, a leader that is being elected. */
import kafkajs from 'kafkajs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Pauses of 0.1 s to 3.2 s, 6.3 s together: an election takes that long, a caller waits no longer. */
const pausesMs = [100, 200, 400, 800, 1_600, 3_200] as const;

export async function retryRetriable<T>(action: () => Promise<T>, heal?: () => Promise<void>): Promise<T> {
  for (const pauseMs of pausesMs) {
    try {
      return await action();
    } catch (error) {
      if (!isRetriable(error)) throw error;
      await sleep(pauseMs);
      await heal?.().catch(() => undefined);
    }
  }
  return action();
}

function isRetriable(error: unknown): boolean {
  if (!(error instanceof kafkajs.KafkaJSError)) return false;
  // When kafkajs gives up it calls the error final; its cause may still heal.
  return error.retriable || (error.cause !== undefined && isRetriable(error.cause));
}
