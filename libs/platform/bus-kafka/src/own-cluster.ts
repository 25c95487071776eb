/** The brokers beside any group, for what kafkajs has no call for or makes many requests of. */
import kafkajs, { type Cluster, type Kafka } from 'kafkajs';
import { borrowCluster, forgetTopics } from './kafkajs-internals.ts';
import { retryRetriable } from './retry-retriable.ts';

export class OwnCluster {
  readonly #cluster: Cluster;
  #connected: Promise<void> | undefined;
  #turn: Promise<void> = Promise.resolve();

  constructor(kafka: Kafka) {
    this.#cluster = borrowCluster(kafka);
  }

  /** One after another: two first requests at once open two connections in kafkajs, of which it forgets one. */
  ask<T>(work: (cluster: Cluster) => Promise<T>): Promise<T> {
    const answer = this.#turn.then(async () => {
      const cluster = await this.connected();
      const heal = () => {
        // What the next try asks about is asked for anew: where its leaders are, and nothing of other topics.
        forgetTopics(cluster);
        return Promise.resolve();
      };
      try {
        return await retryRetriable(() => work(cluster), heal);
      } catch (error) {
        if (!isForbidden(error)) throw error;
        await heal();
        return work(cluster);
      }
    });
    this.#turn = answer.then(noMatter, noMatter);
    return answer;
  }

  async connected(): Promise<Cluster> {
    this.#connected ??= this.#cluster.connect();
    try {
      await this.#connected;
      return this.#cluster;
    } catch (error) {
      this.#connected = undefined;
      throw error;
    }
  }

  async close(): Promise<void> {
    if (this.#connected === undefined) return;
    await this.#turn;
    await this.#cluster.disconnect();
  }
}

const noMatter = (): void => undefined;

/** It may be about another topic than the one that is asked about, and no try will mend it. */
const isForbidden = (error: unknown): boolean =>
  error instanceof kafkajs.KafkaJSProtocolError && error.type === 'TOPIC_AUTHORIZATION_FAILED';
