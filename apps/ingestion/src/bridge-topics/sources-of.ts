/** The sources in whose name bridges speak. */
import { type Source } from '../ports.ts';

export interface Sources {
  known(): Promise<readonly Source[]>;
  reload(): Promise<void>;
}

/** Asked for anew where one of these is not among them: somebody may have made it a moment ago, in another process. */
export async function sourcesOf(sources: Sources, ids: readonly string[]): Promise<readonly Source[]> {
  const known = await sources.known();
  if (ids.every((id) => known.some((source) => source.id === id))) return known;
  await sources.reload();
  return sources.known();
}
