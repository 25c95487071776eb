/** Which of the numbered connections a process is to hold, so that all are held and none by two. */

/** Everybody comes to the same answer who knows the same processes; until they do, the leases keep them apart. */
export function slotsOf(process: string, living: readonly string[], count: number): readonly number[] {
  const all = [...new Set([...living, process])].sort();
  const place = all.indexOf(process);
  return Array.from({ length: count }, (_, slot) => slot).filter((slot) => slot % all.length === place);
}
