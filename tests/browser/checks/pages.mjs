/** The gateway's pages in a browser: every page at every size, in both themes, with and without script, axe-core 0. */

import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';

import { violations } from '../lib/audit.mjs';
import { gateway } from '../lib/gateway.mjs';
import { check } from '../lib/report.mjs';

/** A phone, a kiosk, the narrowest reflow of WCAG 1.4.10, and a desktop at 320 %. */
const SIZES = {
  phone: { width: 360, height: 740 },
  kiosk: { width: 1280, height: 800 },
  narrow: { width: 320, height: 640 },
  'zoom-320': { width: 400, height: 250, deviceScaleFactor: 3.2 },
};
const ELDER_TARGET = 60;
const STAFF_TARGET = 48;
const PERSON = '379901195707080017';
/** Who may give codes; a code of the second factor is good once, and this step's and the next one's are all there are. */
const STAFF = { phone: 'DEMO-01', kiosk: 'DEMO-03', narrow: 'DEMO-01', 'zoom-320': 'DEMO-03' };

/** @param {{page: import('puppeteer-core').Page, artefacts: string}} world */
export async function pages({ page: first, artefacts }) {
  const { base, stop } = await gateway();
  const browser = first.browser();
  try {
    for (const [size, viewport] of Object.entries(SIZES)) {
      const context = await browser.createBrowserContext();
      const page = await context.newPage();
      const complaints = [];
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.setViewport({ deviceScaleFactor: 1, ...viewport });
      await page.setExtraHTTPHeaders({ 'accept-language': 'zh-CN' });
      const look = (name, least) => looked(page, `${name}, ${size}`, { least, complaints, artefacts });
      await people(page, base, look, complaints);
      await desk(page, base, STAFF[size], look);
      await context.close();
    }
    await alive(browser, base);
    await scriptless(browser, base);
  } finally {
    await stop();
  }
}

function authorize(base) {
  const query = new URLSearchParams({
    client_id: 'kiosk',
    redirect_uri: 'http://127.0.0.1:9/callback',
    response_type: 'code',
    scope: 'openid profile',
    code_challenge: createHash('sha256').update('v'.repeat(43)).digest('base64url'),
    code_challenge_method: 'S256',
  });
  return `${base}/authorize?${query}`;
}

async function looked(page, name, { least, complaints, artefacts }) {
  await page.screenshot({ path: join(artefacts, `page-${name.replaceAll(/[^\w\d]+/g, '-')}.png`), fullPage: true });
  await check(`${name}: without complaint`, async () => assert.deepEqual(complaints.splice(0), []));
  await check(`${name}: axe-core`, async () => assert.deepEqual(await violations(page, 'html'), []));
  await check(`${name}: nothing wider than the screen`, async () => {
    const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(wide <= room, `${wide} of ${room}`);
  });
  await check(`${name}: targets`, async () => {
    const small = await page.evaluate((pixels) => {
      const shown = [...document.querySelectorAll('main :is(a, button, label.choice), .top :is(a, button)')].filter((part) => part.checkVisibility());
      const boxes = shown.map((part) => [part.textContent, part.getBoundingClientRect().height]);
      return boxes.filter(([, height]) => height < pixels - 0.5);
    }, least);
    assert.deepEqual(small, []);
  });
}

async function people(page, base, look, complaints) {
  await page.goto(authorize(base));
  await look('login', ELDER_TARGET);
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
  await look('login dark', ELDER_TARGET);
  await page.emulateMediaFeatures([]);
  const press = (selector) => Promise.all([page.waitForNavigation(), page.click(selector)]);
  await page.goto(`${base}/login/go`);
  await look('login early', ELDER_TARGET);
  await press('.cancel button');
  await look('login over', ELDER_TARGET);
  await press('a[href="/login/again"]');
  for (const address of ['/device', '/q/abc']) {
    await page.goto(base + address);
    await look(address, ELDER_TARGET);
  }
  for (const address of ['/authorize?client_id=nobody', '/login/elsewhere']) {
    await page.goto(base + address);
    // The browser itself complains of the status.
    complaints.length = 0;
    await look(address, ELDER_TARGET);
  }
}

async function desk(page, base, staff, look) {
  const press = (selector) => Promise.all([page.waitForNavigation(), page.click(selector)]);
  await page.goto(`${base}/desk`);
  await look('desk in', STAFF_TARGET);
  const code = await page.$eval(`[data-code="${staff}"]`, (shown) => shown.textContent.replaceAll(/\D/g, ''));
  await page.type('#number', staff);
  await page.type('#password', 'demo-desk');
  await page.type('#code', code);
  await press('.field button');
  await look('desk', STAFF_TARGET);
  for (const path of ['/desk/lost', '/desk/codes']) {
    await page.goto(base + path);
    await look(path, STAFF_TARGET);
    await page.type('#id-number', PERSON);
    await press('.field button');
    await look(`${path} found`, STAFF_TARGET);
  }
  await page.click('input[value="replace"]');
  await page.click('input[name="seen"]');
  await press('main .primary');
  await look('desk given', STAFF_TARGET);
  await page.goto(`${base}/desk/help`);
  await look('desk help', STAFF_TARGET);
  for (const [name, language] of [['desk help page', 'zh-CN'], ['desk help page in Uyghur', 'ug']]) {
    await page.goto(`${base}/desk/help`);
    await page.type('#help-code', await helpCode(base, language));
    await press('.field button');
    await look(name, STAFF_TARGET);
  }
  await press('.top form button');
}

/** A code as a phone asks for it. */
async function helpCode(base, language) {
  const random = randomBytes(10).toString('hex');
  const id = `01932c07-0000-7${random.slice(0, 3)}-8${random.slice(3, 6)}-${random.slice(6, 18)}`;
  const mode = { size: 'elder', voice: false, language };
  const body = JSON.stringify({ id, page: { screen: 'settings', error: 'net.none', version: '0.1.0', mode } });
  const answer = await fetch(`${base}/v1/help-codes`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return (await answer.json()).code;
}

/** With script the code changes by itself, and the links that do the same are gone. */
async function alive(browser, base) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.goto(authorize(base));
  const path = () => page.$eval('.qr path', (drawn) => drawn.getAttribute('d'));
  const before = await path();
  await check('the code is drawn anew without a reload', async () => {
    await page.evaluate(() => {
      window.same = true;
    });
    await page.waitForFunction((old) => document.querySelector('.qr path').getAttribute('d') !== old, { timeout: 15_000 }, before);
    assert.equal(await page.evaluate(() => window.same), true);
  });
  await check('what the script does needs no link', async () => {
    const shown = await page.$$eval('[data-scriptless]', (links) => links.filter((link) => link.checkVisibility()).length);
    assert.equal(shown, 0);
  });
  await check('an older page says that a newer one took over', async () => {
    const newer = await context.newPage();
    await newer.goto(authorize(base));
    await page.waitForFunction(() => location.pathname === '/login/elsewhere', { timeout: 10_000 });
    assert.equal(new URL(newer.url()).pathname, '/login');
  });
  await context.close();
}

/** Without script everything is there and nothing happens by itself. */
async function scriptless(browser, base) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.setJavaScriptEnabled(false);
  await page.goto(authorize(base));
  await check('without script the links are there and lead on', async () => {
    const links = await page.$$eval('.links a', (found) => found.map((link) => link.getAttribute('href')));
    assert.deepEqual(links, ['/login/again', '/login/go']);
    await Promise.all([page.waitForNavigation(), page.click('a[href="/login/go"]')]);
    assert.equal(new URL(page.url()).search, '?early=1');
  });
  await context.close();
}
