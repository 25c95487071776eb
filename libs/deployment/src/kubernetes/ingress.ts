/** Which paths lead to which service from outside: the doors for browsers and devices apart from the API for people and programs. */
import { services, type ServiceName } from '@tributary/contracts';
import { servicePort, type Manifest } from './manifest.ts';

/** Paths of each service's HTTP API, as its OpenAPI document and its doors name them. */
export type Routes = Readonly<Record<ServiceName, readonly string[]>>;

/** Larger than the largest body that a door takes (5 MB): the door answers what it refuses, event by event. */
const largestBody = '6m';

export function ingresses(doors: readonly string[], api: Routes): readonly Manifest[] {
  const isDoor = new Set(doors.map(prefixOf));
  const prefixes = services.flatMap((service) =>
    [...new Set(api[service].map((path) => prefixOf(path.replace('{service}', service))))]
      .filter((prefix) => !isDoor.has(prefix))
      .map((prefix) => [prefix, service] as const),
  );
  const owners = new Map(prefixes);
  const contested = prefixes.find(([prefix, service]) => owners.get(prefix) !== service);
  if (contested) throw new Error(`Two services have paths under ${contested[0]}.`);
  return [
    ingress(
      'doors',
      'events.example.com',
      [...isDoor].map((prefix) => [prefix, 'ingestion']),
    ),
    ingress('api', 'api.example.com', prefixes),
  ];
}

/** What services divide among themselves: the first word after the version, and the service where the next one names it. */
function prefixOf(path: string): string {
  const [first = '', word, next = ''] = path.split('/').filter((part) => part !== '');
  if (word === undefined || word.startsWith(':')) return `/${first}`;
  return `/${first}/${word}${services.some((service) => service === next) ? `/${next}` : ''}`;
}

function ingress(name: string, host: string, paths: readonly (readonly [string, string])[]): Manifest {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, annotations: { 'nginx.ingress.kubernetes.io/proxy-body-size': largestBody } },
    spec: {
      tls: [{ hosts: [host], secretName: `${name}-tls` }],
      rules: [
        {
          host,
          http: {
            paths: paths
              .toSorted(([a], [b]) => (a < b ? -1 : 1))
              .map(([path, service]) => ({
                path,
                pathType: 'Prefix',
                backend: { service: { name: service, port: { number: servicePort } } },
              })),
          },
        },
      ],
    },
  };
}
