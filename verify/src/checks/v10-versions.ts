/**
 * V10: to a subscriber who drops what is not newer, the versions of a profile only rise, and nothing is missing in them. Two processes
 * that write a person within one publication may be heard in the wrong order: then the newer version names what the older one
 * changed, and is said again after it, so that the last word on the topic is the newest.
 */
import { type Snapshot } from '../reading/evidence.ts';
import { grouped, type Check } from './check.ts';

export const versions: Check = {
  name: 'V10',
  promise:
    'one version of a profile says one thing; what is overtaken is named by a newer one, and the newest comes last',
  find: ({ snapshots }) =>
    [...grouped(snapshots, ({ profile }) => profile)].flatMap(([profile, all]) => wrongWith(profile, all)),
};

function wrongWith(profile: string, all: readonly Snapshot[]): readonly string[] {
  const said = new Map<number, Snapshot>();
  const wrong: string[] = [];
  let newest: Snapshot | undefined;
  let last: Snapshot | undefined;
  for (const one of all.toSorted((a, b) => a.offset - b.offset)) {
    const { version, hash, changed, partition, offset } = one;
    const place = `${partition}/${offset}`;
    const known = said.get(version);
    if (known !== undefined && known.hash !== hash)
      wrong.push(`${profile} version ${version} says two things (${place})`);
    if (known === undefined && newest !== undefined && version < newest.version) {
      const told = newest.changed;
      const untold = changed.filter((name) => !told.includes(name));
      if (untold.length > 0)
        wrong.push(
          `${profile} version ${version} follows ${newest.version}, which does not name ${untold.join(', ')} (${place})`,
        );
    }
    said.set(version, one);
    if (newest === undefined || version >= newest.version) newest = one;
    last = one;
  }
  if (last !== undefined && newest !== undefined && last.version < newest.version)
    wrong.push(
      `${profile} ends with version ${last.version} after ${newest.version} (${last.partition}/${last.offset})`,
    );
  return wrong;
}
