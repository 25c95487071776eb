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
  const inOrder = all.toSorted((a, b) => a.offset - b.offset);
  const said = new Map<number, string>();
  const wrong: string[] = [];
  let newest: Snapshot | undefined;
  for (const one of inOrder) {
    const { version, hash } = one;
    const known = said.get(version);
    if (known !== undefined && known !== hash)
      wrong.push(`${profile} version ${version} says two things ${placeOf(one)}`);
    said.set(version, hash);
    if (newest === undefined || version >= newest.version) newest = one;
    else if (known === undefined) wrong.push(...untold(profile, one, newest));
  }
  const last = inOrder.at(-1);
  if (newest !== undefined && last !== undefined && last.version < newest.version)
    wrong.push(`${profile} ends with version ${last.version} after ${newest.version} ${placeOf(last)}`);
  return wrong;
}

/** What only the overtaken version says that it has changed. */
function untold(profile: string, overtaken: Snapshot, newest: Snapshot): readonly string[] {
  const names = overtaken.changed.filter((name) => !newest.changed.includes(name));
  const follows = `${profile} version ${overtaken.version} follows ${newest.version}`;
  return names.length === 0 ? [] : [`${follows}, which does not name ${names.join(', ')} ${placeOf(overtaken)}`];
}

const placeOf = ({ partition, offset }: Snapshot): string => `(${partition}/${offset})`;
