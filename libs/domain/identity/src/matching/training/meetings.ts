/** Pairs that meet at a blocking key, from a sample of the keys: a whole block is in or out, so that its pairs are as they are. */
import { blockingRules, emitKeys } from '../blocking.ts';
import { type MatchForm } from '../form.ts';
import { type Pattern, PatternCounts } from './patterns.ts';
import { type Rarities } from './rarities.ts';
import { type TrainingProgress } from './progress.ts';

/** A larger block is generic, in training as in service. */
const mostRecords = 200;
/** Records looked at for each rule, about; half a million pairs settle every share to a thousandth. */
const sampledRecords = 200_000;

interface Meetings {
  /** Which pairs do. */
  readonly counts: (a: MatchForm, b: MatchForm) => boolean;
  readonly rarities: Rarities;
  readonly onProgress: TrainingProgress;
}

/** All pairs that meet anywhere, each once, whatever it meets by. */
export function pairsThatMeet(
  forms: readonly MatchForm[],
  { counts, rarities, onProgress }: Meetings,
): readonly Pattern[] {
  const every = Math.max(1, Math.round(forms.length / sampledRecords));
  const blocks = blockingRules.map(() => new Map<number, MatchForm[]>());
  for (const form of forms) {
    emitKeys(form, (rule, hash) => {
      if ((hash >>> 0) % every !== 0) return;
      const block = blocks[rule]?.get(hash);
      if (block === undefined) blocks[rule]?.set(hash, [form]);
      else if (block.at(-1) !== form && block.length <= mostRecords) block.push(form);
    });
  }
  const together = new PatternCounts(rarities);
  for (const [rule, block] of blocks.entries()) {
    onProgress('pairs that meet', rule / blocks.length);
    for (const members of block.values()) {
      if (members.length > mostRecords) continue;
      eachPair(members, (a, b) => {
        if (counts(a, b)) together.add(a, b, every / Math.max(1, meetings(a, b)));
      });
    }
  }
  onProgress('pairs that meet', 1);
  return together.patterns;
}

function eachPair<T>(members: readonly T[], visit: (a: T, b: T) => void): void {
  for (const [i, a] of members.entries()) for (const b of members.slice(0, i)) visit(a, b);
}

/** By how many keys two records meet: each of them brings the pair once. */
function meetings(a: MatchForm, b: MatchForm): number {
  const keys = new Set<number>();
  emitKeys(a, (rule, hash) => keys.add(rule * 2 ** 32 + hash));
  let met = 0;
  emitKeys(b, (rule, hash) => {
    if (keys.delete(rule * 2 ** 32 + hash)) met += 1;
  });
  return met;
}
