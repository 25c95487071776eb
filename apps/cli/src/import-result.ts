/** What an import has done, as a person reads it. */
import { fixOf, ImportError, type ImportResult, type Rejection } from '@tributary/importer';
import { messageOf } from './message-of.ts';
import { counted } from './progress-bar.ts';

/** Enough to see what is wrong; the rest is in the report. */
const shownRejections = 10;

/** The door answers before anybody has compared; what is known is told apart behind it. */
const knownBefore =
  'taken are the new events and those known before, which change nothing: GET /v1/archive/count, before and after, tells how many are new';

export interface Asked {
  readonly dryRun?: boolean;
  readonly report?: string;
}

export function describeResult(result: ImportResult, { dryRun, report }: Asked): string {
  const { lines, events, accepted, rejected, rejectedCount, leftOut, resumed, seconds } = result;
  const taken = dryRun === true ? 'would be sent' : 'taken';
  const rate = Math.round(lines / Math.max(seconds, 0.001));
  const text = [
    `${counted(lines)} lines, ${counted(events)} events, ${counted(accepted)} ${taken}, ${counted(rejectedCount)} refused`,
    `in ${seconds.toFixed(1)} s (${counted(rate)} lines/s), from ${result.firstTime ?? '-'} to ${result.lastTime ?? '-'}`,
    ...(dryRun !== true && accepted > 0 ? [knownBefore] : []),
    ...(leftOut > 0 ? [`${counted(leftOut)} lines become no event: no rule of the mapping is for them`] : []),
    ...(resumed > 0
      ? [`${counted(resumed)} of the events were sent before the import was stopped, and not again`]
      : []),
    ...(dryRun === true ? ['The first events:', ...result.preview.map((event) => JSON.stringify(event))] : []),
    ...rejected.slice(0, shownRejections).map(describeRejection),
  ];
  if (rejectedCount > shownRejections) {
    text.push(report === undefined ? '  ... use --report <file> to see them all' : `  ... all of them in ${report}`);
  }
  return `${text.join('\n')}\n`;
}

export const describeRejection = ({ line, code, detail }: Rejection): string =>
  `  line ${line}: ${code}: ${detail} ${fixOf(code)}`.trimEnd();

/** With the code by which the documentation has it. */
export function describeFailure(error: unknown): string {
  const code = error instanceof ImportError && error.code !== undefined ? `${error.code}: ` : '';
  return `${code}${messageOf(error)}`;
}
