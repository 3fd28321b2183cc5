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
 * Gives the parts of a phone's screen that can be pressed or typed in and are smaller than the mode allows.
 *
 * @param {import('puppeteer-core').Page} page
 */
export const smallTargets = (page) =>
  page.evaluate(() => {
    const least = document.querySelector('.drawn').dataset.mode === 'standard' ? 48 : 60;
    return [...document.querySelectorAll('.drawn :is(button,input)')]
      .map((part) => ({ part, box: part.getBoundingClientRect() }))
      .filter(({ box }) => Math.min(box.width, box.height) < least - 0.5)
      .map(({ part, box }) => `${part.dataset.press ?? part.className} ${box.width.toFixed(0)}x${box.height.toFixed(0)}`);
  });

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
