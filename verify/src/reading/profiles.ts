/** The topic of profiles: every version that was published, and the last word on each profile. */
import { createHash } from 'node:crypto';
import { type Profile, type Snapshot } from './evidence.ts';
import { at, listAt, numberAt, textAt, type Message } from './wire.ts';

interface Profiles {
  readonly snapshots: readonly Snapshot[];
  readonly profiles: readonly Profile[];
}

export async function readProfiles(
  each: (topic: string, see: (message: Message) => void) => Promise<void>,
): Promise<Profiles> {
  const snapshots: Snapshot[] = [];
  const last = new Map<string, string>();
  await each('profile.updated.v1', ({ partition, offset, key, value, text }) => {
    const profile = key ?? '';
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
    const changed = listAt(value, 'changed').map(String);
    snapshots.push({ partition, offset, profile, version: numberAt(value, 'version'), changed, hash });
    last.set(profile, text);
  });
  return { snapshots, profiles: [...last.values()].map(profileOf) };
}

function profileOf(text: string): Profile {
  const value: unknown = JSON.parse(text);
  const traits: unknown = at(value, 'traits');
  return {
    profile: textAt(value, 'profile'),
    version: numberAt(value, 'version'),
    state: textAt(value, 'state'),
    mergedInto: textAt(value, 'mergedInto'),
    records: listAt(value, 'records').map(String),
    identifiers: listAt(value, 'identifiers')
      .map((one) => `${textAt(one, 'type')}|${textAt(one, 'value')}`)
      .sort(),
    traits: typeof traits === 'object' && traits !== null ? Object.fromEntries(Object.entries(traits)) : {},
  };
}
