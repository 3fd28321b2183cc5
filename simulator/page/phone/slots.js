/** The fixed slots of every screen: status line, banner, title, actions, bar. */

import { h } from './dom.js';
import { button, display, icon, words } from './text.js';
import { onStage } from './nodes/stage.js';
import { draftTag } from './nodes/words.js';

const LOOKS = { primary: 'primary', secondary: 'second', plain: 'plain', refuse: 'refuse', danger: 'dangerbtn', call: 'second' };
/** Kinds that stand in the pinned slot. */
const PINNED = new Set(['primary', 'refuse', 'danger']);

/**
 * The phone's own status line; not part of the app.
 *
 * @param {{clock: string, online: boolean}} system
 */
export function systemLine({ clock, online }) {
  const signal = online ? h('svg', { key: 'signal', class: 'signal', viewBox: '0 0 16 16' }, h('path', { d: 'M2 13V10M6 13V7M10 13V4M14 13V2' })) : icon('offline');
  return h('div', { key: 'sys', class: 'sys', 'aria-hidden': 'true' }, h('span', null, clock), h('span', { class: 'state' }, signal, battery()));
}

const battery = () =>
  h(
    'svg',
    { key: 'battery', class: 'battery', viewBox: '0 0 24 16' },
    h('rect', { x: 1, y: 3, width: 19, height: 10, rx: 2.5 }),
    h('path', { d: 'M22.4 6.5v3' }),
    h('rect', { class: 'full', x: 3.4, y: 5.4, width: 11, height: 5.2, rx: 1 }),
  );

/** @param {?{text: import('./text.js').Text, key?: import('./text.js').Key}} banner */
export function bannerStrip(banner) {
  if (!banner) return null;
  const { text, key } = banner;
  return h(
    'div',
    { key: 'banner', class: 'banner', role: 'note' },
    icon('family'),
    h('span', { class: 't' }, words(text)),
    key && button(key, {}, words(key.label)),
  );
}

/**
 * Title with the step above and small words below; the very first screen also says whose app this is.
 *
 * @param {Object} screen
 */
export function head(screen) {
  if (onStage(screen)) return stageHead(screen.voice);
  const { brand, title, subtitle, step, draft } = screen;
  return h(
    'header',
    { key: 'head', class: subtitle ? 'head two' : 'head' },
    brand && owner(brand),
    step && steps(step),
    h('h1', { key: 'h1', id: 'screen-title', tabindex: -1 }, words(title)),
    (subtitle || draft) &&
      h('div', { key: 'sub', class: 'sub' }, subtitle && h('p', { key: 'words' }, words(subtitle)), draft && draftTag(draft)),
  );
}

const stageHead = ({ words: said }) =>
  h('header', { key: 'head', class: 'head' }, h('h1', { key: 'h1', id: 'screen-title', tabindex: -1, class: 'lead' }, words(said)));

const owner = ({ name, under }) =>
  h('div', { key: 'brand', class: 'brand' }, icon('brand'), h('div', null, h('p', { class: 'own' }, words(name)), h('p', { class: 'cap' }, words(under))));

const steps = (step) =>
  h(
    'div',
    { key: 'step', class: 'step' },
    h('p', null, words(step.text)),
    h('span', { class: 'bars', 'aria-hidden': 'true' }, Array.from({ length: step.of }, (_, index) => h('u', { class: index < step.n ? 'on' : null }))),
  );

/**
 * Divides the actions: those of the pinned slot, and the rest, which stand at the end of the content.
 *
 * @param {Object[]} actions
 * @returns {{pinned: Object[], rest: Object[]}}
 */
export function divide(actions) {
  const pinned = actions.filter((action) => PINNED.has(action.kind));
  if (pinned.length > 0) return { pinned, rest: actions.filter((action) => !PINNED.has(action.kind)) };
  const equals = actions.filter((action) => action.kind !== 'plain').slice(0, 2);
  return { pinned: equals, rest: actions.filter((action) => !equals.includes(action)) };
}

/** @param {{key: import('./text.js').Key, kind: string}} action */
export function actionButton({ key, kind }) {
  const text = h('span', { key: 't', class: 't' }, h('span', { class: 'words' }, words(key.label)), hintOf(key));
  const sign = kind === 'plain' ? null : icon(key.icon);
  // An arrow onward follows its words; every other sign leads them.
  return button(key, { class: `btn ${LOOKS[kind]}`, drawn: [key.hint] }, key.icon === 'forward' ? [text, sign] : [sign, text]);
}

const hintOf = (key) => key.hint && h('span', { key: 'hint', class: 'cap' }, words(key.hint));

/** @param {Object[]} pinned one action, or the equal pair */
export function actionSlot(pinned) {
  if (pinned.length === 0) return null;
  return h('div', { key: 'act', class: 'act', 'data-fit': 'pair' }, pinned.map(actionButton));
}

/**
 * 返回 · 首页 · 念一遍 · 12333, each always in its own slot.
 *
 * @param {Object} nav
 */
export function bar(nav) {
  const slot = (key, sign, props = {}) => button(key, props, icon(key.icon ?? sign), h('span', null, words(key.label)));
  const mark = h('span', { key: 'mark', class: 'mark', 'aria-hidden': 'true' }, icon('brand'));
  const gap = h('span', { key: 'gap' });
  const here = nav.at_home ? { class: 'here', 'aria-current': 'page' } : {};
  return h(
    'nav',
    { key: 'bar', class: 'bar', 'aria-label': [nav.back, nav.home, nav.repeat, nav.help].filter(Boolean).map((key) => display(key.label)).join('，') },
    nav.back ? slot(nav.back, 'back') : mark,
    nav.home ? slot(nav.home, 'home', here) : gap,
    slot(nav.repeat, 'speak'),
    slot(nav.help, 'call', { class: 'help' }),
  );
}
