/** One line of the doctor's report. */
export interface Finding {
  readonly level: 'ok' | 'warn' | 'FAIL';
  /** What was looked at: services, kafka, store, ... */
  readonly area: string;
  readonly what: string;
  /** What to do; where something is to be done. */
  readonly fix?: string;
  /** For the machine: how long it took. */
  readonly ms?: number;
}

export type Tell = (finding: Finding) => void;

export const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return `${error.message.split('\n', 1)[0] ?? ''}${cause}`;
};
