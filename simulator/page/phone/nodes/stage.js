/** What stands on the deep-pine stage: CameraStage, Player, and the voice stage of a screen. */

import { h } from '../dom.js';
import { button, display, icon, rings, words } from '../text.js';
import { filled } from './words.js';

const TICKS = 48;
const CENTRE = { x: 164, y: 184 };
const OVAL = { x: 129, y: 160 };

export function cameraStage(node) {
  const lit = Math.round((Math.min(node.quality, 100) / 100) * TICKS);
  const ticks = Array.from({ length: TICKS }, (_, index) => tick(index, index < lit));
  const frame = node.frame === 'face' ? faceFrame() : codeFrame();
  const name = node.speech || display(node.cue);
  return h(
    'div',
    { key: node.id, 'data-node': node.id, class: 'stack' },
    h(
      'div',
      { class: 'finder-box' },
      // What the lens sees, where the shell has one for codes.
      node.frame === 'code' && h('canvas', { class: 'film', 'aria-hidden': 'true', own: true }),
      h('svg', { class: 'finder', viewBox: '0 0 328 368', role: 'img', 'aria-label': name }, ...ticks, ...frame),
    ),
    h('div', { class: 'cue', role: 'status' }, icon(node.frame === 'face' ? 'face' : 'scan'), h('p', { class: 'lead' }, words(node.cue))),
  );
}

function tick(index, lit) {
  const angle = (index / TICKS) * 2 * Math.PI - Math.PI / 2;
  const at = (more) => [CENTRE.x + (OVAL.x + more) * Math.cos(angle), CENTRE.y + (OVAL.y + more) * Math.sin(angle)];
  const [x1, y1] = at(10);
  const [x2, y2] = at(lit ? 22 : 20);
  return h('line', { class: lit ? 'mark lit' : 'mark', x1: x1.toFixed(1), y1: y1.toFixed(1), x2: x2.toFixed(1), y2: y2.toFixed(1) });
}

function faceFrame() {
  const oval = { cx: CENTRE.x, cy: CENTRE.y, rx: OVAL.x, ry: OVAL.y };
  return [
    h('ellipse', { class: 'glass', ...oval }),
    h('use', { href: '#illustration-portrait', x: 84, y: 112, width: 160, height: 200 }),
    h('ellipse', { class: 'rim', ...oval }),
  ];
}

function codeFrame() {
  const square = { x: 64, y: 84, width: 200, height: 200, rx: 18 };
  return [h('rect', { class: 'glass', ...square }), h('rect', { class: 'rim', ...square })];
}

export function player(node) {
  const half = (key) => button(key, { class: 'mini' }, words(key.label));
  return h(
    'div',
    { key: node.id, 'data-node': node.id, class: 'stack' },
    h(
      'div',
      { class: 'panel calm telling' },
      rings(),
      h('div', { class: 'top' }, h('span', { class: 'disc' }, icon('speak')), h('p', { class: 'lead' }, words(node.title))),
    ),
    h(
      'div',
      { class: 'progress', role: 'progressbar', 'aria-valuemin': 0, 'aria-valuemax': 100, 'aria-valuenow': node.percent, 'aria-label': display(node.title) },
      filled(node.percent),
    ),
    h('div', { class: 'pair2' }, half(node.slower), half(node.again)),
  );
}

const LAYERS = 6;
const INNER = 5;

/** Whether the voice stands over the whole screen. */
export const onStage = (screen) => screen.voice?.place === 'stage';

/** What can be done on the stage besides speaking, as actions of a screen. */
export function stageActions({ leave, done }) {
  return [{ key: leave, kind: 'plain' }, ...(done ? [{ key: done, kind: 'primary' }] : [])];
}

const SIGNS = { speaking: 'speak', listening: 'mic', not_heard: 'mic', mute: 'info' };

/**
 * Draws the strip: what the voice does, beside a screen that stays in sight.
 *
 * @param {Object} voice a `Voice` of the contract
 */
export function voiceStrip(voice) {
  const { state, words: said, phrases = [], leave } = voice;
  const phrase = (key) => button(key, { class: 'mini' }, h('span', null, words(key.label)));
  return h(
    'div',
    { key: 'strip', class: 'strip', 'data-state': state, role: 'group', 'aria-label': display(said) },
    h('span', { key: 'disc', class: 'disc' }, icon(SIGNS[state])),
    h('p', { key: 'words' }, words(said)),
    button(leave, { class: 'mini leave' }, h('span', null, words(leave.label))),
    phrases.length > 0 && h('div', { key: 'phrases', class: 'pair2' }, phrases.map(phrase)),
  );
}

/**
 * Draws the voice stage: the rings light with the voice, all still when nothing is heard.
 *
 * @param {Object} voice a `Voice` of the contract
 */
export function voiceStage(voice) {
  const lit = voice.state === 'listening' ? voice.level : 0;
  const sign = voice.state === 'speaking' ? 'speak' : 'mic';
  const layers = [...document.querySelectorAll('#illustration-rings path')].slice(INNER, INNER + LAYERS);
  const paths = layers.map((path, index) => h('path', { class: index < lit ? 'lit' : null, d: path.getAttribute('d') }));
  const phrases = (voice.phrases ?? []).map((key) => button(key, { class: 'say' }, icon(key.icon), h('span', null, words(key.label))));
  return [
    h(
      'div',
      { key: 'voice', class: 'voice', 'data-state': voice.state },
      h('svg', { class: 'sound', viewBox: '0 0 400 400', 'aria-hidden': 'true' }, ...paths),
      h('span', { class: 'core' }, icon(sign)),
    ),
    voice.over && h('p', { key: 'over', class: 'over' }, words(voice.over)),
    h('div', { key: 'phrases', class: 'stack' }, phrases),
  ];
}
