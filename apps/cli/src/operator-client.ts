/** A client of one service with the secret key of the operator. */
import { createClient, type Client } from '@tributary/api-client';
import { type ServiceName } from '@tributary/contracts';
import { type OperatorConnection } from './connection.ts';

/** Enough for a restart; somebody waits before the terminal. */
const retries = 2;

export function operatorClient({ urlOf, secretKey }: OperatorConnection, service: ServiceName): Client {
  if (secretKey === undefined) {
    throw new Error('There is no secret key: pass --key, set TRIBUTARY_SECRET_KEYS, or name --data-dir.');
  }
  return createClient({ url: urlOf(service), secretKey, retries });
}
