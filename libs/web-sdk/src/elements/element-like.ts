/** The little of the DOM that describing an element needs: every real node is one, and tests build theirs without a browser. */

export interface NodeLike {
  readonly nodeType: number;
  readonly textContent: string | null;
  readonly parentNode: NodeLike | null;
  readonly childNodes: Iterable<NodeLike>;
}

export interface ElementLike extends NodeLike {
  readonly localName: string;
  getAttribute(name: string): string | null;
  checkVisibility?(): boolean;
}

interface ShadowRootLike extends NodeLike {
  readonly host: ElementLike;
}

export const isElement = (node: NodeLike): node is ElementLike => node.nodeType === 1;
export const isText = (node: NodeLike): boolean => node.nodeType === 3;
/** A document fragment that has a host is the inside of a web component. */
const isShadowRoot = (node: NodeLike): node is ShadowRootLike => node.nodeType === 11 && 'host' in node;

/** Empty where there is none. */
export const attribute = (element: ElementLike, name: string): string => element.getAttribute(name) ?? '';
export const has = (element: ElementLike, name: string): boolean => element.getAttribute(name) !== null;

/** The element and what it stands in, out to the document, through the walls of web components. */
export function* outward(element: ElementLike): Generator<ElementLike> {
  for (let node: NodeLike | null = element; node !== null;) {
    if (isElement(node)) yield node;
    node = isShadowRoot(node) ? node.host : node.parentNode;
  }
}
