/** Everything that a reader can learn from the services, as one hash: equal hashes mean equal profiles, segments and figures. */
import { createHash } from 'node:crypto';
import { createClient } from '@tributary/api-client';
import { type ServiceName } from '@tributary/contracts';
import { type River } from '@tributary/launcher';

type Answer = any; // eslint-disable-line @typescript-eslint/no-explicit-any -- answers of the system under test

export interface State {
  readonly profiles: readonly unknown[];
  readonly segments: readonly unknown[];
  readonly figures: readonly unknown[];
}

export const hashOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export async function readState(river: Pick<River, 'url' | 'secretKey'>): Promise<State> {
  const get = (service: ServiceName, path: string): Promise<Answer> =>
    createClient({ url: river.url(service), secretKey: river.secretKey }).get(path);
  const all = async (service: ServiceName, path: string): Promise<Answer[]> => {
    const items: Answer[] = [];
    let after: string | null = '';
    while (after !== null) {
      const page = await get(service, `${path}?limit=500${after === '' ? '' : `&after=${after}`}`);
      items.push(...page.items);
      after = page.next;
    }
    return items;
  };
  const profiles = (await all('identity', '/v1/profiles'))
    .map(({ profile, records, identifiers, traits, segments }) => ({
      ...{ profile, records, identifiers },
      traits: Object.entries(traits).sort(([a], [b]) => compare(a, b)),
      segments: segments.map((one: Answer) => one.segment).sort(),
    }))
    .sort((a, b) => compare(a.profile, b.profile));
  const segments = [];
  for (const { id } of await all('segmentation', '/v1/segments')) {
    const members = await all('segmentation', `/v1/segments/${id}/members`);
    segments.push([id, members.map(({ profile }) => profile).sort()]);
  }
  const figures = [];
  for (const name of ['summary', 'daily', 'products', 'events']) {
    const { asOf, lagMs, ...rest } = await get('analytics', `/v1/figures/${name}`);
    figures.push([name, rest, typeof asOf, typeof lagMs]);
  }
  const rfm = (await all('analytics', '/v1/figures/rfm')).sort((a, b) => compare(a.profile, b.profile));
  return { profiles, segments, figures: [...figures, ...rfm] };
}
