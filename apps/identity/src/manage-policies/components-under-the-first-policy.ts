/** What was stored before policies had activations was decided by the only policy there was, so a change of policy finds it. */
import { type Migration } from '@tributary/mongo';
import { collections, type ComponentDocument } from '../adapters/mongo/schemas.ts';

export const componentsUnderTheFirstPolicy: Migration = {
  id: '2026-11-28-components-under-the-first-policy',
  run: async (connection) => {
    const components = connection.collection<ComponentDocument>(collections.components);
    await components.updateMany(
      { linkedBy: { $exists: false }, into: { $exists: false } },
      { $set: { decidedBy: 1, linkedBy: 1 } },
    );
  },
};
