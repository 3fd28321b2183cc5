/** Which fonts the browser really drew with, and whether they hold every letter: a letter that none holds is a box. */

import { execFileSync } from 'node:child_process';

/** Marks that have no glyph: joiners, isolates, variation selectors, spaces. */
const UNSEEN = /[\s\u00a0\u180b-\u180f\u200b-\u200f\u202a-\u202f\u2060-\u206f]/u;

/** Fonts that the page chooses. */
const CHOSEN = ['Noto Sans CJK SC', 'Noto Sans CJK KR', 'Noto Sans Arabic', 'Noto Sans Mongolian', 'Noto Serif Tibetan'];

const known = new Map();

/** Gives the code points of a family as ranges, as fontconfig knows them. */
function charset(family) {
  if (!known.has(family)) {
    const printed = execFileSync('fc-list', [`:family=${family}`, '--format', '%{charset} '], { encoding: 'utf8' });
    const ranges = printed.trim().split(/\s+/).map((range) => range.split('-').map((end) => Number.parseInt(end, 16)));
    known.set(family, ranges.map(([first, last = first]) => [first, last]));
  }
  return known.get(family);
}

const holds = (family, point) => charset(family).some(([first, last]) => first <= point && point <= last);

/**
 * Gives letters that no font in use holds, and fonts that nobody chose, one line each.
 *
 * @param {import('puppeteer-core').Page} page
 * @returns {Promise<string[]>}
 */
export async function strangeLetters(page) {
  const session = await page.createCDPSession();
  await session.send('DOM.enable');
  await session.send('CSS.enable');
  const texts = await page.evaluate(() => {
    const holders = [...document.querySelectorAll('.drawn *')].filter((element) =>
      element.getClientRects().length > 0 && [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim()),
    );
    return holders.map((element, index) => {
      element.dataset.text = index;
      return [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join('');
    });
  });
  const { root } = await session.send('DOM.getDocument');
  const found = new Set();
  for (const [index, text] of texts.entries()) {
    const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector: `[data-text="${index}"]` });
    const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId });
    const families = fonts.map((font) => font.familyName);
    for (const family of families) if (!CHOSEN.includes(family)) found.add(`${family} draws ${text}`);
    for (const letter of text) {
      const seen = !UNSEEN.test(letter);
      if (seen && !families.some((family) => holds(family, letter.codePointAt(0)))) found.add(`no font for ${letter} in ${text}`);
    }
  }
  await page.evaluate(() => document.querySelectorAll('[data-text]').forEach((element) => delete element.dataset.text));
  await session.detach();
  return [...found];
}
