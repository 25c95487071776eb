/** One kafkajs client with every guard in place; no other file creates one. */
import { type Logger } from '@tributary/telemetry';
import kafkajs, { type ISocketFactory, type Kafka, type KafkaConfig, type LogEntry } from 'kafkajs';
import { installBoundedCodecs } from './bounded-codecs.ts';
import { readFetchesBatchByBatch } from './fetch-answer.ts';
import { type KafkaOptions } from './kafka-config.ts';
import { endSilentConnections, turnOffIdleTimer } from './kafkajs-internals.ts';

export function createKafkaClient(options: KafkaOptions, log: Logger, socketFactory?: ISocketFactory): Kafka {
  installBoundedCodecs();
  readFetchesBatchByBatch();
  turnOffIdleTimer();
  endSilentConnections();
  return new kafkajs.Kafka({
    brokers: [...options.brokers],
    clientId: options.clientId ?? 'tributary',
    ssl: options.ssl === undefined ? false : typeof options.ssl === 'object' ? { ...options.ssl } : options.ssl,
    ...(options.sasl && { sasl: saslOf(options.sasl) }),
    ...(socketFactory && { socketFactory }),
    connectionTimeout: 3_000,
    // A line that is silent for so long is taken for dead. Joins may take longer, which kafkajs knows; sends have a deadline of their own.
    requestTimeout: 15_000,
    // Retries of kafkajs are nested (a join looks for the coordinator, which looks for metadata): long pauses multiply, and a member
    // that gives up begins again anyway.
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 8 },
    logLevel: kafkajs.logLevel.WARN,
    logCreator: () => (entry) => {
      write(entry, log);
    },
  });
}

type Sasl = NonNullable<KafkaOptions['sasl']>;

function saslOf({ mechanism, username, password }: Sasl): NonNullable<KafkaConfig['sasl']> {
  switch (mechanism) {
    case 'plain':
      return { mechanism, username, password };
    case 'scram-sha-256':
      return { mechanism, username, password };
    case 'scram-sha-512':
      return { mechanism, username, password };
  }
}

/**
 * kafkajs calls everything that it will try again an error; ours are for people to act on, so its errors are warnings. What it
 * also hands to its caller (the answer of a broker, the crash of a membership) is told there, once.
 */
function write({ namespace, level, log: entry }: LogEntry, log: Logger): void {
  const { message } = entry;
  const fields = { ...entry, namespace, message: undefined, timestamp: undefined, stack: undefined };
  const toldElsewhere = /^(Response |Crash: |Restarting the consumer)/.test(message);
  const line = `kafkajs: ${message}`;
  if (level <= kafkajs.logLevel.WARN && !toldElsewhere) log.warn(fields, line);
  else log.debug(fields, line);
}
