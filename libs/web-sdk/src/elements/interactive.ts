/** Finds what a visitor meant to use: the nearest element that does something when it is pressed. */
import { attribute, type ElementLike, has, outward } from './element-like.ts';
import { choices, fields } from './private-element.ts';

const media = new Set(['video', 'audio']);
const elements = new Set(['a', 'button', 'summary', ...media, 'input', 'select', 'textarea', 'option']);
const roles = new Set(['button', 'link', 'tab', 'menuitem', 'treeitem', ...choices]);

/** `hasHandCursor` tells of elements that only a style sheet shows to be pressable. */
export function interactiveAround(
  element: ElementLike,
  hasHandCursor: (element: ElementLike) => boolean,
): ElementLike | undefined {
  for (const around of outward(element)) if (isInteractive(around)) return around;
  return hasHandCursor(element) ? element : undefined;
}

function isInteractive(element: ElementLike): boolean {
  return (
    elements.has(element.localName) ||
    roles.has(attribute(element, 'role')) ||
    has(element, 'onclick') ||
    has(element, 'data-trb-name')
  );
}

/** Whether a press that changes nothing on the page is a disappointment. */
export function shouldReact(element: ElementLike): boolean {
  // Fields answer to a press by taking the focus, and what opens elsewhere or is saved leaves the page as it is.
  const isQuiet = fields.has(element.localName) || media.has(element.localName) || has(element, 'download');
  const scheme = /^(?!https?:)[a-z][a-z0-9+.-]*:/i;
  return !isQuiet && /^(?:_self)?$/.test(attribute(element, 'target')) && !scheme.test(attribute(element, 'href'));
}
