/** The one table of what can be wrong, kind by kind. */
import { type BadEvent } from './case.ts';
import { dialectCases } from './dialect-cases.ts';
import { fileCases } from './file-cases.ts';
import { identityCases } from './identity-cases.ts';
import { keyCases } from './key-cases.ts';
import { messageCases } from './message-cases.ts';
import { numberCases } from './number-cases.ts';
import { oddCases } from './odd-cases.ts';
import { requestCases } from './request-cases.ts';
import { shapeCases } from './shape-cases.ts';
import { sizeCases } from './size-cases.ts';
import { syntaxCases } from './syntax-cases.ts';
import { textCases } from './text-cases.ts';
import { timeCases } from './time-cases.ts';
import { wireCases } from './wire-cases.ts';

/** Through every door alike. The largest come last: an encoding is guessed by the beginning of a file. */
export const eventCases: readonly BadEvent[] = [
  ...[...identityCases, ...shapeCases, ...timeCases, ...numberCases, ...keyCases],
  ...[...textCases, ...syntaxCases, ...sizeCases],
];

interface AnyCase {
  readonly what: string;
  readonly code?: string;
}

const ofKind = (kind: string, cases: readonly AnyCase[]): readonly AnyCase[] =>
  cases.map(({ what, ...rest }) => ({ ...rest, what: `${kind}: ${what}` }));

export const everyCase: readonly AnyCase[] = [
  ...[...ofKind('event', eventCases), ...ofKind('odd event', oddCases), ...ofKind('request', requestCases)],
  ...[...ofKind('connection', wireCases), ...ofKind('dialect', dialectCases), ...ofKind('file', fileCases)],
  ...ofKind('message', messageCases),
];
