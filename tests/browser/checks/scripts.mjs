/**
 * The screens that people meet first, as the core makes them, in every language and pseudo-locale: nothing clipped, no
 * small target, no box for a letter, mirrored where lines run from the right, in columns where they run down.
 */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { clipped, smallTargets, violations } from '../lib/audit.mjs';
import { strangeLetters } from '../lib/fonts.mjs';
import { check } from '../lib/report.mjs';
import { serve } from '../lib/server.mjs';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const PHONE = { width: 412, height: 892, deviceScaleFactor: 2 };
const SETTLED_MS = 200;
/** Scales of the system's letters on top of the screen's own. */
const SYSTEM = [1.3, 2, 3.2];

/** Screens of the core, by `LANGUAGE.NAME`. */
function screens() {
  const printed = execFileSync('cargo', ['run', '-q', '-p', 'leling-app', '--example', 'screens'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  return JSON.parse(printed);
}

/**
 * Draws every screen and looks at each.
 *
 * @param {{page: import('puppeteer-core').Page, artefacts: string}} world
 */
export async function scripts({ page, artefacts }) {
  const all = screens();
  const server = await serve(Object.fromEntries(Object.entries(all).map(([name, screen]) => [name, { screen }])));
  const complaints = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.setViewport(PHONE);
  const draw = async (name) => {
    complaints.length = 0;
    await page.goto(`${server.address}/gallery/?fixture=${name}`);
    await page.waitForSelector('body[data-ready]');
    await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
  };
  try {
    for (const [name, screen] of Object.entries(all)) {
      await draw(name);
      await page.screenshot({ path: join(artefacts, `script-${name}.png`) });
      await check(`${name}: drawn without complaint`, async () => assert.deepEqual(complaints, []));
      await check(`${name}: axe-core`, async () => assert.deepEqual(await violations(page), []));
      await check(`${name}: targets`, async () => assert.deepEqual(await smallTargets(page), []));
      await check(`${name}: nothing clipped`, async () => assert.deepEqual(await clipped(page), []));
      await check(`${name}: every letter is drawn by a font that holds it`, async () => assert.deepEqual(await strangeLetters(page), []));
      await check(`${name}: a draft is marked`, () => marked(page, screen));
      await check(`${name}: lines run as the script does`, () => directed(page, screen));
      for (const scale of SYSTEM) await check(`${name}: at ${scale} of the system's letters`, () => grown(page, scale));
    }
  } finally {
    server.close();
  }
}

async function marked(page, screen) {
  const tags = await page.$$eval('.drawn .tag.draft', (found) => found.map((tag) => tag.innerText));
  assert.equal(tags.length, screen.draft ? 1 : 0);
  if (screen.draft) assert.match(tags[0], /机器翻译/);
}

async function directed(page, screen) {
  const seen = await page.evaluate(() => {
    const drawn = document.querySelector('.drawn');
    return {
      language: drawn.lang,
      direction: getComputedStyle(drawn).direction,
      writing: drawn.dataset.writing,
      content: getComputedStyle(drawn.querySelector('.scroll')).writingMode,
    };
  });
  assert.equal(seen.language, screen.presentation.language);
  assert.equal(seen.direction, screen.direction);
  assert.equal(seen.writing === 'across', screen.writing === 'horizontal_tb');
  assert.equal(seen.content, seen.writing === 'down' ? 'vertical-lr' : 'horizontal-tb');
  if (screen.direction === 'rtl') await mirrored(page);
}

/** Every key and sign stands where it would from the left, seen in a mirror. */
async function mirrored(page) {
  const places = (direction) =>
    page.evaluate((wanted) => {
      const drawn = document.querySelector('.drawn');
      const before = drawn.dir;
      drawn.dir = wanted;
      const bounds = drawn.getBoundingClientRect();
      const parts = [...drawn.querySelectorAll('[data-press],.btn > .i,.row > .i,.lamp,.disc,.eyebtn')];
      const boxes = parts.map((part) => {
        const { left, right, top } = part.getBoundingClientRect();
        return { name: part.dataset.press ?? part.className.baseVal ?? part.className, left: left - bounds.left, right: bounds.right - right, top };
      });
      drawn.dir = before;
      return boxes;
    }, direction);
  const [fromRight, fromLeft] = [await places('rtl'), await places('ltr')];
  for (const [index, part] of fromRight.entries()) {
    const other = fromLeft[index];
    const off = Math.max(Math.abs(part.left - other.right), Math.abs(part.right - other.left), Math.abs(part.top - other.top));
    assert.ok(off <= 2, `${part.name} stands ${off.toFixed(1)} px off its mirror`);
  }
}

/** Larger letters of the system clip nothing and leave the main action to be reached. */
async function grown(page, scale) {
  await page.evaluate((system) => {
    document.querySelector('.drawn').style.setProperty('--system', system);
    window.phone.show(window.phone.screen);
  }, scale);
  const found = await clipped(page);
  const actions = await page.$$eval('.drawn .act .btn', (keys) => keys.every((key) => key.offsetWidth > 0 && key.offsetHeight > 0));
  await page.evaluate(() => document.querySelector('.drawn').style.removeProperty('--system'));
  assert.deepEqual(found, []);
  assert.ok(actions, 'an action is not drawn');
}
