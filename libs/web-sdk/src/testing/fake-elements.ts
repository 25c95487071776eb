/** Elements for tests without a browser: `el('button', { id: 'buy' }, 'Buy ', el('b', {}, 'now'))`. */
import { type ElementLike, type NodeLike } from '../elements/element-like.ts';

interface FakeElement extends ElementLike {
  parentNode: NodeLike | null;
}

interface FakeText extends NodeLike {
  parentNode: NodeLike | null;
}

export function el(
  localName: string,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly (string | FakeElement)[]
): FakeElement {
  const nodes: (FakeText | FakeElement)[] = children.map((child) =>
    typeof child === 'string' ? { nodeType: 3, textContent: child, parentNode: null, childNodes: [] } : child,
  );
  const element: FakeElement = {
    nodeType: 1,
    localName,
    parentNode: null,
    childNodes: nodes,
    textContent: nodes.map(({ textContent }) => textContent).join(''),
    getAttribute: (name) => attributes[name] ?? null,
  };
  for (const node of nodes) node.parentNode = element;
  return element;
}
