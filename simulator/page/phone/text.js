/**
 * Texts, icons and pressable parts, as every node uses them.
 *
 * @typedef {{kind: string, display: string}} Span
 * @typedef {{spans: Span[], speech: string, draft?: boolean, language?: string}} Text
 * @typedef {{id: string, since: number, label: Text, speech: string, icon?: string, hint?: Text}} Key
 */

import { h } from './dom.js';

const JOINER = /\u2060/g;
const SILENT = /[\s\u2060，。、：；！？“”‘’（）·,.:;!?"'()]/g;
/** Spans whose drawn form (stars, groups of digits) a screen reader would spell badly. */
const READ_BY_SPEECH = new Set(['id_number', 'card_number', 'phone', 'code']);

/**
 * Gives what is drawn as one string, without word joiners.
 *
 * @param {?Text} text
 */
export function display(text) {
  return (text?.spans ?? []).map((span) => span.display).join('').replace(JOINER, '');
}

/**
 * Draws a text: names bold, other values kept apart from the direction of the words around them. A sentence that fell back
 * to another language says which, and keeps its own direction.
 *
 * @param {?Text} text
 * @returns {Array<import('./dom.js').Description|string>}
 */
export function words(text) {
  const drawn = (text?.spans ?? []).map((span) => {
    if (span.kind === 'plain') return ownScript(span.display);
    return h(span.kind === 'name' ? 'b' : 'bdi', { 'data-span': span.kind }, standing(span.display));
  });
  return text?.language && drawn.length > 0 ? [h('bdi', { key: 'fallback', lang: text.language }, drawn)] : drawn;
}

const MONGOLIAN = /[\u1800-\u18af]/;

/** In a value of Mongolian words, whose lines run down, the numbers stand upright. */
function standing(value) {
  if (!MONGOLIAN.test(value)) return value;
  return value.split(/(\d[\d\u2060]*)/).filter(Boolean).map((part) => (/^\d/.test(part) ? h('span', { class: 'upright' }, part) : part));
}

/** Where phones do not speak a language, its texts are said in Chinese. */
const HAN = /[\u4e00-\u9fff]/;
const SCRIPTS = [
  ['mn', /^[\u1800-\u18af\s]+$/],
  ['bo', /^[\u0f00-\u0fff\s]+$/],
  ['ug', /^[\u0600-\u06ff\s]+$/],
  ['ko', /^[\uac00-\ud7af\s]+$/],
];

/** A language that names itself among others gets its own lines: Mongolian stands upright, Tibetan needs more height. */
function ownScript(words) {
  const language = SCRIPTS.find(([, letters]) => letters.test(words) && words.trim())?.[0];
  return language ? h('bdi', { lang: language, class: language === 'mn' ? 'mn' : null }, words) : words;
}

/**
 * Draws a text that is no part of a key: numbers of persons are drawn for the eye and said from the speech.
 *
 * @param {?Text} text
 */
export function readable(text) {
  const hard = text?.spans.some((span) => READ_BY_SPEECH.has(span.kind));
  if (!hard || !text.speech) return words(text);
  const lang = HAN.test(text.speech) ? 'zh-CN' : null;
  return [h('span', { 'aria-hidden': 'true' }, words(text)), h('span', { class: 'vh', lang }, text.speech)];
}

/**
 * Draws an icon by its name in the tables; it is decoration, the words beside it say the same.
 *
 * @param {?string} name
 * @param {string} [extra] further classes
 */
export function icon(name, extra = '') {
  if (!name) return null;
  const mirror = document.getElementById(`i-${name}`)?.dataset.mirror;
  const look = { class: `i ${extra}`.trim(), 'aria-hidden': 'true', 'data-mirror': mirror, key: `i-${name}` };
  return h('svg', look, h('use', { href: `#i-${name}` }));
}

/**
 * Draws a status lamp.
 *
 * @param {string} name
 */
export function lamp(name) {
  return h('svg', { class: 'lamp', 'aria-hidden': 'true', key: `lamp-${name}` }, h('use', { href: `#lamp-${name}` }));
}

/** Draws the growth rings of a panel or card. */
export function rings() {
  const look = { class: 'rings', 'aria-hidden': 'true', viewBox: '0 0 400 400' };
  return h('svg', look, h('use', { href: '#illustration-rings' }));
}

/**
 * Gives the attribute that names a part by its speech, where the speech says more than the words drawn and holds them
 * all; a name without the drawn words would lock out those who call it by what they see.
 *
 * @param {string} speech
 * @param {string[]} drawn every text drawn inside the part
 */
export function spokenName(speech, drawn) {
  const bare = (words) => words.replace(SILENT, '');
  const said = bare(speech);
  const differs = said !== bare(drawn.join(''));
  return differs && drawn.every((part) => said.includes(bare(part))) ? { 'aria-label': speech } : {};
}

/**
 * Describes a button for a key. What it sends is read from `data-press` by `Presses`.
 *
 * @param {Key} key
 * @param {Object<string, *>} props class and further attributes; `drawn` holds the texts inside besides the label
 * @param {...*} children
 */
export function button(key, { drawn = [], ...props }, ...children) {
  const texts = [key.label, ...drawn].filter(Boolean).map(display);
  return h(
    'button',
    { type: 'button', key: key.id, 'data-press': key.id, ...spokenName(key.speech, texts), ...props },
    ...children,
  );
}
