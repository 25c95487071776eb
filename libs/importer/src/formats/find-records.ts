/** Guesses, by the beginning of an XML document, which element is the record. */
import { ImportError } from '../import-error.ts';
import { XmlParser } from './xml-parser.ts';

export interface FoundRecords {
  readonly root: string;
  readonly records: string;
}

interface Open {
  readonly at: string;
  readonly children: Map<string, number>;
}

/**
 * The children of the root, where they all have one name; otherwise the element that repeats beside itself nearest to the root,
 * most often where there are several. Undefined: there is no element at all.
 */
export function findRecords(sample: string): FoundRecords | undefined {
  const open: Open[] = [];
  const repeats = new Map<string, number>();
  let root: Open | undefined;
  const parser = new XmlParser({
    open: ({ name }) => {
      const parent = open.at(-1);
      const at = `${parent?.at ?? ''}/${name}`;
      if (parent) {
        const count = (parent.children.get(name) ?? 0) + 1;
        parent.children.set(name, count);
        if (count > 1) repeats.set(at, Math.max(repeats.get(at) ?? 0, count));
      }
      const element: Open = { at, children: new Map() };
      root ??= element;
      open.push(element);
    },
    text: () => undefined,
    close: () => {
      open.pop();
    },
  });
  try {
    parser.push(sample);
  } catch (error) {
    // What is broken further down is told when it is read.
    if (!root || !(error instanceof ImportError)) throw error;
  }
  return root && { root: root.at.slice(1), records: choose(root, repeats) };
}

function choose({ at, children }: Open, repeats: ReadonlyMap<string, number>): string {
  const [only, ...others] = children.keys();
  if (only === undefined) return at;
  if (others.length === 0) return `${at}/${only}`;
  const depth = (path: string): number => path.split('/').length;
  const [best] = [...repeats].sort(([a, many], [b, more]) => depth(a) - depth(b) || more - many);
  return best?.[0] ?? at;
}
