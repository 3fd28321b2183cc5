/** How the shell of a phone behaves: presses, identity, text, digits, focus, direction, and the camera of the desk. */

import assert from 'node:assert/strict';

import { check } from '../lib/report.mjs';

/**
 * Runs the checks of the shell.
 *
 * @param {{page: import('puppeteer-core').Page, address: string}} world
 */
export async function shell({ page, address }) {
  const open = async (fixture) => {
    await page.setViewport({ width: 412, height: 892, deviceScaleFactor: 1 });
    await page.goto(`${address}/gallery/?fixture=${fixture}`);
    await page.waitForSelector('body[data-ready]');
  };
  const sent = () => page.evaluate(() => window.sent);
  const redraw = (change) => page.evaluate(`{ const s = structuredClone(window.phone.screen); s.revision += 1; (${change})(s); window.phone.show(s); }`);

  await check('a press carries the revision that was drawn when the finger went down', async () => {
    await open('02-home-large');
    const box = await (await page.$('[data-press=show]')).boundingBox();
    await page.mouse.move(box.x + 20, box.y + 20);
    await page.mouse.down();
    await redraw('(s) => { s.title.spans[0].display = "王秀兰"; }');
    await page.mouse.up();
    assert.deepEqual(await sent(), [{ event: 'press', revision: 1, id: 'show' }]);
  });

  await check('a press by keyboard carries the revision drawn now', async () => {
    await open('02-home-large');
    await redraw('() => {}');
    await page.focus('[data-press=show]');
    await page.keyboard.press('Enter');
    assert.deepEqual(await sent(), [{ event: 'press', revision: 2, id: 'show' }]);
  });

  await check('a hundred redraws keep elements and focus', async () => {
    await open('02-home-large');
    await page.focus('[data-press=money]');
    await page.evaluate(() => (window.kept = document.querySelector('[data-press=money]')));
    for (let n = 0; n < 100; n += 1) await redraw('(s) => { s.sections[0].nodes[1].lead.spans[0].display += "。"; }');
    assert.equal(await page.evaluate(() => document.activeElement === window.kept && window.kept.isConnected), true);
  });

  await check('focus survives when nodes above come and go', async () => {
    await open('02-home-large');
    await page.focus('[data-press=money]');
    await redraw('(s) => { s.sections[0].nodes.splice(0, 1); }');
    assert.equal(await page.evaluate(() => document.activeElement.dataset.press), 'money');
  });

  await check('an input method composes in peace through redraws', async () => {
    await open('19-form');
    const keyboard = await page.createCDPSession();
    await page.focus('input[data-field=where]');
    await page.evaluate(() => document.activeElement.select());
    await keyboard.send('Input.imeSetComposition', { text: 'liu', selectionStart: 3, selectionEnd: 3 });
    await redraw('(s) => { s.title.spans[0].display = "哪天去？"; }');
    assert.deepEqual(await sent(), [], 'nothing is sent while it composes');
    assert.equal(await page.$eval('input[data-field=where]', (input) => input.value), 'liu');
    await keyboard.send('Input.insertText', { text: '柳沟' });
    const edits = await sent();
    assert.deepEqual(edits.map((edit) => [edit.event, edit.id, edit.value]), [['edit', 'where', '柳沟']]);
  });

  await check('the core replaces a text only when its epoch rises', async () => {
    await open('19-form');
    const shown = () => page.$eval('input[data-field=where]', (input) => input.value);
    await page.focus('input[data-field=where]');
    await page.keyboard.type('x');
    await redraw('(s) => { s.sections[0].nodes[1].value.text = "旧的"; }');
    assert.match(await shown(), /x$/);
    await redraw('(s) => { s.sections[0].nodes[1].value = { text: "核心改的", value_epoch: 2 }; }');
    assert.equal(await shown(), '核心改的');
  });

  await check('edits rise in number', async () => {
    await open('19-form');
    await page.focus('input[data-field=where]');
    await page.keyboard.type('abc');
    const numbers = (await sent()).map((edit) => edit.edit_seq);
    assert.equal(numbers.length, 3);
    assert.ok(numbers[0] < numbers[1] && numbers[1] < numbers[2]);
  });

  await check('digits go in by pad, keyboard and paste, and show as dots', async () => {
    await open('24-password');
    const boxes = () => page.$$eval('.boxes i', (all) => all.map((box) => box.textContent).join(''));
    await page.click('[data-digit="5"]');
    await page.click('[data-digit=erase]');
    await page.click('[data-digit="7"]');
    assert.equal(await boxes(), '●●●●');
    await page.focus('input[data-field=pin]');
    await page.keyboard.type('1x2');
    await page.keyboard.type('9');
    assert.equal(await boxes(), '●●●●●●');
    assert.equal((await sent()).at(-1).value, '280712');
    await page.evaluate(() => {
      const input = document.querySelector('input[data-field=pin]');
      input.value = ' ４８２ 613 9';
      input.dispatchEvent(new Event('input', { bubbles: true }));
    });
    assert.equal((await sent()).at(-1).value, '482613');
    const html = await page.$eval('.drawn', (screen) => screen.innerText);
    assert.ok(!html.includes('482613'), 'a secret is never drawn');
  });

  await check('focus starts on the refusal', async () => {
    await open('08-consent');
    assert.equal(await page.evaluate(() => document.activeElement.dataset.press), 'no');
  });

  await check('the bar keeps its order and is mirrored right to left', async () => {
    const places = () => page.$$eval('.bar button', (all) => all.map((key) => [key.dataset.press, key.getBoundingClientRect().left]));
    await open('04-show-code');
    assert.deepEqual((await places()).sort((a, b) => a[1] - b[1]).map(([id]) => id), ['nav.back', 'nav.home', 'nav.repeat', 'nav.help']);
    await open('16-home-uyghur');
    assert.deepEqual((await places()).sort((a, b) => b[1] - a[1]).map(([id]) => id), ['nav.home', 'nav.repeat', 'nav.help']);
  });

  await check('one heading of the first level, and the speech where it says more', async () => {
    await open('04-show-code');
    assert.equal(await page.$$eval('h1', (all) => all.length), 1);
    assert.equal(await page.$eval('canvas.code', (code) => code.getAttribute('aria-label')), '身份码，请把手机给工作人员扫');
    assert.equal(await page.$eval('.no .vh', (number) => number.textContent), '号码后四位，零零幺七');
  });

  await check('the camera of the desk sees the code only where it is drawn', async () => {
    await open('04-show-code');
    const seen = await page.evaluate(async () => {
      const { rasterise } = await import('/desk/scene.js');
      const { takePicture } = await import('/desk/camera.js');
      const how = { seed: 7, strength: 1, width: 640, height: 480 };
      const shoot = () => takePicture(rasterise(document.getElementById('phone')), how);
      const dark = (picture) => picture.reduce((sum, value, at) => sum + (value < 70 && at % 640 > 200 && at % 640 < 440 && at > 640 * 150 && at < 640 * 330), 0);
      const [first, again] = [shoot(), shoot()];
      document.querySelector('canvas.code').remove();
      return { same: first.every((value, at) => value === again[at]), with: dark(first), without: dark(shoot()) };
    });
    assert.equal(seen.same, true, 'the same seed gives the same picture');
    assert.ok(seen.with > 10_000 && seen.without < 50, JSON.stringify(seen));
  });
}
