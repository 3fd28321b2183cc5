/** What is typed or stepped: TextField, DigitField, DateField. */

import { h } from '../dom.js';
import { button, display, icon, readable, words } from '../text.js';

const KEYBOARD = {
  name: { inputmode: 'text' },
  id_number: { inputmode: 'text', autocapitalize: 'characters' },
  phone: { inputmode: 'tel' },
  card_number: { inputmode: 'text', autocapitalize: 'characters' },
  words: { inputmode: 'text' },
};
/** Bounds a runaway paste; what counts is checked by the core, which also strips spaces. */
const SLACK = 4;

export function textField(node, { fields }) {
  const id = `f-${node.id}`;
  const text = fields.text(node.id, node.value);
  const input = {
    id,
    type: 'text',
    'data-field': node.id,
    maxlength: node.max_chars * SLACK,
    autocomplete: 'off',
    autocorrect: 'off',
    spellcheck: 'false',
    enterkeyhint: 'done',
    'aria-describedby': described(node, id),
    'aria-invalid': node.error ? 'true' : null,
    own: true,
    after: (element) => fields.fill(element, text),
    ...KEYBOARD[node.input],
  };
  return h(
    'div',
    { key: node.id, 'data-node': node.id, class: 'field' },
    h('label', { for: id }, words(node.label)),
    h('div', { class: node.error ? 'input wrong' : 'input' }, h('input', input), node.say && sayKey(node.say)),
    fault(node, id),
    why(node, id),
  );
}

export function digitField(node, { fields }) {
  const id = `f-${node.id}`;
  const text = fields.text(node.id, node.value);
  const boxes = Array.from({ length: node.length }, (_, index) => {
    const now = index === Math.min(text.length, node.length - 1);
    const digit = node.secret && text[index] ? '●' : (text[index] ?? '');
    return h('i', { class: now ? 'now' : null }, digit);
  });
  const input = {
    id,
    type: node.secret ? 'password' : 'text',
    inputmode: 'none',
    'data-field': node.id,
    'data-length': node.length,
    autocomplete: 'off',
    'aria-describedby': described(node, id),
    'aria-invalid': node.error ? 'true' : null,
    own: true,
    after: (element) => fields.fill(element, text),
  };
  return h(
    'div',
    { key: node.id, 'data-node': node.id, class: 'field' },
    h('label', { for: id }, words(node.label)),
    h('div', { class: node.error ? 'digits wrong' : 'digits' }, h('div', { class: 'boxes', 'aria-hidden': 'true' }, boxes), h('input', input)),
    fault(node, id),
    pad(node),
    why(node, id),
  );
}

/** 说: fills the field by voice. */
const sayKey = (key) => button(key, { class: 'mini' }, icon(key.icon), h('span', null, words(key.label)));

function pad(node) {
  const key = (digit, ...inside) => {
    const data = { 'data-digit': digit, 'data-of': node.id, 'data-length': node.length };
    if (node.secret) data['data-one-digit'] = node.pad.one_digit.speech;
    return h('button', { type: 'button', key: digit, class: digit === 'erase' ? 'w' : null, ...data }, ...inside);
  };
  const digits = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => key(String(digit), String(digit)));
  const corner = node.say ? button(node.say, { class: 'w' }, h('span', null, words(node.say.label))) : h('span', { key: 'gap' });
  const last = [corner, key('0', '0'), key('erase', words(node.pad.erase))];
  return h('div', { class: 'keys', role: 'group', 'aria-label': display(node.label) }, ...digits, ...last);
}

export function dateField(node) {
  const { earlier, later } = node;
  const id = `l-${node.id}`;
  const step = (key, sign) => button(key, { 'aria-label': key.speech }, icon(key.icon ?? sign));
  return h(
    'div',
    { key: node.id, 'data-node': node.id, class: 'field', role: 'group', 'aria-labelledby': id },
    h('p', { id, class: 'label' }, words(node.label)),
    h('div', { class: 'stepper' }, step(earlier, 'minus'), h('div', { class: 'v', role: 'status' }, h('span', null, readable(node.value))), step(later, 'plus')),
    why(node, id),
  );
}

function described(node, id) {
  const parts = [node.error && `${id}-error`, display(node.purpose) && `${id}-why`].filter(Boolean);
  return parts.join(' ') || null;
}

const fault = (node, id) =>
  node.error && h('p', { key: 'error', id: `${id}-error`, class: 'wrongnote', role: 'alert' }, icon('info'), h('span', null, words(node.error)));

const why = (node, id) =>
  display(node.purpose) !== '' && h('p', { key: 'why', id: `${id}-why`, class: 'cap' }, words(node.purpose));
