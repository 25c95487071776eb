import { describe, expect, it } from '@jest/globals';
import { el } from '../testing/fake-elements.ts';
import { describeElement } from './describe-element.ts';
import { interactiveAround, shouldReact } from './interactive.ts';
import { isUnobserved } from './private-element.ts';
import { visibleText } from './visible-text.ts';

describe('visible text', () => {
  it.each([
    ['folds white space', el('button', {}, ' Add\n to ', el('b', {}, 'cart')), 'Add to cart'],
    ['leaves out scripts', el('a', {}, 'More', el('script', {}, 'secret()')), 'More'],
    [
      'leaves out what is hidden',
      el('a', {}, 'A', el('i', { hidden: '' }, 'B'), el('i', { 'aria-hidden': 'true' }, 'C')),
      'A',
    ],
    ['leaves out what is ignored', el('div', {}, 'A', el('span', { 'data-trb-ignore': '' }, 'B')), 'A'],
    ['leaves out what is named like a secret', el('div', {}, 'A', el('span', { class: 'api-key' }, 'B')), 'A'],
    ['never reads a text area', el('div', {}, 'A', el('textarea', {}, 'typed')), 'A'],
    ['never reads options', el('select', {}, el('option', {}, 'Diabetes')), ''],
    ['never reads what can be edited', el('div', { contenteditable: '' }, 'typed'), ''],
    ['never reads a chosen answer', el('div', { role: 'radio' }, 'Yes'), ''],
    ['never reads a label', el('label', {}, 'I am pregnant'), ''],
    ['replaces an address', el('button', {}, 'ann@example.com'), '[email]'],
    [
      'replaces a number over several elements',
      el('p', {}, el('i', {}, '4111 1111'), el('i', {}, '1111 1111')),
      '[card]',
    ],
  ])('%s', (_, element, expected) => {
    expect(visibleText(element)).toBe(expected);
  });

  it('ends after 255 characters, and never within one', () => {
    const text = visibleText(el('p', {}, `${'a'.repeat(254)}😀b`));
    expect([text.length, text.isWellFormed()]).toEqual([254, true]);
  });
});

describe('private elements', () => {
  const inside = (attributes: Readonly<Record<string, string>>, name = 'div') => {
    const target = el('button', {}, 'x');
    el('body', { class: 'has-token' }, el(name, attributes, el('p', {}, target)));
    return target;
  };
  it.each([
    ['marked', { 'data-trb-ignore': '' }, 'section', true],
    ['a form of a card', { id: 'credit-card' }, 'form', true],
    ['named like a password', { class: 'box reset-password' }, 'div', true],
    ['a box called card', { class: 'card', id: 'card-7' }, 'div', false],
    ['anything else', { id: 'products' }, 'main', false],
  ])('%s', (_, attributes, name, expected) => {
    expect(isUnobserved(inside(attributes, name))).toBe(expected);
  });

  it.each([
    [{ type: 'password' }, true],
    [{ type: 'hidden' }, true],
    [{ autocomplete: 'cc-number' }, true],
    [{ name: 'card' }, true],
    [{ type: 'search', name: 'q' }, false],
  ])('an input with %j', (attributes, expected) => {
    expect(isUnobserved(el('input', attributes))).toBe(expected);
  });
});

describe('the description of an element', () => {
  it('says where it stands', () => {
    const button = el('button', { id: 'buy', class: 'primary large', name: 'add' }, 'Buy');
    el('main', {}, el('form', { id: 'order' }, button));
    expect(describeElement(button)).toEqual({
      element: 'button',
      element_id: 'buy',
      element_name: 'add',
      element_text: 'Buy',
      element_chain: 'main > form#order > button#buy.primary.large',
    });
  });

  it('says nothing of what was chosen', () => {
    const radio = el('input', { type: 'radio', id: 'allergic-yes', name: 'allergic', value: 'yes' });
    expect(JSON.stringify(describeElement(radio))).not.toContain('yes');
  });

  it('leaves out names that say more than a name should', () => {
    const link = el('a', { id: 'user-4111111111111111', class: 'u ann@example.com session-token' }, 'x');
    expect(describeElement(link).element_chain).toBe('a.u');
  });

  it('crosses the wall of a web component', () => {
    const button = el('button');
    const host = el('shop-cart', { 'data-trb-ignore': '' });
    const root = { nodeType: 11, textContent: '', parentNode: null, childNodes: [button], host };
    button.parentNode = root;
    expect(isUnobserved(button)).toBe(true);
  });
});

describe('what can be pressed', () => {
  const never = (): boolean => false;
  it('is the nearest element that does something', () => {
    const icon = el('svg');
    const button = el('button', {}, icon);
    expect([interactiveAround(icon, never), interactiveAround(el('p'), never)]).toEqual([button, undefined]);
  });

  it('can be seen from the cursor alone', () => {
    const tile = el('div');
    expect(interactiveAround(tile, () => true)).toBe(tile);
  });

  it.each([
    [el('button'), true],
    [el('a', { href: '/next' }), true],
    [el('a', { href: '/next', target: '_blank' }), false],
    [el('a', { href: 'mailto:a@b.example' }), false],
    [el('a', { href: '/f.pdf', download: '' }), false],
    [el('input', { type: 'text' }), false],
  ])('%# should react or not', (element, expected) => {
    expect(shouldReact(element)).toBe(expected);
  });
});
