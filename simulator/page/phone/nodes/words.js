/** Words and facts: Heading, Paragraph, Fact, Review, Consent, Steps, Progress, Illustration. */

import { h } from '../dom.js';
import { button, display, icon, readable, words } from '../text.js';

export const heading = (node) => h('h2', { key: node.id, 'data-node': node.id, class: 'h' }, words(node.text));

export const paragraph = (node) =>
  h('p', { key: node.id, 'data-node': node.id, class: 'p', ...live(node) }, readable(node.text));

/**
 * How a node's changes are announced.
 *
 * @param {{live?: string}} node
 */
export function live(node) {
  return { off: {}, polite: { role: 'status' }, assertive: { role: 'alert' } }[node.live ?? 'off'];
}

/**
 * Whether a fact is a number to read out or a sum: it stands alone and large.
 *
 * @param {Object} fact
 */
export const standsAlone = (fact) => fact.value.spans.length === 1 && ['code', 'money'].includes(fact.value.spans[0].kind);

/**
 * Draws facts that follow one another as one card.
 *
 * @param {Object[]} facts
 */
export function facts(facts) {
  const [first] = facts;
  if (facts.length === 1 && standsAlone(first)) {
    const role = first.value.spans[0].kind === 'money' ? 'key' : 'name spread';
    const pair = [h('dt', { class: 'cap' }, words(first.label)), h('dd', { class: role }, readable(first.value))];
    return h('dl', { key: first.id, 'data-node': first.id, class: 'card alone', ...live(first) }, ...pair);
  }
  const rows = facts.map((fact) =>
    h('div', { key: fact.id, 'data-node': fact.id, class: 'fact', 'data-fit': 'fact' }, ...factPair(fact)),
  );
  return h('dl', { key: `facts-${first.id}`, class: 'card tight facts' }, rows);
}

const factPair = (fact) => [h('dt', null, words(fact.label)), h('dd', null, readable(fact.value))];

export function review(node) {
  const rows = node.facts.map((fact, index) => {
    const change = fact.change && button(fact.change, { class: 'mini', drawn: [] }, words(fact.change.label));
    const pair = h('dl', { class: 'pair' }, h('dt', { class: 'cap' }, words(fact.label)), h('dd', { class: 'p' }, readable(fact.value)));
    return h('div', { key: String(index), class: 'reviewed', 'data-fit': 'reviewed' }, pair, change);
  });
  return h('div', { key: node.id, 'data-node': node.id, class: 'card tight' }, rows);
}

export function consent(node) {
  const list = (title, items, sign, extra) => {
    const id = `${node.id}-${extra}`;
    const rows = items.map((item) => h('li', { class: 'row short' }, icon(sign), h('span', { class: 't p' }, words(item))));
    return h(
      'section',
      { key: extra, class: 'card rows', 'aria-labelledby': id },
      h('h2', { id, class: `grouphead ${extra}` }, words(title)),
      h('ul', null, rows),
    );
  };
  return h(
    'div',
    { key: node.id, 'data-node': node.id, class: 'stack' },
    list(node.will_title, node.will, 'check', 'will'),
    list(node.will_not_title, node.will_not, 'no', 'willnot'),
  );
}

export function steps(node) {
  const items = node.items.map((item, index) => {
    const disc = item.state === 'done' ? icon('check') : String(index + 1);
    const now = item.state === 'now' ? 'step' : null;
    return h(
      'li',
      { class: `stp ${item.state}`, 'aria-current': now },
      h('span', { class: 'n', 'aria-hidden': 'true' }, disc),
      h('span', { class: 'l p' }, words(item.text)),
    );
  });
  const look = node.style === 'line' ? 'steps joined' : 'steps';
  return h('div', { key: node.id, 'data-node': node.id, class: 'card' }, h('ol', { class: look }, items));
}

export function progress(node) {
  const bar = {
    class: 'progress',
    role: 'progressbar',
    'aria-valuemin': 0,
    'aria-valuemax': 100,
    'aria-valuenow': node.percent,
    'aria-label': display(node.text),
  };
  return h(
    'div',
    { key: node.id, 'data-node': node.id, ...live(node) },
    h('div', bar, filled(node.percent)),
    h('p', { class: 'cap under' }, words(node.text)),
  );
}

/**
 * Draws the filled part of a bar.
 *
 * @param {number} percent 0 to 100
 */
export const filled = (percent) => h('span', { after: (bar) => (bar.style.inlineSize = `${percent}%`) });

export const illustration = (node) =>
  h(
    'svg',
    { key: node.id, 'data-node': node.id, class: `drawing ${node.which}`, 'aria-hidden': 'true' },
    h('use', { href: `#illustration-${node.which}` }),
  );

/**
 * Draws the mark 机器翻译 of a screen with words that no native reader has reviewed.
 *
 * @param {import('../text.js').Text} text
 */
export const draftTag = (text) => h('span', { key: 'draft', class: 'tag caution draft' }, icon('edit'), h('span', null, words(text)));

