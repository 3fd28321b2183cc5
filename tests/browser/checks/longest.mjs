/**
 * The twenty longest screens of each script, as a walk through the whole phone finds them, at four scales of the system's
 * letters: nothing clipped, nothing over anything else, the main action under the finger, targets as large as the mode
 * asks, the keyboard in the order of the tree; again in the dark and without motion.
 */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { clipped, findings, hidden, overlaps, reached, smallTargets } from '../lib/audit.mjs';
import { check } from '../lib/report.mjs';
import { serve } from '../lib/server.mjs';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const PHONE = { width: 412, height: 892, deviceScaleFactor: 1 };
const LANGUAGES = ['zh-CN', 'ug', 'bo', 'mn', 'ko', 'za', 'en'];
const PSEUDOS = ['long', 'mirrored', 'vertical', 'tall'];
const SIZES = ['large', 'standard'];
const LONGEST = 20;
/** Scales of the system's letters on top of the screen's own. */
const SYSTEM = [1, 1.3, 2, 3.2];

/** Lines of `leling-audit screens`: size, script, name, order, screen. */
function screens() {
  const named = (name, values) => values.flatMap((value) => [`--${name}`, value]);
  const wanted = [...named('size', SIZES), ...named('language', LANGUAGES), ...named('pseudo', PSEUDOS), '--longest', String(LONGEST)];
  const printed = execFileSync('cargo', ['run', '-q', '-p', 'leling-audit', '--', 'screens', ...wanted], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 256 << 20,
  });
  return printed.trim().split('\n').map((line) => JSON.parse(line));
}

/**
 * Draws every screen and looks at each.
 *
 * @param {{page: import('puppeteer-core').Page}} world
 */
export async function longest({ page }) {
  const all = screens();
  const server = await serve({ first: { screen: all[0].screen } });
  try {
    await page.setViewport(PHONE);
    await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
    await page.goto(`${server.address}/gallery/?fixture=first`);
    await page.waitForSelector('body[data-ready]');
    for (const size of SIZES) {
      for (const script of [...LANGUAGES, ...PSEUDOS]) {
        const drawn = all.filter((line) => line.size === size && line.script === script);
        await ofScript(page, `${size} ${script}`, drawn);
      }
    }
  } finally {
    server.close();
  }
}

/** Each check is made once for a script: it names the screens on which it does not hold. */
async function ofScript(page, name, drawn) {
  const found = new Map();
  const look = async (what, screen, seen) => found.set(what, [...(found.get(what) ?? []), ...(await seen).map((line) => `${screen}: ${line}`)]);
  for (const { name: id, order, screen } of drawn) {
    for (const scale of SYSTEM) {
      await show(page, screen, scale);
      const percent = `at ${scale * 100} %`;
      await look(`nothing clipped ${percent}`, id, clipped(page));
      await look(`nothing over anything else ${percent}`, id, overlaps(page));
      await look(`every action under the finger ${percent}`, id, hidden(page));
      await look(`targets ${percent}`, id, smallTargets(page));
    }
    await show(page, screen, 1);
    await look('nothing moves', id, moving(page));
    await look('axe-core', id, findings(page, '.drawn'));
    await look('the keyboard goes through the tree in its order', id, walked(page, order));
    await show(page, { ...screen, presentation: { ...screen.presentation, theme: 'dark' } }, 1);
    await look('axe-core in the dark', id, findings(page, '.drawn'));
  }
  assert.ok(drawn.length > 0, `no screens for ${name}`);
  for (const [what, lines] of found) await check(`${name}, ${drawn.length} longest: ${what}`, async () => assert.deepEqual(lines, []));
}

const show = (page, screen, scale) =>
  page.evaluate(
    async (wanted, system) => {
      window.phone.clear();
      window.phone.show(wanted);
      document.querySelector('.drawn').style.setProperty('--system', system);
      window.phone.show(wanted);
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    },
    screen,
    scale,
  );

const moving = (page) => page.evaluate(() => document.getAnimations().map((one) => one.effect.target.className));

/** Tab from the title to the end of the bar; what is above the title comes first in the tree and is not on the way. */
async function walked(page, order) {
  await page.evaluate(() => document.querySelector('.drawn h1').focus());
  const stops = await reached(page);
  const way = order.filter((id, index) => index > 0 || stops.includes(id));
  return String(stops) === String(way) ? [] : [`${stops} and not ${way}`];
}
