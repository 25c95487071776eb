/** V10: the versions of a profile on its topic only rise, and one version says one thing. */
import { type Snapshot } from '../reading/evidence.ts';
import { grouped, type Check } from './check.ts';

export const versions: Check = {
  name: 'V10',
  promise: 'published versions of a profile strictly increase; a repetition is word for word',
  find: ({ snapshots }) =>
    [...grouped(snapshots, ({ profile }) => profile)].flatMap(([profile, all]) => wrongWith(profile, all)),
};

function wrongWith(profile: string, all: readonly Snapshot[]): readonly string[] {
  const said = new Map<number, string>();
  let newest = 0;
  const wrong: string[] = [];
  for (const { version, hash, partition, offset } of all.toSorted((a, b) => a.offset - b.offset)) {
    const known = said.get(version);
    if (known !== undefined && known !== hash)
      wrong.push(`${profile} version ${version} says two things (${partition}/${offset})`);
    if (known === undefined && version < newest)
      wrong.push(`${profile} version ${version} follows ${newest} (${partition}/${offset})`);
    said.set(version, hash);
    newest = Math.max(newest, version);
  }
  return wrong;
}
