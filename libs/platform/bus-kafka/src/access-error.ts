/** Kafka does not let us in, or not do this: trying again cannot help, a person has to do something, and is told what. */
import { BusError } from '@tributary/bus';

/** Who asks, and for what; whatever is known. */
interface Attempted {
  readonly user?: string | undefined;
  readonly what: string;
}

/** What node says about a certificate that it does not trust. */
const untrusted = new Set([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_SIGNATURE_FAILURE',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

const missing = {
  TOPIC_AUTHORIZATION_FAILED: 'the topic',
  GROUP_AUTHORIZATION_FAILED: 'the consumer group',
  CLUSTER_AUTHORIZATION_FAILED: 'the topics that it uses',
} as const;

const isMissing = (type: unknown): type is keyof typeof missing => typeof type === 'string' && type in missing;

/** The same error in words that say what to do; undefined when it is of another kind. */
function accessError(error: unknown, { user, what }: Attempted): BusError | undefined {
  if (error instanceof BusError) return isDenied(error) ? error : accessError(error.cause, { user, what });
  const reason = reasonOf(error);
  if (reason === undefined) return undefined;
  const cause = { cause: error };
  if (reason === 'password') {
    const fix = 'check KAFKA_SASL_USERNAME, KAFKA_SASL_PASSWORD and KAFKA_SASL_MECHANISM';
    return new BusError('BUS_ACCESS_DENIED', `Kafka does not accept the credentials of ${nameOf(user)}: ${fix}`, cause);
  }
  if (isMissing(reason)) {
    const fix = `grant it an ACL on ${missing[reason]}`;
    return new BusError('BUS_ACCESS_DENIED', `${nameOf(user)} may not ${what} (${reason}): ${fix}`, cause);
  }
  const fix = 'name its authority in KAFKA_SSL_CA_FILE, and let KAFKA_BROKERS have the names that stand in it';
  return new BusError('BUS_ACCESS_DENIED', `The certificate of the broker is not trusted (${reason}): ${fix}`, cause);
}

/** Puts an error into such words where it is one of these, and leaves it as it is elsewhere. */
export type Explain = (error: unknown, what: string) => unknown;

export const explainFor =
  (user: string | undefined): Explain =>
  (error, what) =>
    accessError(error, { user, what }) ?? error;

export const isDenied = (error: unknown): boolean => error instanceof BusError && error.code === 'BUS_ACCESS_DENIED';

export const isUntrusted = (error: unknown): boolean => untrusted.has(codeOf(error) ?? '');

function reasonOf(error: unknown): string | undefined {
  // No `instanceof`: the error of a socket may come from another realm.
  if (typeof error !== 'object' || error === null) return undefined;
  if ('name' in error && error.name === 'KafkaJSSASLAuthenticationError') return 'password';
  if ('type' in error && isMissing(error.type)) return error.type;
  const code = codeOf(error);
  if (code !== undefined && untrusted.has(code)) return code;
  const cause: unknown = 'cause' in error ? error.cause : undefined;
  const inner: unknown = 'errors' in error && Array.isArray(error.errors) ? error.errors[0] : cause;
  return reasonOf(inner);
}

const codeOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;

const nameOf = (user: string | undefined): string => (user === undefined ? 'Nobody (no user is set)' : `User:${user}`);
