/** The secrets that are to be provided, fetched from a store by the External Secrets operator; values stand nowhere here. */
import { services } from '@tributary/contracts';
import { type Manifest } from './manifest.ts';
import { keys, mongodbPasswordOf } from './names.ts';

export function externalSecrets(): readonly Manifest[] {
  return [
    externalSecret(keys.secret, { [keys.secretKeys]: keys.secretKeys, [keys.writeKey]: keys.writeKey }),
    ...services.map((service) => externalSecret(mongodbPasswordOf(service), { password: `mongodb-${service}` })),
  ];
}

/** `properties`: key of the secret → property of the entry `tributary` in the store. */
function externalSecret(name: string, properties: Readonly<Record<string, string>>): Manifest {
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name },
    spec: {
      refreshInterval: '1h',
      secretStoreRef: { kind: 'SecretStore', name: 'tributary' },
      target: { name, creationPolicy: 'Owner' },
      data: Object.entries(properties).map(([secretKey, property]) => ({
        secretKey,
        remoteRef: { key: 'tributary', property },
      })),
    },
  };
}
