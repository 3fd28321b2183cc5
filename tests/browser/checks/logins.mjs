/**
 * Logging in elsewhere, against the whole simulator: a kiosk, a screen in a hall, a swindler, an app on the same phone and
 * the desk stand around the phone, each a process of its own in a frame. The phone reads their pixels. What stands on every
 * pane is photographed and audited.
 */

import assert from 'node:assert/strict';
import { join } from 'node:path';

import { violations } from '../lib/audit.mjs';
import { Desk } from '../lib/desk.mjs';
import { check, skip } from '../lib/report.mjs';
import { simulator } from '../lib/simulator.mjs';

/** 王秀兰 of the demo people, who lives in 临沂. */
const PERSON = { key: 'p1', name: '王秀兰', id: '379913194403120025', phone: '99900000001', card: 'B00000001' };
const PASSWORD = '280719';
const PATIENCE_MS = 12_000;
/** The kiosk asks after a minute and clears 20 seconds later. */
const IDLE_MS = 75_000;
const CLEAR_MS = 30_000;

/** @param {{page: import('puppeteer-core').Page, artefacts: string}} world */
export async function logins({ page, artefacts }) {
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  const { address, stop } = await simulator();
  const around = new Around(page, artefacts);
  let broken = false;
  const step = async (name, act) => {
    if (broken) return skip(`logins: ${name}`, 'an earlier step failed');
    return check(`logins: ${name}`, async () => {
      try {
        await act();
      } catch (error) {
        broken = true;
        await around.picture('failed');
        throw error;
      }
    });
  };
  try {
    await step('a person with a card', () => become(around, address));
    await kiosk(around, step);
    await hall(around, step);
    await swindler(around, step);
    await app(around, step);
    await idle(around, step);
    await lost(around, step);
    await step('no script broke', async () => assert.deepEqual(complaints, []));
  } finally {
    await stop();
  }
}

/** The simulator's page with what stands around the phone. */
class Around extends Desk {
  /** The page in a frame, by the name that stands on its tab. */
  async pane(title) {
    const frame = await this.page.waitForSelector(`iframe[title="${title}"]`, { timeout: PATIENCE_MS });
    return frame.contentFrame();
  }

  /** Puts a pane opposite the phone. */
  async face(name) {
    await this.press(`[data-pane="${name}"]`);
  }

  /** Presses a part of a pane. */
  async pressIn(title, selector) {
    const frame = await this.pane(title);
    const part = await frame.waitForSelector(selector, { timeout: PATIENCE_MS });
    await part.evaluate((element) => element.click());
    await this.pause(400);
  }

  /** Waits for a part of a pane and gives its words. */
  async wordsIn(title, selector) {
    const frame = await this.pane(title);
    const part = await frame.waitForSelector(selector, { timeout: PATIENCE_MS });
    return part.evaluate((element) => element.innerText);
  }

  /** Waits until a pane says something. */
  async tells(title, words, timeout = PATIENCE_MS) {
    const frame = await this.pane(title);
    const there = (wanted) => document.body.innerText.includes(wanted);
    await frame.waitForFunction(there, { timeout }, words).catch(async () => {
      throw new Error(`${title} does not say ${words}: ${await frame.evaluate(() => document.body.innerText)}`);
    });
  }

  /** Opens the camera and holds the phone before the pane until it has found who asks. */
  async scan() {
    if ((await this.screen()) !== 'scan') await this.tap('scan');
    await this.at('scan');
    await this.press('#aim');
    await this.at('login');
  }

  async home() {
    if ((await this.screen()) !== 'home') await this.tap('nav.home');
    await this.at('home');
  }

  async toggle(id) {
    await this.page.$eval(id, (box) => box.click());
  }

  /** Photographs the page and audits it, and the pane that is shown with it. */
  async audit(name, title) {
    await this.picture(name);
    const found = [...(await violations(this.page)), ...(title ? await violations(await this.pane(title), 'html') : [])];
    assert.deepEqual(found, [], `on ${name}`);
  }

  async picture(name) {
    await this.page.evaluate(() => window.scrollTo(0, 0));
    await this.page.screenshot({ path: join(this.artefacts, `logins-${name}.png`) });
  }
}

async function become(around, address) {
  await around.open(address);
  await around.tap('take');
  await around.tap('agree');
  for (const [screen, field, text] of [
    ['enrol.name', 'name', PERSON.name],
    ['enrol.id', 'id', PERSON.id],
    ['enrol.phone', 'phone', PERSON.phone],
  ]) {
    await around.at(screen);
    await around.type(field, text);
    await around.tap('next');
  }
  await around.at('enrol.code');
  await around.pad(await around.messageCode(PERSON.key));
  await around.tap('next');
  await around.at('home');
  await around.tap('claim');
  await around.tap('card');
  await around.type('number', PERSON.card);
  await around.tap('next');
  for (const screen of ['claim.password', 'claim.again']) {
    await around.at(screen);
    await around.pad(PASSWORD);
    await around.tap('next');
  }
  await around.tap('confirm');
  await around.at('claim.done');
  await around.home();
}

const KIOSK = '自助机';

/** Presses 用乐龄卡登录 at the kiosk, from its beginning. */
async function ask(around) {
  await around.face('kiosk');
  await around.press('#window-home');
  await around.pressIn(KIOSK, 'a.key');
  await around.tells(KIOSK, '历下老年食堂');
  await (await around.pane(KIOSK)).waitForSelector('[data-state=open] .qr', { timeout: PATIENCE_MS });
}

async function logIn(around) {
  await ask(around);
  await around.scan();
  const number = await around.wordsIn(KIOSK, '[data-state=number] p.number');
  await around.tap(`number.${number}`);
  await around.tap('yes');
  await around.at('login.done');
  await around.tells(KIOSK, '王**，您好');
}

async function kiosk(around, step) {
  await step('the gateway’s page draws a code at the kiosk, and the phone reads its pixels', async () => {
    await around.face('kiosk');
    await around.audit('kiosk', KIOSK);
    await ask(around);
    await around.audit('kiosk-code', KIOSK);
    await around.scan();
    assert.match(await around.words(), /济南市[^]*历下区人社大厅/);
    assert.match(await around.words(), /这里是济南市/, 'she lives elsewhere');
  });
  await step('during a phone call there is no yes', async () => {
    await around.toggle('#call');
    await around.at('login.paused');
    await around.audit('call');
    await around.toggle('#call');
    await around.at('login');
  });
  await step('a wrong number ends it on both sides', async () => {
    const right = await around.wordsIn(KIOSK, '[data-state=number] p.number');
    await around.audit('kiosk-number', KIOSK);
    const keys = await around.page.$$eval('[data-press^="number."]', (found) => found.map((key) => key.dataset.press));
    assert.equal(keys.length, 3);
    assert.ok(keys.includes(`number.${right}`), `${right} is not among ${keys}`);
    await around.tap(keys.find((key) => key !== `number.${right}`));
    await around.tap('yes');
    await around.at('login.ended');
    await around.tells(KIOSK, '两边都停了');
    await around.audit('kiosk-wrong', KIOSK);
  });
  await step('不是我 leaves the kiosk as it was', async () => {
    await around.pressIn(KIOSK, 'a[href="/login/again"]');
    await around.tap('again');
    await around.scan();
    await around.tap('no');
    await around.at('login.stopped');
    await around.pressIn(KIOSK, 'a[href="/login/back"]');
    await around.tells(KIOSK, '没有登录');
    await around.audit('kiosk-refused', KIOSK);
    await around.home();
  });
  await step('the number of the page lets her in, and others see a masked name', async () => {
    await logIn(around);
    await around.audit('kiosk-in', KIOSK);
  });
  await step('one tap on the phone signs her out at the kiosk', async () => {
    await around.tap('logins');
    await around.at('logins');
    await around.audit('list');
    await around.tap('session.1');
    await around.at('logins.ended');
    assert.match(await around.words(), /马上退出/);
    await around.tells(KIOSK, '用乐龄卡登录');
    await around.home();
  });
}

async function hall(around, step) {
  await step('a screen without a browser draws its own code and shows how far the card is', async () => {
    await around.face('board');
    await (await around.pane('大厅屏幕')).waitForSelector('.qr', { timeout: PATIENCE_MS });
    await around.audit('board-code', '大厅屏幕');
    await around.scan();
    const number = await around.wordsIn('大厅屏幕', 'p.number');
    await around.audit('board-number', '大厅屏幕');
    await around.tap(`number.${number}`);
    await around.tap('yes');
    await around.at('login.done');
    await around.tells('大厅屏幕', '实体卡：正常');
    await around.audit('board-in', '大厅屏幕');
    await around.home();
  });
}

async function swindler(around, step) {
  await step('who passes on a kiosk’s code gets nothing: the phone names the other city, his page has no number', async () => {
    await around.face('swindler');
    await (await around.pane('骗人网页')).waitForSelector('.qr', { timeout: PATIENCE_MS });
    await around.audit('swindler', '骗人网页');
    await around.scan();
    assert.match(await around.words(), /这里是济南市/);
    await around.tells('骗人网页', '这里没有');
    assert.equal(await (await around.pane('骗人网页')).$('.number'), null);
    await around.audit('swindler-scanned', '骗人网页');
    await around.tap('no');
    await around.at('login.stopped');
    await around.pause(2500);
    assert.doesNotMatch(await around.wordsIn('骗人网页', 'body'), /骗到了/);
    await around.home();
  });
}

async function app(around, step) {
  const APP = '青岛公交';
  await step('an app on the phone asks, and a no tells it nothing', async () => {
    await around.press('[data-app="partner"]');
    await around.tells(APP, '用乐龄卡认一认');
    await around.audit('app', APP);
    await around.pressIn(APP, 'a.key');
    await around.at('login.consent');
    await around.audit('app-consent');
    await around.tap('no');
    await around.tells(APP, '什么都没告诉我们');
  });
  await step('its answer comes from the issuer that it asked, and tells one thing', async () => {
    await around.pressIn(APP, 'a.key');
    await around.at('login.consent');
    await around.tap('yes');
    await around.tells(APP, '坐车免费');
    await around.audit('app-in', APP);
    assert.ok(!(await around.wordsIn(APP, 'body')).includes(PERSON.name));
    await around.press('[data-app=""]');
    await around.home();
  });
}

async function idle(around, step) {
  await step('a kiosk that nobody touches asks, then clears, and the next person sees nothing', async () => {
    await logIn(around);
    const frame = await around.pane(KIOSK);
    await frame.waitForSelector('dialog[open]', { timeout: IDLE_MS });
    await around.audit('kiosk-idle', KIOSK);
    await frame.waitForFunction(() => !document.body.innerText.includes('王**'), { timeout: CLEAR_MS });
    await around.tells(KIOSK, '用乐龄卡登录');
    await frame.evaluate(() => history.back());
    await around.pause(1000);
    assert.doesNotMatch(await around.wordsIn(KIOSK, 'body'), /王\*\*/);
    await around.home();
  });
}

async function lost(around, step) {
  const DESK = '柜台';
  await step('staff sign in at the desk with number, password and a code', async () => {
    await around.face('desk');
    const frame = await around.pane(DESK);
    await frame.waitForSelector('#number', { timeout: PATIENCE_MS });
    await around.audit('desk', DESK);
    await frame.evaluate(() => {
      const code = document.querySelector('[data-code="DEMO-01"]').textContent.replaceAll(/\D/g, '');
      for (const [id, text] of Object.entries({ number: 'DEMO-01', password: 'demo-desk', code })) document.getElementById(id).value = text;
    });
    await around.pressIn(DESK, '.field button');
    await around.tells(DESK, '冻结丢的手机');
    await around.audit('desk-in', DESK);
  });
  await step('the desk freezes a lost phone, and the phone says why', async () => {
    await around.pressIn(DESK, 'a[href="/desk/lost"]');
    await (await around.pane(DESK)).waitForSelector('#id-number', { timeout: PATIENCE_MS });
    await (await around.pane(DESK)).$eval('#id-number', (field, text) => (field.value = text), PERSON.id);
    await around.pressIn(DESK, '.field button');
    await around.tells(DESK, '冻结这部手机');
    await around.audit('desk-found', DESK);
    await around.pressIn(DESK, 'form[action="/desk/lost/review"] button');
    await around.pressIn(DESK, 'input[name="reason"][value="phone_lost"]');
    await around.audit('desk-review', DESK);
    await around.pressIn(DESK, 'form[action="/desk/lost/do"] button[type=submit]');
    await around.tells(DESK, '冻结好了');
    await around.audit('desk-frozen', DESK);
    await around.tap('lamps');
    await around.home();
    await around.page.waitForFunction(() => document.querySelector('.drawn').innerText.includes('冻结'), { timeout: PATIENCE_MS });
    await around.audit('phone-frozen');
  });
}
