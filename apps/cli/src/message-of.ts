/** What went wrong in words, with what to do about it where that is known. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const fix = 'fix' in error && typeof error.fix === 'string' ? ` ${error.fix}` : '';
  return `${error.message}${fix}`;
}
