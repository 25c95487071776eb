/** The secrets that are to be provided, fetched from a store by the External Secrets operator; values stand nowhere here. */
import { services } from '@tributary/contracts';
import { type Manifest } from './manifest.ts';
import { keys, mongodbPasswordOf } from './names.ts';

export function externalSecrets(): readonly Manifest[] {
  return [
    externalSecret(keys.secret, { [keys.secretKeys]: keys.secretKeys, [keys.writeKey]: keys.writeKey }, derived),
    ...services.map((service) => externalSecret(mongodbPasswordOf(service), { password: `mongodb-${service}` })),
  ];
}

/** The first of the secret keys, as the services read them: separated by commas, blanks around them do not count. */
const derived = {
  engineVersion: 'v2',
  mergePolicy: 'Merge',
  data: { [keys.metricsKey]: `{{ index . "${keys.secretKeys}" | nospace | splitList "," | compact | first }}` },
};

/** `properties`: key of the secret → property of the entry `tributary` in the store. */
function externalSecret(name: string, properties: Readonly<Record<string, string>>, template?: object): Manifest {
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name },
    spec: {
      refreshInterval: '1h',
      secretStoreRef: { kind: 'SecretStore', name: 'tributary' },
      target: { name, creationPolicy: 'Owner', ...(template && { template }) },
      data: Object.entries(properties).map(([secretKey, property]) => ({
        secretKey,
        remoteRef: { key: 'tributary', property },
      })),
    },
  };
}
