/** V7: no cap is exceeded, and a decision is one decision wherever it is read. */
import { type DecisionRead, type Evidence } from '../reading/evidence.ts';
import { grouped, type Check } from './check.ts';

export const caps: Check = {
  name: 'V7',
  promise: 'an offer is given at most as often as its caps allow, and a repeated decision is the same decision',
  find: (evidence) => {
    const decisions = [...grouped(evidence.decisions, ({ decision }) => decision)];
    return [...decisions.flatMap(([id, reads]) => contradictions(id, reads)), ...exceeded(evidence, decisions)];
  },
};

type Reads = readonly DecisionRead[];

function contradictions(id: string, reads: Reads): readonly string[] {
  const said = new Set(reads.map(({ offers }) => offers.join()));
  const wrong = said.size > 1 ? [`${id} says ${[...said].map((one) => `[${one}]`).join(' and ')}`] : [];
  const answered = reads.some(({ from }) => from === 'answer');
  for (const from of ['log', 'topic'] as const) {
    if (answered && !reads.some((read) => read.from === from))
      wrong.push(`${id} was answered and is not in the ${from}`);
  }
  return wrong;
}

function exceeded(
  { caps: { perPerson, total } }: Evidence,
  decisions: readonly (readonly [string, Reads])[],
): readonly string[] {
  const given = decisions.flatMap(([, reads]) => {
    const person = reads[0]?.person ?? '';
    return [...new Set(reads.flatMap(({ offers }) => offers))].map((offer) => ({ offer, person }));
  });
  const wrong: string[] = [];
  for (const [offer, all] of grouped(given, (one) => one.offer)) {
    const most = total[offer];
    if (most !== undefined && all.length > most)
      wrong.push(`${offer} was given ${all.length} times; the cap is ${most}`);
    const each = perPerson[offer];
    if (each === undefined) continue;
    for (const [person, own] of grouped(all, (one) => one.person)) {
      if (own.length > each) wrong.push(`${offer} was given ${own.length} times to ${person}; the cap is ${each}`);
    }
  }
  return wrong;
}
