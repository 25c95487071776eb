/** Who may do what in the MongoDB of docker-compose.yml: the script that makes its users is run against a catalogue of users. */
import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import { services } from '@tributary/contracts';
import { parse } from 'yaml';
import { demandedVariables, readCompose } from './compose-file.ts';

type Loose = ReturnType<typeof JSON.parse>;

const root = new URL('../../../../', import.meta.url);
const text = (file: string): string => readFileSync(new URL(file, root), 'utf8');
const env = Object.fromEntries(demandedVariables().map((name) => [name, `value-of-${name}`]));
const compose: Loose = readCompose(env);
const init: Loose = compose.services['mongodb-init'];

/** What MongoDB knows of its users; a user is made once. */
class Users {
  readonly byName = new Map<string, Loose>();

  /** As mongosh offers it on a database; the rest of the server is well. */
  get database(): Loose {
    return {
      adminCommand: () => ({ ok: 1 }),
      hello: () => ({ isWritablePrimary: true }),
      getUser: (name: string) => this.byName.get(name) ?? null,
      createUser: ({ user, pwd, roles }: Loose) => {
        this.note(!this.byName.has(user), { user, pwd, roles });
      },
      updateUser: (user: string, { pwd, roles }: Loose) => {
        this.note(this.byName.has(user), { user, pwd, roles });
      },
    };
  }

  note(isRight: boolean, { user, pwd, roles }: Loose): void {
    if (!isRight || !pwd) throw new Error(`${String(user)} cannot be made or changed so.`);
    this.byName.set(user, { pwd, roles });
  }
}

/** Runs the script as the container does, with the container's environment and files. */
function initialise(users: Users): string {
  const files = new Map<string, string>(
    init.configs.map(({ source, target }: Loose) => [target, text(compose.configs[source].file)]),
  );
  const [script] = init.entrypoint.slice(-1);
  const connected: string[] = [];
  const context = createContext({
    process: { env: init.environment },
    require: (name: string) => ({ fs: { readFileSync: (file: string) => files.get(file) } })[name],
    connect: (uri: string) => {
      connected.push(uri);
      return users.database;
    },
    sleep: () => undefined,
    print: () => undefined,
  });
  runInContext(files.get(script) ?? '', context);
  return connected.join();
}

describe('the users of MongoDB in docker-compose.yml', () => {
  const users = new Users();
  const connected = initialise(users);
  const rights = [...users.byName].map(([name, { roles }]) => [name, roles]);

  it('have the rights that they have on Kubernetes', () => {
    const { users: onKubernetes } = parse(text('k8s/base/mongodb/cluster.yaml')).spec;
    expect(rights).toEqual(
      onKubernetes.map(({ name, roles }: Loose) => [name, roles.map(({ name: role, db }: Loose) => ({ role, db }))]),
    );
    expect(rights.map(([name]) => name)).toEqual([...services]);
  });

  it('are one for each service, which connects as it, with its own password', () => {
    const uris = services.map((name) => new URL(compose.services[name].environment.MONGODB_URI));
    expect(uris.map(({ username }) => username)).toEqual([...services]);
    for (const { username, password } of uris) expect(password).toBe(users.byName.get(username).pwd);
    expect(new Set(uris.map(({ password }) => password)).size).toBe(services.length);
    expect(connected).toContain(`root:${env['MONGODB_ROOT_PASSWORD'] ?? ''}@`);
    expect(uris.map(({ searchParams }) => searchParams.get('authSource'))).toEqual(services.map(() => 'admin'));
  });

  it('are given their rights and passwords again at every start', () => {
    const wrong = new Users();
    for (const name of services) wrong.byName.set(name, { pwd: 'old', roles: [{ role: 'root', db: 'admin' }] });
    initialise(wrong);
    expect(wrong.byName).toEqual(users.byName);
  });
});
