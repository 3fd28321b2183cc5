/** Every fixture is drawn, has no finding of axe-core, no small target, no clipped word; a code is whole and exact. */

import assert from 'node:assert/strict';
import { join } from 'node:path';

import { clipped, smallTargets, violations } from '../lib/audit.mjs';
import { check } from '../lib/report.mjs';

const SETTLED_MS = 250;

/**
 * Draws all fixtures and looks at each.
 *
 * @param {{page: import('puppeteer-core').Page, address: string, fixtures: Object, artefacts: string}} world
 */
export async function fixtures({ page, address, fixtures, artefacts }) {
  const complaints = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  for (const [name, { screen, width = 412, height = 892 }] of Object.entries(fixtures)) {
    await page.setViewport({ width, height, deviceScaleFactor: 2 });
    complaints.length = 0;
    await page.goto(`${address}/gallery/?fixture=${name}`);
    await page.waitForSelector('body[data-ready]');
    await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
    await page.screenshot({ path: join(artefacts, `${name}.png`) });
    await check(`${name}: drawn without complaint`, async () => assert.deepEqual(complaints, []));
    await check(`${name}: axe-core`, async () => assert.deepEqual(await violations(page), []));
    await check(`${name}: targets`, async () => assert.deepEqual(await smallTargets(page), []));
    await check(`${name}: nothing clipped`, async () => assert.deepEqual(await clipped(page), []));
    const code = screen.sections.flatMap((section) => section.nodes).find((node) => node.kind === 'qr_code');
    if (code) await check(`${name}: the code is whole and exact`, () => wholeCode(page, code.modules));
  }
}

async function wholeCode(page, { size, rows }) {
  const seen = await page.evaluate((modules) => {
    const canvas = document.querySelector('canvas.code');
    const box = canvas.getBoundingClientRect();
    const unit = Number(canvas.dataset.unit);
    const edge = Math.floor((canvas.width - modules * unit) / 2);
    const pen = canvas.getContext('2d');
    const at = (x, y) => (pen.getImageData(edge + (x + 0.5) * unit, edge + (y + 0.5) * unit, 1, 1).data[0] < 128 ? '1' : '0');
    const read = Array.from({ length: modules }, (_, y) => Array.from({ length: modules }, (_, x) => at(x, y)).join(''));
    return { read, unit, edge, width: box.width, top: box.top, bottom: box.bottom, bar: document.querySelector('.bar').getBoundingClientRect().top };
  }, size);
  assert.deepEqual(seen.read, rows);
  assert.equal(seen.unit, Math.round(seen.unit), 'a module is a whole number of pixels');
  assert.ok(seen.edge >= 4 * seen.unit, 'the quiet zone is four modules');
  assert.ok(seen.width >= 320, `drawn at ${seen.width}`);
  assert.ok(seen.top >= 0 && seen.bottom <= seen.bar, `from ${seen.top} to ${seen.bottom}, bar at ${seen.bar}`);
}
