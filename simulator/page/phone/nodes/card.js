/** The electronic card: CardFace and the QrCode inside it. */

import { h } from '../dom.js';
import { button, display, icon, readable, rings, words } from '../text.js';

/** Width of a drawn code with its quiet zone, in CSS pixels: never less where the screen has room for it. */
const CODE_WIDTH = 320;
const QUIET = 4;
const WIDE_NAME = 4;
const LONG_NAME = 10;

/**
 * Draws the card, with the code in it where one follows.
 *
 * @param {?Object} face
 * @param {?Object} code
 */
export function card(face, code) {
  const id = (face ?? code).id;
  return h('div', { key: id, class: 'face' }, face && head(face), code && square(code));
}

function head(node) {
  const name = display(node.name);
  return h(
    'div',
    { key: node.id, 'data-node': node.id, class: 'up' },
    rings(),
    h('p', { class: 'brandline' }, icon('brand'), h('span', null, words(node.brand))),
    h(
      'div',
      { class: 'who' },
      h(
        'div',
        { class: 't' },
        h('p', { class: nameLook(name) }, readable(node.name)),
        h('p', { class: 'no' }, number(node)),
      ),
      node.eye && eye(node.eye),
    ),
  );
}

/** A name of two dozen characters is drawn in a smaller role, so that the code below stays on the screen. */
function nameLook(name) {
  const length = [...name].length;
  return `name${length > WIDE_NAME ? ' wide' : ''}${length > LONG_NAME ? ' long' : ''}`;
}

/** A masked number is drawn with stars and said in words. */
function number(node) {
  const speech = node.number.speech;
  return [
    h('span', { 'aria-hidden': speech ? 'true' : null }, words(node.number)),
    speech && h('span', { class: 'vh' }, speech),
  ];
}

/** The label of the eye key stays in its name; the drawn sign is the eye itself. */
function eye({ key, revealed }) {
  const name = key.speech || display(key.label);
  return button(key, { class: 'eyebtn', 'aria-label': name, 'aria-pressed': String(revealed) }, icon(revealed ? 'eye' : 'hidden'));
}

function square(node) {
  const name = node.speech || display(node.purpose);
  const draw = (canvas) => paint(canvas, node.modules);
  const look = { class: 'code', role: 'img', 'aria-label': name, own: true, after: draw };
  return h('div', { key: node.id, 'data-node': node.id, class: 'qr' }, h('canvas', look));
}

/**
 * Paints the modules, black on white in both themes, each a whole number of the screen's own pixels; what is then missing
 * to the full width is added to the quiet zone.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {{size: number, rows: string[]}} modules
 */
function paint(canvas, { size, rows }) {
  const ratio = window.devicePixelRatio || 1;
  const total = size + 2 * QUIET;
  const room = canvas.parentElement?.clientWidth || CODE_WIDTH;
  const fits = Math.floor((room * ratio) / total);
  const unit = Math.max(1, Math.min(Math.ceil((CODE_WIDTH * ratio) / total), fits));
  const side = Math.max(unit * total, Math.min(CODE_WIDTH * ratio, Math.floor(room * ratio)));
  const edge = Math.floor((side - unit * size) / 2);
  const drawn = `${unit}|${side}|${rows.join('')}`;
  if (canvas.drawn === drawn) return;
  canvas.drawn = drawn;
  canvas.dataset.unit = unit;
  canvas.width = canvas.height = side;
  canvas.style.inlineSize = canvas.style.blockSize = `${side / ratio}px`;
  const pen = canvas.getContext('2d', { alpha: false });
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = '#000';
  rows.forEach((row, y) => {
    for (let x = 0; x < row.length; x += 1) {
      if (row[x] === '1') pen.fillRect(edge + x * unit, edge + y * unit, unit, unit);
    }
  });
}
