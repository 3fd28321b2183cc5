/** What is measured on a drawn page: axe-core's rules, sizes of targets, and text that does not fit. */

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Gives axe-core's violations, one line each. The script goes in through the debugger, past the page's content policy.
 *
 * @param {import('puppeteer-core').Page} page
 * @param {string} [within] selector of the part to look at
 * @returns {Promise<string[]>}
 */
export async function violations(page, within = 'body') {
  await page.evaluate(AXE);
  return page.evaluate(async (selector) => {
    const { violations: found } = await window.axe.run(selector, { resultTypes: ['violations'] });
    return found.map((rule) => `${rule.id} (${rule.impact}): ${rule.nodes.map((node) => node.target.join(' ') + ' ' + node.html.slice(0, 120)).join(' | ')}`);
  }, within);
}

/**
 * Gives axe-core's violations, and what it leaves undecided and is not explained, one line each. Explained is a contrast
 * that axe-core will not judge (a drawing behind, a word of one letter, a part that touches another) and that reaches 4.5
 * between the letters and the ground that is painted under them.
 *
 * @param {import('puppeteer-core').Page} page
 * @param {string} within selector of the part to look at
 * @returns {Promise<string[]>}
 */
export async function findings(page, within) {
  if (!(await page.evaluate(() => Boolean(window.axe)))) await page.evaluate(AXE);
  return page.evaluate(async (selector) => {
    const { violations: wrong, incomplete } = await window.axe.run(selector, { resultTypes: ['violations', 'incomplete'] });
    const told = (kind, rule, node) => {
      const why = [...node.any, ...node.all, ...node.none].map((part) => part.data?.messageKey ?? part.id);
      return `${kind} ${rule.id}: ${why.join(' ')} ${node.html.slice(0, 120)}`;
    };
    const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);
    const light = (colour) => {
      const [r, g, b] = numbers(colour).map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = (part) => {
      const { backgroundColor } = getComputedStyle(part);
      const [, , , opacity = 1] = numbers(backgroundColor);
      return opacity === 1 || !part.parentElement ? backgroundColor : ground(part.parentElement);
    };
    const isReadable = (node) => {
      const part = document.querySelector(node.target[0]);
      const [front, back] = [light(getComputedStyle(part).color), light(ground(part))];
      return (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05) >= 4.5;
    };
    const isExplained = (rule, node) => rule.id === 'color-contrast' && isReadable(node);
    return [
      ...wrong.flatMap((rule) => rule.nodes.map((node) => told('violation', rule, node))),
      ...incomplete.flatMap((rule) => rule.nodes.filter((node) => !isExplained(rule, node)).map((node) => told('undecided', rule, node))),
    ];
  }, within);
}

/**
 * Gives the parts of a phone's screen that can be pressed or typed in and are smaller than the mode allows; the main action
 * is 88 high in every mode.
 *
 * @param {import('puppeteer-core').Page} page
 */
export const smallTargets = (page) =>
  page.evaluate(() => {
    const least = document.querySelector('.drawn').dataset.mode === 'standard' ? 48 : 60;
    const asked = (part) => (part.matches('.act .primary') ? 88 : least);
    return [...document.querySelectorAll('.drawn :is(button,input)')]
      .map((part) => ({ part, box: part.getBoundingClientRect() }))
      .filter(({ part, box }) => Math.min(box.width, box.height) < least - 0.5 || box.height < asked(part) - 0.5)
      .map(({ part, box }) => `${part.dataset.press ?? part.className} ${box.width.toFixed(0)}x${box.height.toFixed(0)}`);
  });

/**
 * Gives pairs of words that are drawn over one another.
 *
 * @param {import('puppeteer-core').Page} page
 */
export const overlaps = (page) =>
  page.evaluate(() => {
    const screen = document.querySelector('.drawn');
    screen.querySelector('.scroll').scrollTo(0, 0);
    const boxes = [];
    // A font may claim more room across its line than its letters fill.
    const drawn = ({ left, right, top, bottom }, size, writing) => {
      const [x, y] = [Math.max(0, right - left - size) / 2, Math.max(0, bottom - top - size) / 2];
      return writing === 'horizontal-tb' ? { left, right, top: top + y, bottom: bottom - y } : { left: left + x, right: right - x, top, bottom };
    };
    const walker = document.createTreeWalker(screen, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const holder = node.parentElement;
      if (!node.data.trim() || holder.closest('.vh')) continue;
      const block = holder.closest('h1,p,b,dt,dd,li,label,button,.cap,.words,.tag,.sw,.t,.v') ?? holder;
      const part = holder.closest('.bar,.act,.banner,.sys') ?? screen.querySelector('.scroll');
      const range = document.createRange();
      range.selectNodeContents(node);
      const { fontSize, writingMode } = getComputedStyle(holder);
      for (const box of range.getClientRects()) boxes.push({ node, block, part, box: drawn(box, parseFloat(fontSize), writingMode) });
    }
    const shared = (a, b) => Math.min(Math.min(a.right, b.right) - Math.max(a.left, b.left), Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));
    const found = [];
    for (const [index, one] of boxes.entries()) {
      for (const other of boxes.slice(index + 1)) {
        if (one.block === other.block || one.part !== other.part) continue;
        if (shared(one.box, other.box) > 3) found.push(`${one.node.data} over ${other.node.data}`);
      }
    }
    return [...new Set(found)];
  });

/**
 * Gives the actions and keys of the bar that cannot be brought under the finger: something else covers them, or they stand
 * beside the screen.
 *
 * @param {import('puppeteer-core').Page} page
 */
export const hidden = (page) =>
  page.evaluate(() => {
    const screen = document.querySelector('.drawn');
    const bounds = screen.getBoundingClientRect();
    const down = getComputedStyle(screen.querySelector('.scroll')).writingMode !== 'horizontal-tb';
    const [start, end] = down ? ['top', 'bottom'] : ['left', 'right'];
    const found = [...screen.querySelectorAll('.btn,.bar button')].filter((key) => {
      key.scrollIntoView({ block: 'center', inline: 'center' });
      const box = key.getBoundingClientRect();
      const isBeside = box[start] < bounds[start] - 1 || box[end] > bounds[end] + 1;
      const centre = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
      return isBeside || !key.contains(centre);
    });
    screen.querySelector('.scroll').scrollTo(0, 0);
    return found.map((key) => key.dataset.press);
  });

/** Most stops of one screen. */
const STOPS = 60;

/**
 * Presses Tab until the focus leaves the screen; gives the names of the parts it stops at, each once.
 *
 * @param {import('puppeteer-core').Page} page
 * @returns {Promise<string[]>}
 */
export async function reached(page) {
  const stops = [];
  for (let count = 0; count < STOPS; count += 1) {
    await page.keyboard.press('Tab');
    const name = await page.evaluate(() => {
      const at = document.activeElement;
      if (!at?.closest('.drawn') || at === document.body) return null;
      const { press, field, of } = at.dataset;
      return press ?? field ?? of ?? at.className;
    });
    if (name === null) break;
    if (!stops.includes(name)) stops.push(name);
  }
  return stops.filter((name) => name !== 'scroll');
}

/**
 * Gives words that stand outside the screen, outside the part they belong to, or over one another's bounds. Across the
 * way that a screen scrolls nothing may stand out: to the sides, or above and below where lines run down.
 *
 * @param {import('puppeteer-core').Page} page
 */
export const clipped = (page) =>
  page.evaluate(() => {
    const screen = document.querySelector('.drawn');
    const bounds = screen.getBoundingClientRect();
    const found = [];
    const outOf = (box, frame, slack, [start, end]) => box[start] < frame[start] - slack || box[end] > frame[end] + slack;
    const [SIDES, ENDS] = [
      ['left', 'right'],
      ['top', 'bottom'],
    ];
    const walker = document.createTreeWalker(screen, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const holder = node.parentElement;
      if (!node.data.trim() || holder.closest('.vh')) continue;
      const down = getComputedStyle(holder.closest('.scroll,.act,.bar,.banner,.sys') ?? screen).writingMode !== 'horizontal-tb';
      const [across, along] = down ? [ENDS, SIDES] : [SIDES, ENDS];
      const range = document.createRange();
      range.selectNodeContents(node);
      const part = holder.closest('button,.card,.panel,.notice,.face,.tag,.sw,.boxes i');
      const frame = part?.getBoundingClientRect() ?? bounds;
      for (const box of range.getClientRects()) {
        // A font may claim more room for a line than the line has; what is drawn stays inside.
        const style = getComputedStyle(holder);
        const ownDown = style.writingMode !== 'horizontal-tb';
        const claimed = Math.max(0, (ownDown ? box.width : box.height) - parseFloat(style.lineHeight)) / 2;
        const slack = (axis) => (ownDown === (axis === SIDES) ? claimed : 0);
        const beside = outOf(box, frame, 1 + slack(across), across) || outOf(box, bounds, 1 + slack(across), across);
        const above = holder.closest('button,.tag') && outOf(box, frame, 3 + slack(along), along);
        if (beside || above) found.push(node.data);
      }
    }
    return [...new Set(found)];
  });
