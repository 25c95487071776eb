/** One broker behind TLS, SCRAM-SHA-512 and permissions, with the users that a test names. */
import { type Grant } from '@tributary/contracts';
import kafkajs, { type Admin } from 'kafkajs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { kafkaDev, mayStartKafka, newFolder } from './kafka-dev.ts';

export interface SecuredKafka {
  /** The `KAFKA_*` variables of a user; `admin` may do everything. */
  envOf(user: string): Readonly<Record<string, string>>;
  grant(user: string, grants: readonly Grant[]): Promise<void>;
  stop(): Promise<void>;
}

/** Undefined, with the reason printed, where it is not asked for. */
export async function securedKafka(users: readonly string[]): Promise<SecuredKafka | undefined> {
  if (!mayStartKafka()) return undefined;
  const dir = await newFolder();
  const accounts = users.flatMap((user) => ['--user', `${user}:${passwordOf(user)}`]);
  await kafkaDev(
    'start',
    '--port',
    '0',
    '--heap',
    '320m',
    '--dir',
    dir,
    '--security',
    'sasl-ssl',
    '--acl',
    ...accounts,
  );
  const lines = (await readFile(join(dir, 'client.env'), 'utf8')).trim().split('\n');
  const env = Object.fromEntries(lines.map((line) => [line.split('=')[0] ?? '', line.slice(line.indexOf('=') + 1)]));
  const admin = await adminOf(env);
  return {
    envOf: (user) =>
      user === 'admin' ? env : { ...env, KAFKA_SASL_USERNAME: user, KAFKA_SASL_PASSWORD: passwordOf(user) },
    grant: async (user, grants) => {
      await admin.createAcls({ acl: grants.flatMap((grant) => aclsOf(user, grant)) });
    },
    stop: async () => {
      await admin.disconnect();
      await kafkaDev('wipe', '--dir', dir);
    },
  };
}

const passwordOf = (user: string): string => `${user}-secret`;

async function adminOf(env: Readonly<Record<string, string>>): Promise<Admin> {
  const admin = new kafkajs.Kafka({
    brokers: (env['KAFKA_BROKERS'] ?? '').split(','),
    ssl: { ca: await readFile(env['KAFKA_SSL_CA_FILE'] ?? '', 'utf8') },
    sasl: {
      mechanism: 'scram-sha-512',
      username: env['KAFKA_SASL_USERNAME'] ?? '',
      password: env['KAFKA_SASL_PASSWORD'] ?? '',
    },
    logLevel: kafkajs.logLevel.NOTHING,
  }).admin();
  await admin.connect();
  return admin;
}

const operationTypes = {
  Describe: kafkajs.AclOperationTypes.DESCRIBE,
  Read: kafkajs.AclOperationTypes.READ,
  Write: kafkajs.AclOperationTypes.WRITE,
} as const;

function aclsOf(user: string, { resource, name, pattern, operations }: Grant) {
  const { AclResourceTypes, AclPermissionTypes, ResourcePatternTypes } = kafkajs;
  return operations.map((operation) => ({
    resourceType: resource === 'topic' ? AclResourceTypes.TOPIC : AclResourceTypes.GROUP,
    resourceName: name,
    resourcePatternType: pattern === 'prefix' ? ResourcePatternTypes.PREFIXED : ResourcePatternTypes.LITERAL,
    principal: `User:${user}`,
    host: '*',
    operation: operationTypes[operation],
    permissionType: AclPermissionTypes.ALLOW,
  }));
}
