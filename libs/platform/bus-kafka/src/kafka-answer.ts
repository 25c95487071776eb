import { BusError, withDeadline } from '@tributary/bus';

/** What Kafka answers to `work`, or `BUS_DEADLINE` after `ms`. */
export const kafkaAnswer = <T>(work: Promise<T>, ms: number): Promise<T> =>
  withDeadline(work, ms, () => new BusError('BUS_DEADLINE', `Kafka has not answered within ${Math.round(ms)} ms`));
