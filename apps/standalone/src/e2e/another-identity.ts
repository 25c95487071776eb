/** One more process of identity beside those of a distributed river: it may be killed, and another be started. */
import { launch, untilReady, type Launched, type River } from '@tributary/launcher';
import { ownAddress } from '@tributary/runtime';

export interface Engines {
  readonly kafkaBrokers: string;
  readonly mongodbUri: string;
}

const peers = ['ingestion', 'segmentation', 'analytics', 'decisioning'] as const;

/** Resolves when it is ready. */
export async function anotherIdentity(
  river: River,
  { kafkaBrokers, mongodbUri }: Engines,
  env: Readonly<Record<string, string>>,
): Promise<Launched & { readonly url: string }> {
  const { url, port } = await ownAddress('127.0.0.1', 0);
  const launched = launch('identity', [], {
    ...Object.fromEntries(peers.map((service) => [`${service.toUpperCase()}_URL`, river.url(service)])),
    ...{ KAFKA_BROKERS: kafkaBrokers, MONGODB_URI: mongodbUri, TRIBUTARY_PARTITIONS: '4', PORT: String(port) },
    ...{ TRIBUTARY_NAMESPACE: river.namespace, TRIBUTARY_SECRET_KEYS: river.secretKey, IDENTITY_URL: url },
    ...env,
  });
  await untilReady(url, launched);
  return { ...launched, url };
}
