/** Tells a decision in words. */
import { stageNames, type Decision, type Question } from './decide.ts';

export function explain(question: Question, decision: Decision): readonly string[] {
  const { placement, person, channel, now } = question;
  const who = person.profile === null ? 'a person who is not known yet' : `profile ${person.profile}`;
  const where = `placement ${placement.id}${channel === undefined ? '' : ` on ${channel}`}`;
  const count = question.candidates.length;
  const asked = `At ${new Date(now).toISOString()} ${where} was decided for ${who}: ${plural(count, 'candidate')}.`;
  const rejections = stageNames.flatMap((stage) => {
    const fallen = decision.candidates.filter((one) => one.outcome === 'rejected' && one.stage === stage);
    if (fallen.length === 0) return [];
    return [`${stage} rejected ${plural(fallen.length, 'offer')}: ${fallen.map(reasonOf).join('; ')}.`];
  });
  const waiting = decision.candidates.filter((one) => one.outcome === 'ranked');
  const left = waiting.length === 0 ? [] : [`No room for ${waiting.map(reasonOf).join('; ')}.`];
  const chosen = decision.candidates.filter((one) => one.outcome === 'chosen');
  return [asked, ...rejections, ...chosen.map((one) => `Chosen: ${reasonOf(one)}.`), ...left, ...ending(decision)];
}

function ending({ chosen, fallback }: Decision): readonly string[] {
  if (chosen.length > 0) return [];
  if (fallback === null) return ['Nothing was answered: no offer qualified and the placement has no fallback.'];
  return [`No offer qualified: ${fallbackWords(fallback)}.`];
}

export const fallbackWords = (fallback: NonNullable<Decision['fallback']>): string =>
  fallback.kind === 'offer' ? `the fallback offer ${fallback.offer} was answered` : 'the fallback content was answered';

const reasonOf = (candidate: Decision['candidates'][number]): string => `${candidate.offer} (${candidate.because})`;
const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
