/** Says which elements are nobody's business: those marked so, and those named like a card, a secret or a password. */
import { isSensitiveField, isSensitiveName } from '../privacy/sensitive-names.ts';
import { attribute, type ElementLike, has, outward } from './element-like.ts';

/** What holds an answer of a person, or shows it. */
export const fields: ReadonlySet<string> = new Set(
  'input textarea select option optgroup datalist output label meter'.split(' '),
);
/** Roles of elements that are chosen: their text or their state is the answer. */
const choiceRoles =
  'checkbox combobox listbox menuitemcheckbox menuitemradio option radio searchbox slider spinbutton switch textbox';
export const choices: ReadonlySet<string> = new Set(choiceRoles.split(' '));

/** Whether its text is what somebody typed or chose, and so never read. */
export function holdsAnswer(element: ElementLike): boolean {
  const isEditable = has(element, 'contenteditable') && attribute(element, 'contenteditable') !== 'false';
  const isPressed =
    element.localName === 'input' && /^(?:submit|button|reset|image)$/i.test(attribute(element, 'type'));
  return isEditable || (fields.has(element.localName) && !isPressed) || choices.has(attribute(element, 'role'));
}

/** Whether the element itself, wherever it stands, is never observed. */
export function isPrivate(element: ElementLike): boolean {
  if (has(element, 'data-trb-ignore')) return true;
  // A word in the name of the whole page would silence all of it.
  if (element.localName === 'body' || element.localName === 'html') return false;
  if (element.localName === 'input' && /^(?:password|hidden)$/i.test(attribute(element, 'type'))) return true;
  const isSensitive = fields.has(element.localName) ? isSensitiveField : isSensitiveName;
  return (
    isSensitive(attribute(element, 'id')) ||
    ['name', 'autocomplete', 'for'].some((name) => isSensitiveField(attribute(element, name))) ||
    attribute(element, 'class').split(/\s+/).some(isSensitiveName)
  );
}

/** Whether it stands in something private, or is private itself. */
export function isUnobserved(element: ElementLike): boolean {
  for (const around of outward(element)) if (isPrivate(around)) return true;
  return false;
}
