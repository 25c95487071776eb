/** How much waits for a group, judged the same whoever counted it. */
import { type Finding } from './finding.ts';

/** Below it, a stream in full flow looks like this. */
const usual = 1_000;

export function waiting(group: string, messages: number, where = ''): Finding {
  const what = `${group} has ${messages.toLocaleString('en')} messages waiting${where}`;
  if (messages <= usual) return { level: 'ok', area: 'lag', what };
  const fix = 'It may be catching up: run this again. Otherwise add processes, or see its log.';
  return { level: 'warn', area: 'lag', what, fix };
}
