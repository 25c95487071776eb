/** V9: two deployments on the same servers never see each other's messages. */
import { namespaceOf } from '../traffic/request.ts';
import { type Check } from './check.ts';

export const namespaces: Check = {
  name: 'V9',
  promise: 'nothing crosses from one namespace into another',
  find: (evidence) => {
    const places = {
      'the log': evidence.received,
      'the archive': evidence.archive,
      'the rejections': evidence.rejected,
      'the dead letters': evidence.deadLetters,
      'event.collected': evidence.collected,
      'event.resolved': evidence.resolved,
    };
    return Object.entries(places).flatMap(([place, found]) =>
      found
        .filter(({ marker }) => marker !== '' && namespaceOf(marker) !== evidence.namespace)
        .map(({ marker }) => `${marker} stands in ${place} of ${evidence.namespace}`),
    );
  },
};
