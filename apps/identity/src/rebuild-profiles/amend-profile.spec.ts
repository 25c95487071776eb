import { describe, expect, it } from '@jest/globals';
import { profileId, recordId } from '@tributary/contracts';
import { type Announcement, type StoredProfile } from '../ports.ts';
import { shownSnapshot } from '../project-profiles/messages.ts';
import { amendProfile } from './amend-profile.ts';

const id = profileId('p_a');
const record = recordId('r_a');
const now = 5_000;

const profile = (version: number, city: string): StoredProfile => ({
  ...{ id, revision: 1, version, born: true, mergedInto: undefined, basis: { component: record, version: 1 } },
  content: {
    ...{ records: [record], identifiers: [], firstSeenAt: 1_000 },
    traits: [{ name: 'city', value: city, source: 'shop', event: 'e_1', time: 1_000 }],
  },
  ...{ segments: [], changed: ['traits.city'], updatedAt: 2_000, unsent: undefined },
});
const waiting: Announcement = {
  ...{ id: 'p_a:3:split', kind: 'split', because: 'unlike', at: 2_000 },
  parts: [{ profile: profileId('p_b'), records: [recordId('r_b')] }],
};

interface Case {
  readonly what: string;
  readonly told: readonly [version: number, city: string];
  readonly used: readonly [version: number, waiting: readonly Announcement[]];
  readonly becomes: { readonly version: number; readonly corrected: boolean; readonly unsent: unknown };
}

// The facts and the state in use say Leeds.
const cases: readonly Case[] = [
  {
    what: 'what was told stands',
    ...{ told: [3, 'Leeds'], used: [3, []] },
    becomes: { version: 3, corrected: false, unsent: undefined },
  },
  {
    what: 'messages that wait for the sweeper go on waiting: nobody was told anything wrong',
    ...{ told: [3, 'Leeds'], used: [3, [waiting]] },
    becomes: { version: 3, corrected: false, unsent: { announcements: [waiting] } },
  },
  {
    what: 'messages that wait are of the version that was stored with them',
    ...{ told: [2, 'Leeds'], used: [3, [waiting]] },
    becomes: { version: 3, corrected: false, unsent: { announcements: [waiting] } },
  },
  {
    what: 'a version that was stored is never given out again, though the last on the topic is older',
    ...{ told: [2, 'Leeds'], used: [3, []] },
    becomes: { version: 3, corrected: false, unsent: undefined },
  },
  {
    what: 'what was told wrongly is corrected',
    ...{ told: [4, 'Atlantis'], used: [3, []] },
    becomes: { version: 5, corrected: true, unsent: { announcements: [] } },
  },
  {
    what: 'a correction is newer than anything that may ever have been published',
    ...{ told: [1, 'York'], used: [3, [waiting]] },
    becomes: { version: 4, corrected: true, unsent: { announcements: [waiting] } },
  },
];

describe('what a rebuilt profile becomes', () => {
  it.each(cases)('$what', ({ told, used: [stored, announcements], becomes }) => {
    const unsent = announcements.length === 0 ? undefined : { announcements };
    const { profile: next, corrected } = amendProfile({
      profile: profile(1, 'Leeds'),
      told: shownSnapshot(profile(...told)),
      used: { ...profile(stored, 'Leeds'), unsent },
      now,
    });
    expect({ version: next.version, corrected, unsent: next.unsent }).toEqual(becomes);
    expect(next.changed).toEqual(['traits.city']);
  });

  it('says of who is absorbed what was said, word for word, where that has to be repeated', () => {
    const absorbed = { ...profile(3, 'Leeds'), mergedInto: profileId('p_0') };
    const { profile: next } = amendProfile({
      profile: { ...absorbed, content: { ...absorbed.content, firstSeenAt: 500 } },
      told: shownSnapshot(absorbed),
      used: { ...absorbed, unsent: { announcements: [waiting] } },
      now,
    });
    expect(shownSnapshot(next)).toEqual(shownSnapshot(absorbed));
  });
});
