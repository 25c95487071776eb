/**
 * How fetches wait: while records come, for more of them, because each batch costs requests to brokers and store; once none have come
 * for a while, for the first one, so that it is not late, and long, because every fetch that finds nothing is work for nothing.
 */
import { type Fetch, type FetchAnswer } from './kafkajs-internals.ts';

/** A member that is told of a rebalance, or to stop, waits for what it has asked. */
const idleWaitMs = 500;

/** Where records come now and then, answers without any stand between them: to wait for each of them would make batches of one. */
const idleAfter = 5;

export function paced(fetch: Fetch): Fetch {
  let empty = 0;
  return async (request) => {
    const asked =
      empty >= idleAfter
        ? { ...request, minBytes: 1, maxWaitTime: Math.max(idleWaitMs, request.maxWaitTime) }
        : request;
    const answer = await fetch(asked);
    empty = isEmpty(answer) ? empty + 1 : 0;
    return answer;
  };
}

const isEmpty = ({ responses }: FetchAnswer): boolean =>
  responses.every(({ partitions }) => partitions.every(({ messages }) => messages.length === 0));
