/** V1: what was acknowledged ends in exactly one place, and every acknowledged copy stands on the log. */
import { type Check } from './check.ts';
import { accountsOf, type Account } from './ledger.ts';

export const terminal: Check = {
  name: 'V1',
  promise: 'each acknowledged event is stored or rejected with a reason, and not both',
  find: (evidence) => [...accountsOf(evidence).values()].flatMap(wrongWith),
};

function wrongWith(account: Account): readonly string[] {
  if (account.standing !== 'acknowledged') return [];
  const { marker, archived, rejected, received, acknowledged, sent } = account;
  const ends = [...(archived.length > 0 ? ['stored'] : []), ...(rejected.length > 0 ? ['rejected'] : [])];
  const wrong: string[] = [];
  if (ends.length === 0) wrong.push(`${marker} was acknowledged and is nowhere (${whereabouts(account)})`);
  if (ends.length === 2) wrong.push(`${marker} is stored and rejected`);
  const poison = sent[0]?.item.poison;
  if (poison === undefined && rejected.length > 0)
    wrong.push(`${marker} is sound and was rejected: ${rejected[0]?.code ?? ''}`);
  if (poison !== undefined && archived.length > 0) wrong.push(`${marker} is poison (${poison}) and was stored`);
  const copies = new Set(received.map(({ id }) => id)).size + rejected.length;
  if (copies < acknowledged.length)
    wrong.push(`${marker} was acknowledged ${acknowledged.length} times and is there ${copies} times`);
  return wrong;
}

const whereabouts = ({ received, sent }: Account): string => {
  const first = received[0];
  const sentAt = new Date(sent[0]?.attempts[0]?.at ?? 0).toISOString();
  const place = first === undefined ? 'not on the log' : `on the log at ${first.partition}/${first.offset}`;
  return `${place}, request ${sent[0]?.attempts[0]?.number ?? -1} at ${sentAt}`;
};
