/** Groups are named after their service, `<service>` or `<service>.<purpose>`. */
import { services, type ServiceName } from '@tributary/contracts';

export function serviceOf(group: string): ServiceName {
  const service = services.find((name) => group === name || group.startsWith(`${name}.`));
  if (service === undefined) throw new Error(`The consumer group ${group} is not named after a service.`);
  return service;
}
