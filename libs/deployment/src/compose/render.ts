/** What docker-compose.yml takes from the registry, by the file that it is kept in. */
import { mongodbUsers } from '../mongodb-users.ts';

export function renderComposeFiles(): Readonly<Record<string, string>> {
  return { 'docker/mongodb-users.json': `${JSON.stringify(mongodbUsers, null, 2)}\n` };
}
