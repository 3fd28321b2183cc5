/** How things stand: Notice (soft block, status panel, error card), PersonCard. */

import { h } from '../dom.js';
import { button, icon, lamp, readable, rings, words } from '../text.js';
import { live } from './words.js';

const SIGNS = { good: 'check', caution: 'info', quiet: 'info', danger: 'danger' };

export function notice(node) {
  if (node.lamp && node.notice !== 'error') return panel(node);
  if (node.lamp) return errorCard(node);
  return h(
    'div',
    { key: node.id, 'data-node': node.id, class: `notice ${node.tone}`, ...live(node) },
    icon(node.icon ?? SIGNS[node.tone]),
    h('div', { class: 't' }, ...lines(node), node.event && inset(node.event)),
  );
}

function lines(node) {
  return [
    node.over && h('p', { key: 'over', class: 'cap' }, words(node.over)),
    h('p', { key: 'lead' }, h('strong', null, readable(node.lead))),
    node.more && h('p', { key: 'more' }, readable(node.more)),
    node.repeat && h('p', { key: 'repeat' }, readable(node.repeat)),
  ];
}

function panel(node) {
  const { over, lead, more, repeat, event } = node;
  return h(
    'section',
    { key: node.id, 'data-node': node.id, class: `panel ${node.lamp}`, 'data-fit': 'panel', ...live(node) },
    rings(),
    h(
      'div',
      { class: 'top' },
      lamp(node.lamp),
      h('div', null, over && h('p', { key: 'over', class: 'over' }, words(over)), h('p', { key: 'lead', class: 'lead' }, readable(lead))),
    ),
    repeat && h('p', { key: 'repeat', class: 'until repeat' }, readable(repeat)),
    more && h('p', { key: 'more', class: 'until' }, readable(more)),
    event && inset(event),
  );
}

/** An error says what happened beside its lamp; the way on stands in the card or below it. */
function errorCard(node) {
  return h(
    'div',
    { key: node.id, 'data-node': node.id, class: 'card mishap', ...live(node) },
    node.over && h('p', { key: 'over', class: 'cap' }, words(node.over)),
    h('div', { key: 'top', class: 'top' }, lamp(node.lamp), h('p', { class: 'p' }, h('strong', null, readable(node.lead)))),
    node.more && h('p', { key: 'more', class: 'p' }, readable(node.more)),
    node.repeat && h('p', { key: 'repeat', class: 'p' }, readable(node.repeat)),
    node.event && inset(node.event),
  );
}

function inset(row) {
  const inside = [
    icon(row.key.icon),
    h('span', { class: 't' }, h('b', null, words(row.key.label)), row.detail && h('span', { class: 'w' }, words(row.detail))),
    row.pressable && icon('forward', 'go'),
  ];
  if (!row.pressable) return h('div', { key: row.key.id, class: 'event' }, ...inside);
  return button(row.key, { class: 'event', drawn: [row.detail] }, ...inside);
}

export function personCard(node) {
  const [kind, sign] = Object.entries(node.plate)[0];
  return h(
    'div',
    { key: node.id, 'data-node': node.id, class: 'card person', ...live(node) },
    h('span', { class: `ava ${kind}`, 'aria-hidden': 'true' }, kind === 'place' ? icon(sign) : sign),
    h(
      'div',
      { class: 't' },
      h('p', { class: kind === 'person' ? 'name' : 'h' }, readable(node.name)),
      node.relation && h('p', { key: 'relation', class: 'cap' }, words(node.relation)),
      node.status && h('p', { key: 'status' }, h('span', { class: 'tag good' }, words(node.status))),
    ),
  );
}
