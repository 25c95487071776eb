/**
 * How fetches wait: while records come, for more of them, because each batch costs requests to brokers and store; after an answer
 * without any, for the first one, so that it is not late, and long, because every fetch that finds nothing is work for nothing.
 */
import { type Fetch, type FetchAnswer } from './kafkajs-internals.ts';

/** A member that is told of a rebalance, or to stop, waits for what it has asked. */
const idleWaitMs = 500;

export function paced(fetch: Fetch): Fetch {
  let idle = false;
  return async (request) => {
    const asked = idle ? { ...request, minBytes: 1, maxWaitTime: Math.max(idleWaitMs, request.maxWaitTime) } : request;
    const answer = await fetch(asked);
    idle = isEmpty(answer);
    return answer;
  };
}

const isEmpty = ({ responses }: FetchAnswer): boolean =>
  responses.every(({ partitions }) => partitions.every(({ messages }) => messages.length === 0));
