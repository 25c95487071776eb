/** A source by its id, also one that was added a moment ago at another process. */
import { type SourceDirectory } from '../manage-sources/source-directory.ts';
import { type Source } from '../ports.ts';

export function findSource(
  sources: Pick<SourceDirectory, 'known' | 'reload'>,
): (id: string) => Promise<Source | undefined> {
  const among = async (id: string) => (await sources.known()).find((source) => source.id === id);
  return async (id) => {
    const known = await among(id);
    if (known) return known;
    await sources.reload();
    return among(id);
  };
}
