/**
 * The main job in a browser, against the whole simulator: from first start to an accepted and a refused code, without a
 * network, with a wrong clock, after kill -9. Each screen on the way is audited and photographed.
 */

import assert from 'node:assert/strict';

import { clipped, smallTargets, violations } from '../lib/audit.mjs';
import { Desk } from '../lib/desk.mjs';
import { check, skip } from '../lib/report.mjs';
import { simulator } from '../lib/simulator.mjs';

/** 李建国 of the demo people. */
const PERSON = { key: 'p2', name: '李建国', masked: '李*国', id: '379901195707080017', wrong: '379901195707080018', card: 'B00000002' };
const PASSWORD = '280719';

/**
 * Walks the journey.
 *
 * @param {{page: import('puppeteer-core').Page, artefacts: string}} world
 */
export async function journey({ page, artefacts }) {
  const complaints = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  const { address, stop } = await simulator();
  const desk = new Desk(page, artefacts);
  let broken = false;
  const step = async (name, act) => {
    if (broken) return skip(`journey: ${name}`, 'an earlier step failed');
    return check(`journey: ${name}`, async () => {
      try {
        await act();
      } catch (error) {
        broken = true;
        await desk.picture('failed');
        throw error;
      }
    });
  };
  const audit = async (name) => {
    await desk.picture(name);
    const found = [...(await violations(page)), ...(await smallTargets(page)), ...(await clipped(page))];
    assert.deepEqual(found, [], `on ${name}`);
  };
  try {
    await enrol(desk, step, audit, address);
    await claim(desk, step, audit);
    await show(desk, step, audit);
    await faults(desk, step, audit);
    await step('the browser had nothing to complain about', async () => assert.deepEqual(complaints, []));
  } finally {
    await stop();
  }
}

async function enrol(desk, step, audit, address) {
  await step('the first start asks how one likes it', async () => {
    await desk.open(address);
    await audit('first-start');
    await desk.tap('take');
    await desk.at('privacy');
    await audit('privacy');
    assert.equal(await desk.page.evaluate(() => document.activeElement.dataset.press), 'refuse', 'focus starts on the refusal');
  });
  await step('name and id number; a wrong check digit has its own sentence', async () => {
    await desk.tap('agree');
    await desk.at('enrol.name');
    await desk.type('name', PERSON.name);
    await audit('name');
    await desk.tap('next');
    await desk.at('enrol.id');
    await desk.type('id', PERSON.wrong);
    await desk.tap('next');
    assert.match(await desk.words(), /有一位/);
    await audit('id-wrong');
    await desk.type('id', PERSON.id.slice(0, 6) + ' ' + PERSON.id.slice(6));
    await desk.tap('next');
    await desk.at('enrol.phone');
  });
  await step('the phone code comes by short message and opens the home', async () => {
    await desk.press(`[data-open="${PERSON.key}"]`);
    const phone = await desk.page.$eval('.d-lines > div:nth-child(2) dd span', (line) => line.textContent);
    await desk.type('phone', phone);
    await audit('phone');
    await desk.tap('next');
    await desk.at('enrol.code');
    const code = await desk.messageCode(PERSON.key);
    await desk.pad(code);
    await audit('code');
    await desk.tap('next');
    await desk.at('home');
    assert.match(await desk.words(), new RegExp(PERSON.name));
    await audit('home');
  });
}

async function claim(desk, step, audit) {
  await step('the card in the hand proves the claim, and a password is set twice', async () => {
    await desk.tap('claim');
    await desk.at('claim.proof');
    await audit('proof');
    await desk.tap('card');
    await desk.at('claim.number');
    await desk.type('number', PERSON.card);
    await audit('card-number');
    await desk.tap('next');
    await desk.at('claim.password');
    await desk.pad(PASSWORD);
    await audit('password');
    assert.ok(!(await desk.words()).includes(PASSWORD));
    await desk.tap('next');
    await desk.at('claim.again');
    await desk.pad(PASSWORD);
    await desk.tap('next');
  });
  await step('everything stands once more before it is done', async () => {
    await desk.at('claim.review');
    await audit('review');
    assert.ok(!(await desk.words()).includes(PERSON.id), 'the number is masked');
    await desk.tap('confirm');
    await desk.at('claim.done');
    await audit('done');
  });
}

async function show(desk, step, audit) {
  await step('the code is whole, 320 px or wider, and the terminal accepts it', async () => {
    await desk.tap('show_code');
    await desk.at('code');
    const width = await desk.page.$eval('canvas.code', (code) => code.getBoundingClientRect().width);
    assert.ok(width >= 320, `drawn at ${width}`);
    const { verdict, code, words } = await desk.look();
    assert.deepEqual([verdict, code], ['accepted', 'ok']);
    assert.match(words, /请核对本人/);
    assert.ok(words.includes(PERSON.masked) && !words.includes(PERSON.name), words);
    await audit('accepted');
  });
  await step('the same code a second time is refused', async () => {
    assert.deepEqual((await desk.look()).code, 'replay');
    await audit('replay');
  });
  await step('the eye shows the number, and hides it again', async () => {
    await desk.tap('eye');
    assert.ok((await desk.words()).includes(PERSON.id));
    await desk.tap('eye');
    assert.ok(!(await desk.words()).includes(PERSON.id));
  });
  await step('without the drawing there is nothing to read', async () => {
    await desk.page.$eval('canvas.code', (code) => (code.style.visibility = 'hidden'));
    await desk.page.evaluate(() => {
      const code = document.querySelector('canvas.code');
      window.kept = [code, code.parentElement];
      code.remove();
    });
    assert.equal((await desk.look()).verdict, 'nothing');
    await desk.picture('no-drawing');
    await desk.page.evaluate(() => {
      const [code, place] = window.kept;
      code.style.visibility = '';
      place.append(code);
    });
  });
  await step('in flight mode the code renews itself and is accepted', async () => {
    await desk.press('#offline');
    await desk.nextCode();
    assert.equal((await desk.look()).code, 'ok');
    await audit('offline');
  });
  await step('a real camera is looked through in the same way', async () => {
    await desk.nextCode();
    assert.equal(await desk.lookByWebcam(), 'ok');
    await audit('webcam');
  });
  await step('on a small screen the code is still whole', async () => {
    await desk.press('#small');
    const [bottom, bar] = await desk.page.evaluate(() => [
      document.querySelector('canvas.code').getBoundingClientRect().bottom,
      document.querySelector('.bar').getBoundingClientRect().top,
    ]);
    assert.ok(bottom <= bar, `code ends at ${bottom}, bar begins at ${bar}`);
    await audit('small');
    await desk.press('#small');
  });
}

async function faults(desk, step, audit) {
  await step('a wrong clock is said, and mended in the settings', async () => {
    await desk.press('#clock input[value="315360000"]');
    await desk.page.waitForFunction(() => !document.querySelector('canvas.code'), { timeout: 45_000 });
    await desk.still();
    await audit('clock');
    await desk.tap('clock');
    assert.match(await desk.page.$eval('#said', (line) => line.textContent), /时间/);
    await desk.press('#clock input[value="0"]');
    await desk.page.waitForSelector('canvas.code', { timeout: 45_000 });
  });
  await step('kill -9 loses nothing', async () => {
    await desk.press('[data-act=kill]');
    await desk.picture('killed');
    assert.equal(await desk.screen(), 'nothing');
    await desk.press('#wake');
    await desk.page.waitForSelector('.drawn', { timeout: 12_000 });
    await desk.still();
    assert.ok(['code', 'home'].includes(await desk.screen()), await desk.screen());
  });
  await step('a card reported lost is refused once the terminal has the list, also from a phone without a network', async () => {
    if ((await desk.screen()) === 'home') await desk.tap('show_code');
    await desk.page.waitForSelector('canvas.code', { timeout: 45_000 });
    await desk.press('[data-act=report_lost]');
    await desk.press('#sync');
    assert.equal((await desk.look()).code, 'revoked');
    await audit('revoked');
    await desk.press('#offline');
  });
  await step('home, settings and every size hold in both themes', () => presentations(desk, audit));
  await step('a wiped phone begins anew', async () => {
    await desk.press('[data-act=wipe]');
    await desk.at('first_start');
  });
}

async function presentations(desk, audit) {
  if ((await desk.screen()) !== 'home') await desk.tap('nav.home');
  await desk.at('home');
  await audit('home-lost');
  await desk.tap('see_lamps');
  await audit('lamps');
  await desk.tap('nav.home');
  await desk.tap('settings');
  await desk.at('settings');
  await audit('settings');
  await desk.tap('dark');
  await audit('settings-dark');
  for (const size of ['standard', 'elder', 'large']) {
    await desk.tap('size');
    await desk.tap(`size.${size}`);
    await desk.at('settings.size').catch(() => {});
    await audit(`size-${size}`);
    await desk.tap('nav.home');
    await audit(`home-${size}-dark`);
    await desk.tap('settings');
  }
  for (let larger = 0; larger < 4; larger += 1) await desk.tap('larger');
  await audit('settings-largest');
  await desk.tap('nav.home');
  await audit('home-largest');
  await desk.tap('nav.help');
  await audit('help-largest');
}
