/** Describes an element by its own and its ancestors' names, as properties of an event. */
import { redactText } from '../privacy/redact-text.ts';
import { isSensitiveName } from '../privacy/sensitive-names.ts';
import { attribute, type ElementLike, outward } from './element-like.ts';
import { holdsAnswer } from './private-element.ts';
import { shorten, visibleText } from './visible-text.ts';

const chainLength = 6; // a button in a form in a section; what is further out is the page
const classesKept = 4; // style sheets of utility classes hang thirty on one button
const longestName = 60;

/** Members without a value are left out when it is written as JSON. */
export interface ElementDescription {
  readonly element: string;
  readonly element_id: string | undefined;
  readonly element_name: string | undefined;
  readonly element_role: string | undefined;
  readonly element_text: string | undefined;
  readonly element_chain: string;
}

export function describeElement(element: ElementLike): ElementDescription {
  return {
    element: element.localName,
    element_id: holdsAnswer(element) ? undefined : nameIn(element, 'id'),
    element_name: nameIn(element, 'data-trb-name') ?? nameIn(element, 'name'),
    element_role: nameIn(element, 'role'),
    element_text: visibleText(element) || undefined,
    element_chain: chainOf(element),
  };
}

/** From outside in, as a style sheet would say it: `main > form#order > button.primary`. */
export function chainOf(element: ElementLike): string {
  const steps: string[] = [];
  for (const around of outward(element)) {
    if (steps.length === chainLength) break;
    steps.unshift(step(around));
  }
  return steps.join(' > ');
}

function step(element: ElementLike): string {
  // The id of an option or a radio button is its answer, e.g. `allergic-yes`.
  if (holdsAnswer(element)) return element.localName;
  const id = nameIn(element, 'id');
  const classes = attribute(element, 'class')
    .split(/\s+/)
    .filter((name) => safeName(name) !== undefined)
    .slice(0, classesKept);
  return [element.localName + (id === undefined ? '' : `#${id}`), ...classes].join('.');
}

/** The name of an element as a person or a program gave it, unless it says more than a name should. */
export function nameIn(element: ElementLike, from: string): string | undefined {
  return safeName(attribute(element, from));
}

function safeName(name: string): string | undefined {
  const trimmed = name.trim();
  if (trimmed === '' || trimmed.length > longestName || isSensitiveName(trimmed)) return undefined;
  return redactText(trimmed) === trimmed ? shorten(trimmed, longestName) : undefined;
}
