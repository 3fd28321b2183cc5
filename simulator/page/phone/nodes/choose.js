/** What is chosen or opened: Choice, Toggle, Rows, tiles and the mode strip. */

import { h } from '../dom.js';
import { button, display, icon, lamp, words } from '../text.js';

export function choice(node) {
  const numbers = node.style === 'numbers';
  const options = node.options.map((option) => (numbers ? number(option) : answer(option)));
  const wide = node.options.some((option) => option.samples?.length > 0);
  const look = { class: numbers ? 'nums' : `stack choices${wide ? ' wide' : ''}`, role: 'radiogroup', 'aria-labelledby': 'screen-title' };
  return h('div', { key: node.id, 'data-node': node.id, ...look }, options);
}

const radio = (option) => ({ role: 'radio', 'aria-checked': String(option.chosen) });

function answer(option) {
  const { key, chosen, samples = [] } = option;
  const look = { class: chosen ? 'choice on' : 'choice', drawn: [key.hint], ...radio(option) };
  return button(
    key,
    look,
    key.icon && h('span', { key: 'disc', class: 'disc' }, icon(key.icon)),
    h(
      'span',
      { key: 't', class: 't' },
      h('b', null, words(key.label)),
      // Where scripts show themselves, the hint is for those who listen.
      key.hint && h('span', { key: 'hint', class: samples.length > 0 ? 'vh' : 'cap' }, words(key.hint)),
      samples.length > 0 && scripts(samples),
    ),
    h('span', { key: 'tick', class: 'tick' }, icon('check')),
  );
}

/** Each script names itself; Mongolian stands upright at the end. */
function scripts(samples) {
  const word = ({ language, word: own }) => h('bdi', { key: language, lang: language }, own);
  const upright = samples.filter((sample) => sample.language === 'mn');
  return h(
    'span',
    { key: 'langs', class: 'cap langs' },
    h('span', { class: 'across' }, samples.filter((sample) => sample.language !== 'mn').map(word)),
    upright.map((sample) => h('bdi', { key: 'mn', lang: 'mn', class: 'mn' }, sample.word)),
  );
}

function number(option) {
  return button(
    option.key,
    { class: option.chosen ? 'num on' : 'num', ...radio(option) },
    words(option.key.label),
    option.chosen && h('span', { key: 'ok', class: 'ok' }, icon('check')),
  );
}

/**
 * Draws toggles that follow one another as one card.
 *
 * @param {Object[]} nodes
 */
export function toggles(nodes) {
  const rows = nodes.map(({ id, key, on, on_word: onWord, off_word: offWord }) => {
    const look = { class: 'toggle', role: 'switch', 'aria-checked': String(on), 'data-node': id, drawn: [key.hint, on ? onWord : offWord] };
    const texts = [h('b', null, words(key.label)), key.hint && h('span', { class: 'cap' }, words(key.hint))];
    return button(
      key,
      look,
      h('span', { key: 't', class: 't' }, ...texts),
      h('span', { key: 'sw', class: on ? 'sw on' : 'sw' }, words(on ? onWord : offWord)),
    );
  });
  return h('div', { key: `toggles-${nodes[0].id}`, class: 'card tight' }, rows);
}

export function rows(node) {
  if (node.style === 'modes') return modes(node);
  if (node.style === 'tiles') return tiles(node);
  // Rows that only inform are a list; pressable ones are buttons in reading order.
  const list = !node.items.some((item) => item.pressable);
  const look = { key: node.id, 'data-node': node.id, class: 'card rows', role: list ? 'list' : null };
  return h('div', look, node.items.map((item) => row(item, list)));
}

function row(item, list) {
  const { key, detail, tag, pressable, chosen } = item;
  const inside = [
    item.lamp ? lamp(item.lamp) : icon(key.icon),
    h('span', { key: 't', class: 't' }, h('b', null, words(key.label)), detail && h('span', { key: 'detail', class: 'cap' }, words(detail))),
    tag && h('span', { key: 'tag', class: `tag ${tag.tone}` }, words(tag.text)),
    chosen && h('span', { key: 'tick', class: 'tick' }, icon('check')),
    pressable && !chosen && icon('forward', 'go'),
  ];
  const look = { class: `row ${item.lamp ?? ''} ${chosen ? 'on' : ''}`.trim(), 'data-fit': tag ? 'tagged' : null };
  if (!pressable) return h('div', { key: key.id, role: list ? 'listitem' : null, ...look }, ...inside);
  return button(key, { ...look, 'aria-current': chosen ? 'true' : null, drawn: [detail, tag?.text] }, ...inside);
}

function tiles(node) {
  const tile = ({ key }) => button(key, { class: 'tile' }, icon(key.icon), h('span', null, words(key.label)));
  return h('div', { key: node.id, 'data-node': node.id, class: 'tiles', 'data-fit': 'tiles' }, node.items.map(tile));
}

function modes(node) {
  const mode = ({ key, chosen }) =>
    button(key, { class: chosen ? 'on' : null, 'aria-pressed': String(chosen) }, icon(key.icon), h('span', null, words(key.label)));
  const name = node.speech || node.items.map((item) => display(item.key.label)).join('，');
  const look = { key: node.id, 'data-node': node.id, class: 'modes', role: 'group', 'aria-label': name, 'data-fit': 'modes' };
  return h('div', look, node.items.map(mode));
}
