/**
 * A hand-held camera in software: perspective, blur, uneven light, glare and noise, all from one seed. It is given
 * pixels and gives pixels; the same seed and strength give the same picture.
 */

/** Part of the picture's height that the code takes when held well. */
const HELD = 0.74;
const SURROUNDINGS = 118;

/**
 * Takes a picture.
 *
 * @param {{luma: Uint8Array, width: number, height: number, centre: {x: number, y: number}, reach: number}} scene
 * @param {{seed: number, strength: number, width: number, height: number}} how `strength` 0 (a scanner) to 4 (a bad day)
 * @returns {Uint8Array} brightness, row by row
 */
export function takePicture(scene, { seed, strength, width, height }) {
  const random = randomFrom(seed);
  const corners = hold(random, strength, width, height);
  const { centre, reach } = scene;
  const target = [
    [centre.x - reach, centre.y - reach],
    [centre.x + reach, centre.y - reach],
    [centre.x + reach, centre.y + reach],
    [centre.x - reach, centre.y + reach],
  ];
  let picture = project(scene, homography(corners, target), width, height);
  picture = blur(picture, width, height, strength * (0.3 + 0.25 * random()));
  light(picture, width, height, random, strength);
  return grain(picture, random, 1.5 + 4 * strength);
}

/**
 * Gives numbers from 0 up to 1 that follow from the seed (mulberry32).
 *
 * @param {number} seed
 * @returns {() => number}
 */
export function randomFrom(seed) {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Corners of the code in the picture: turned, moved and tilted as hands do. */
function hold(random, strength, width, height) {
  const signed = () => random() * 2 - 1;
  const side = (height * (HELD - 0.05 * strength * random())) / 2;
  const turn = signed() * 0.05 * strength;
  const middle = [width / 2 + signed() * 14 * strength, height / 2 + signed() * 8 * strength];
  const tilt = side * 0.055 * strength;
  return [
    [-side, -side],
    [side, -side],
    [side, side],
    [-side, side],
  ].map(([x, y]) => [
    middle[0] + x * Math.cos(turn) - y * Math.sin(turn) + signed() * tilt,
    middle[1] + x * Math.sin(turn) + y * Math.cos(turn) + signed() * tilt,
  ]);
}

/** The projective map that takes four points to four others: eight equations, solved with pivots. */
function homography(from, to) {
  const rows = from.flatMap(([x, y], index) => {
    const [u, v] = to[index];
    return [
      [x, y, 1, 0, 0, 0, -u * x, -u * y, u],
      [0, 0, 0, x, y, 1, -v * x, -v * y, v],
    ];
  });
  for (let column = 0; column < 8; column += 1) {
    const best = rows.slice(column).reduce((a, b) => (Math.abs(b[column]) > Math.abs(a[column]) ? b : a));
    rows.splice(rows.indexOf(best), 1);
    rows.splice(column, 0, best);
    for (const row of rows) {
      if (row === best) continue;
      const factor = row[column] / best[column];
      for (let at = column; at < 9; at += 1) row[at] -= factor * best[at];
    }
  }
  return rows.map((row, index) => row[8] / row[index]);
}

/** Each pixel of the picture looks along four rays into the scene, as a lens sees an area and not a point. */
function project(scene, [a, b, c, d, e, f, g, h], width, height) {
  const picture = new Float32Array(width * height);
  const rays = [
    [0.25, 0.25],
    [0.75, 0.25],
    [0.25, 0.75],
    [0.75, 0.75],
  ];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      let sum = 0;
      for (const [dx, dy] of rays) {
        const px = x + dx;
        const py = y + dy;
        const w = g * px + h * py + 1;
        sum += brightness(scene, (a * px + b * py + c) / w, (d * px + e * py + f) / w);
      }
      picture[y * width + x] = sum / rays.length;
    }
  }
  return picture;
}

function brightness({ luma, width, height }, x, y) {
  const left = Math.floor(x - 0.5);
  const top = Math.floor(y - 0.5);
  if (left < 0 || top < 0 || left + 1 >= width || top + 1 >= height) return SURROUNDINGS;
  const fx = x - 0.5 - left;
  const fy = y - 0.5 - top;
  const at = top * width + left;
  const above = luma[at] * (1 - fx) + luma[at + 1] * fx;
  const below = luma[at + width] * (1 - fx) + luma[at + width + 1] * fx;
  return above * (1 - fy) + below * fy;
}

function blur(picture, width, height, sigma) {
  if (sigma < 0.2) return picture;
  const reach = Math.ceil(sigma * 2.5);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, index) => Math.exp(-((index - reach) ** 2) / (2 * sigma * sigma)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const pass = (source, step, count, limit) => {
    const result = new Float32Array(source.length);
    for (let at = 0; at < source.length; at += 1) {
      const place = Math.floor(at / step) % count;
      let sum = 0;
      for (let offset = -reach; offset <= reach; offset += 1) {
        const clamped = Math.min(Math.max(place + offset, 0), limit);
        sum += source[at + (clamped - place) * step] * weights[offset + reach];
      }
      result[at] = sum / total;
    }
    return result;
  };
  return pass(pass(picture, 1, width, width - 1), width, height, height - 1);
}

/** A room that is brighter on one side, a dark that is not black, and a lamp mirrored in the glass. */
function light(picture, width, height, random, strength) {
  const slope = (random() * 2 - 1) * 0.12 * strength;
  const lamp = { x: random() * width, y: random() * height, size: (0.12 + 0.16 * random()) * width, power: 50 * strength * random() };
  for (let at = 0; at < picture.length; at += 1) {
    const x = at % width;
    const y = (at - x) / width;
    const even = 16 + picture[at] * 0.87;
    const distance = ((x - lamp.x) ** 2 + ((y - lamp.y) * 1.7) ** 2) / (lamp.size * lamp.size);
    picture[at] = even * (1 + slope * (x / width - 0.5)) + lamp.power * Math.exp(-distance);
  }
}

function grain(picture, random, sigma) {
  const result = new Uint8Array(picture.length);
  for (let at = 0; at < picture.length; at += 1) {
    // Sum of three draws: near enough to a bell curve for a sensor.
    const noise = (random() + random() + random() - 1.5) * 2 * sigma;
    result[at] = Math.min(255, Math.max(0, Math.round(picture[at] + noise)));
  }
  return result;
}
