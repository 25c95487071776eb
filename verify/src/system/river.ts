/** The system under test as the scenarios see it: processes that come again, doors, and readers beside them. */
import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Supervised } from '@tributary/launcher';
import { ownAddress } from '@tributary/runtime';

/** One deployment: its topics and databases bear its name. */
export interface Deployment {
  readonly namespace: string;
  readonly secretKey: string;
  readonly writeKey: string;
}

/** Deployments of one process share its keys: what keeps them apart is the name alone. */
export function newDeployments(namespaces: readonly string[]): readonly Deployment[] {
  const keys = { secretKey: `sk_${randomUUID()}`, writeKey: `wk_${randomUUID()}` };
  return namespaces.map((namespace) => ({ namespace, ...keys }));
}

export interface ProcessOptions {
  readonly name: string;
  /** Names of services; empty: all. */
  readonly services: readonly string[];
  readonly deployments: readonly Deployment[];
  readonly env: Readonly<Record<string, string>>;
  /** Where its log is kept. */
  readonly folder: string;
  /** Fixed before, where other processes must know it. */
  readonly port?: number;
}

export interface ServiceProcess {
  readonly process: Supervised;
  /** Where a deployment is served by it. */
  readonly url: (deployment: Deployment) => string;
}

const main = fileURLToPath(new URL(`./under-test.js`, import.meta.url));

export async function serviceProcess(options: ProcessOptions): Promise<ServiceProcess> {
  const { name, services, deployments, env, folder, port = 0 } = options;
  await mkdir(folder, { recursive: true });
  const places = await Promise.all(
    deployments.map(
      async ({ namespace }, index) => [namespace, await ownAddress('127.0.0.1', index === 0 ? port : 0)] as const,
    ),
  );
  const [first] = deployments;
  const urls = new Map(places.map(([namespace, { url }]) => [namespace, url]));
  const urlOf = (deployment: Deployment): string => urls.get(deployment.namespace) ?? '';
  const process = new Supervised({
    name,
    main,
    url: first === undefined ? '' : urlOf(first),
    logFile: join(folder, `${name}.log`),
    env: {
      // What was compiled once need not be again: processes come and go all the time here.
      NODE_COMPILE_CACHE: join(folder, 'compiled'),
      TRIBUTARY_PARTITIONS: '4',
      TRIBUTARY_SECRET_KEYS: first?.secretKey ?? '',
      TRIBUTARY_WRITE_KEY: first?.writeKey ?? '',
      VERIFY_SERVICES: services.join(),
      VERIFY_NAMESPACES: deployments.map(({ namespace }) => namespace).join(),
      VERIFY_PORTS: places.map(([, own]) => own.port).join(),
      ...env,
    },
  });
  return { process, url: urlOf };
}

/** Sources beside the default one, with their write keys. */
export async function addSources(
  url: string,
  { secretKey, writeKey }: Deployment,
): Promise<ReadonlyMap<string, string>> {
  const keys = new Map([['default', writeKey]]);
  for (const id of ['web', 'shop']) {
    const answer = await fetch(`${url}/v1/sources`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ id, name: id }),
    });
    const body: unknown = await answer.json();
    const key: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'writeKey') : undefined;
    if (typeof key !== 'string')
      throw new Error(`The source ${id} could not be made: ${answer.status} ${JSON.stringify(body)}`);
    keys.set(id, key);
  }
  return keys;
}
