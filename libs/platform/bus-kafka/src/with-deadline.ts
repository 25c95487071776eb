/** Waits for a promise, but not for ever; what it does afterwards is nobody's concern any more. */
import { BusError } from '@tributary/bus';

export async function withDeadline<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new BusError('BUS_DEADLINE', `Kafka has not answered within ${Math.round(ms)} ms`));
    }, ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
