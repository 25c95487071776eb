/** Why a process could not start or go on, for whoever runs it: what was wrong and where to look. What nobody has foreseen keeps its stack. */
import { ConfigError } from '@tributary/config';

/** Causes are looked at so deep. */
const depth = 8;

export function whyItEnded(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  let cause = error;
  for (let level = 0; cause instanceof Error && level < depth; level += 1) {
    const told = toldOf(cause);
    if (told !== undefined) return told;
    cause = cause.cause;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Unauthorized, AuthenticationFailed, and what Atlas says of both. */
const mayNotEnter = new Set<unknown>([13, 18, 8000]);

/** By names, which these errors keep across libraries of different versions. */
function toldOf({ name, message, ...error }: Error & { readonly code?: unknown }): string | undefined {
  if (error.code === 'BUS_ACCESS_DENIED') return message; // says what to grant or to set
  if (name === 'MongoParseError') return `MONGODB_URI is no connection string: ${message}`;
  if (name === 'MongoServerError' && mayNotEnter.has(error.code))
    return `The store does not let us in (${message}): check the user in MONGODB_URI and what it may do.`;
  if (/^Mongo(ose)?(Network|ServerSelection)/.test(name))
    return `The store does not answer (${message}): does it run, and does MONGODB_URI lead to it?`;
  if (/^KafkaJSConnection/.test(name) || (error.code === 'BUS_DEADLINE' && message.includes('Kafka')))
    return `The brokers do not answer (${message}): do they run, and does KAFKA_BROKERS lead to them?`;
  return undefined;
}
