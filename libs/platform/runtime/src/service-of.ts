/** The service that a group belongs to, by its name (see groups.ts of the contracts). */
import { groupPrefixesOf, services, type ServiceName } from '@tributary/contracts';

export function serviceOf(group: string): ServiceName {
  const service = services.find(
    (name) => group === name || groupPrefixesOf(name).some((prefix) => group.startsWith(prefix)),
  );
  if (service === undefined) throw new Error(`The consumer group ${group} is not named after a service.`);
  return service;
}
