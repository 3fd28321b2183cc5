/**
 * What stands before the terminal's lens: the phone as it is drawn now, nothing else. The code is copied as pixels from
 * where it is seen; the other parts are plain shapes in their colours. Off the screen means out of the picture.
 */

const SCALE = 2;
/** Edge of the phone around its glass, in CSS pixels. */
const BEZEL = 12;
const SHAPES = '.card,.notice,.panel,.event,.face,.up,.choice,.input,.tile';
const FIXED = '.banner,.act .btn,.bar';

/**
 * Rasterises a phone.
 *
 * @param {HTMLElement} root holds the drawn screen
 * @returns {{luma: Uint8Array, width: number, height: number, centre: {x: number, y: number}, reach: number}}
 *   `luma` row by row; `centre` and `reach` (half a side) say what the lens is pointed at, in the same pixels
 */
export function rasterise(root) {
  const frame = root.getBoundingClientRect();
  const canvas = document.createElement('canvas');
  canvas.width = Math.round((frame.width + 2 * BEZEL) * SCALE);
  canvas.height = Math.round((frame.height + 2 * BEZEL) * SCALE);
  const pen = canvas.getContext('2d', { willReadFrequently: true, alpha: false });
  pen.scale(SCALE, SCALE);
  pen.fillStyle = '#101412';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.translate(BEZEL - frame.left, BEZEL - frame.top);
  const screen = root.querySelector('.drawn');
  if (screen) pen.fillStyle = getComputedStyle(screen).backgroundColor;
  pen.fillRect(frame.left, frame.top, frame.width, frame.height);
  const code = screen && paint(pen, screen);
  return { luma: lumaOf(canvas), width: canvas.width, height: canvas.height, ...aim(frame, code) };
}

function paint(pen, screen) {
  const scroll = screen.querySelector('.scroll');
  pen.save();
  const view = scroll.getBoundingClientRect();
  pen.beginPath();
  pen.rect(view.left, view.top, view.width, view.height);
  pen.clip();
  scroll.querySelectorAll(SHAPES).forEach((part) => shape(pen, part));
  const code = scroll.querySelector('canvas.code');
  const place = code?.getBoundingClientRect();
  pen.imageSmoothingEnabled = false;
  if (code) pen.drawImage(code, place.left, place.top, place.width, place.height);
  pen.restore();
  screen.querySelectorAll(FIXED).forEach((part) => shape(pen, part));
  return place ?? null;
}

function shape(pen, part) {
  const style = getComputedStyle(part);
  const { left, top, width, height } = part.getBoundingClientRect();
  pen.fillStyle = style.backgroundColor;
  pen.beginPath();
  pen.roundRect(left, top, width, height, parseFloat(style.borderTopLeftRadius) || 0);
  pen.fill();
}

/** The clerk points the lens at the code, or at the middle of a phone that shows none. */
function aim(frame, code) {
  const box = code ?? { left: frame.left, top: frame.top + (frame.height - frame.width) / 2, width: frame.width, height: frame.width };
  const centre = {
    x: (box.left + box.width / 2 - frame.left + BEZEL) * SCALE,
    y: (box.top + box.height / 2 - frame.top + BEZEL) * SCALE,
  };
  return { centre, reach: (box.width / 2) * SCALE };
}

/**
 * Gives the brightness of each pixel of a canvas (ITU-R BT.601 weights).
 *
 * @param {HTMLCanvasElement} canvas
 * @returns {Uint8Array}
 */
export function lumaOf(canvas) {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const luma = new Uint8Array(data.length / 4);
  for (let at = 0; at < luma.length; at += 1) {
    luma[at] = (data[at * 4] * 77 + data[at * 4 + 1] * 150 + data[at * 4 + 2] * 29) >> 8;
  }
  return luma;
}
