/** V8: a committed offset says that everything before it has had its effect. */
import { type Check } from './check.ts';

export const commits: Check = {
  name: 'V8',
  promise: 'a committed offset never passes a message whose effect is not there',
  find: ({ samples }) =>
    samples
      .filter(({ missing }) => missing.length > 0)
      .map(
        (one) =>
          `${one.group} had committed ${one.topic}/${one.partition} up to ${one.committed} without ${one.missing.length} of the ${one.looked} before, ${one.missing[0] ?? ''} among them`,
      ),
};
