/**
 * Two stock clients from npm, as they are, each told an issuer, an id and a secret: openid-client in the code flow, where a
 * person clicks in Chromium and a phone reads the pixels of the page; oauth4webapi in the device flow, where she types
 * eight digits. The programs are those of `samples/npm`, which docs/integrators.md shows.
 */

import assert from 'node:assert/strict';
import { join } from 'node:path';

import { gateway } from '../lib/gateway.mjs';
import { Hand } from '../lib/hand.mjs';
import { check, skip } from '../lib/report.mjs';
import { stranger } from '../lib/stranger.mjs';

/** 王秀兰 of the demo people. */
const PERSON = { name: '王秀兰', id: '379913194403120025', phone: '99900000001', card: 'B00000001' };
const PASSWORD = '280516';
/** What a lens takes in; brightness in base64 has to fit into a line of the phone. */
const LENS = { width: 960, height: 720 };
const WAITS_MS = 15_000;

const WEBSITE = [
  ['city-library', '--name=济南图书馆', '--kind=website', '--region=370102', '--at=历下分馆'],
  ['--purpose=想用社保卡认您，借书不交押金', '--scope=profile', '--require-dpop'],
  ['--redirect-uri=http://127.0.0.1/reader/callback', '--post-logout-redirect-uri=http://127.0.0.1/reader'],
].flat();
const SCREEN = [
  ['city-hall', '--name=兰山区人社大厅', '--kind=counter', '--region=371302', '--spot=1号大屏'],
  ['--purpose=想给您看看社保卡办到哪一步了', '--scope=view', '--device', '--refresh'],
].flat();

/** @param {{page: import('puppeteer-core').Page, artefacts: string}} world */
export async function clients({ page: first, artefacts }) {
  const { base, register, stop } = await gateway();
  const context = await first.browser().createBrowserContext();
  const hand = await Hand.take(base);
  const running = [];
  const start = (file, { client_id: CLIENT_ID, client_secret: CLIENT_SECRET }) => {
    running.push(stranger(file, { ISSUER: base, CLIENT_ID, CLIENT_SECRET }));
    return running.at(-1);
  };
  let broken = false;
  const step = async (name, act) => {
    if (broken) return skip(`clients: ${name}`, 'an earlier step failed');
    return check(`clients: ${name}`, () => act().catch((error) => ((broken = true), Promise.reject(error))));
  };
  try {
    const [website, screen] = await register([WEBSITE, SCREEN]);
    await hand.become(PERSON, PASSWORD);
    const page = await context.newPage();
    await page.setViewport(LENS);
    const picture = (name) => page.screenshot({ path: join(artefacts, `clients-${name}.png`) });
    await codeFlow({ page, lens: first, hand, step, picture }, start('website.mjs', website));
    await deviceFlow({ hand, step }, start('screen.mjs', screen));
  } finally {
    await Promise.all(running.map((one) => one.stop()));
    await hand.off();
    await context.close();
    await stop();
  }
}

async function codeFlow({ page, lens, hand, step, picture }, website) {
  const press = (selector) => Promise.all([page.waitForNavigation(), page.click(selector)]);
  const words = () => page.$eval('main', (main) => main.innerText);
  let home;
  await step('openid-client discovers everything from the issuer', async () => {
    home = await website.says('listening on ');
    await page.goto(home);
    assert.match(await words(), /用乐龄卡登录/);
  });
  await step('its link leads to the gateway’s page with a code', async () => {
    await press('a.key');
    await page.waitForSelector('[data-state=open] .qr');
    await picture('login');
  });
  await step('the phone reads the code from the pixels of a screenshot, and says who asks', async () => {
    await hand.press('scan');
    await hand.holdBefore(() => pixels(page, lens));
    await hand.at('login');
    for (const words of ['济南图书馆', '济南市', '历下分馆', '借书不交押金']) assert.ok(hand.tells(words), words);
  });
  await step('the number on the page is one of three on the phone', async () => {
    await page.waitForSelector('[data-state=number] .number', { timeout: WAITS_MS });
    await picture('number');
    const number = await page.$eval('.number', (shown) => shown.textContent.trim());
    const choices = hand.ids().filter((id) => id.startsWith('number.'));
    assert.equal(choices.length, 3);
    assert.ok(choices.includes(`number.${number}`), `${number} is not among ${choices}`);
    await hand.press(`number.${number}`);
  });
  await step('a yes brings the browser back by itself; the library takes iss, state, nonce, ID token and DPoP token', async () => {
    const back = page.waitForResponse((response) => new URL(response.url()).pathname === '/reader/callback', { timeout: WAITS_MS });
    await hand.press('yes');
    await hand.at('login.done');
    const answer = await back;
    assert.equal(answer.status(), 303);
    const given = [...new URL(answer.url()).searchParams.keys()].sort();
    assert.deepEqual(given, ['code', 'iss', 'state']);
    await page.waitForFunction((address) => location.href === address, { timeout: WAITS_MS }, home);
  });
  await step('userinfo tells the name, and the website masks it', async () => {
    assert.match(await words(), /王\*\*，您好/);
    await picture('back');
  });
  await step('the phone lists the login', async () => {
    await hand.press('logins');
    await hand.at('logins');
    await hand.shows('session.1');
    await hand.press('nav.home');
    await hand.at('home');
  });
  await step('signing out at the website ends the session at the gateway and comes back', async () => {
    await press('form button');
    await page.waitForFunction((address) => location.href === address, { timeout: WAITS_MS }, home);
    assert.match(await words(), /用乐龄卡登录/);
    await noLogins(hand);
  });
  for (const [what, changed] of [
    ['state', { state: 'another' }],
    ['issuer', { iss: 'https://another.example' }],
  ]) {
    await step(`the library refuses an answer with another ${what}`, () => refused(page, home, changed));
  }
}

async function deviceFlow({ hand, step }, screen) {
  await step('oauth4webapi asks for eight digits, and she types them on the phone', async () => {
    const said = await screen.says('打开乐龄卡，点扫一扫，输入这8位数字 ');
    assert.match(said, /^\d{8}$/);
    await hand.press('scan');
    await hand.at('scan');
    await hand.press('digits');
    await hand.type('code', said);
    await hand.press('next');
    await hand.at('login');
    assert.ok(hand.tells('兰山区人社大厅'));
    await hand.press('yes');
    await hand.at('login.done');
  });
  await step('tokens arrive, and userinfo with the state of her card', async () => assert.match(await screen.says('signed in, '), /card \w+/));
  await step('a refresh gives a new refresh token', async () => assert.equal(await screen.says('refreshed, '), 'a new refresh token'));
  await step('revoking it ends the session: the access token opens nothing, the phone lists nothing', async () => {
    assert.equal(await screen.says('signed out, userinfo '), '401');
    await hand.press('nav.home');
    await hand.at('home');
    await noLogins(hand);
  });
}

/** Sees on the phone that nobody is logged in anywhere. */
async function noLogins(hand) {
  await hand.press('services');
  await hand.press('logins');
  await hand.at('logins');
  await hand.shows('empty');
  await hand.press('nav.home');
  await hand.at('home');
}

/** Begins a login and brings an answer that somebody changed. */
async function refused(page, home, changed) {
  const asked = page.waitForRequest((request) => new URL(request.url()).pathname === '/authorize', { timeout: WAITS_MS });
  await page.goto(`${home}/login`);
  const { searchParams, origin } = new URL((await asked).url());
  const back = new URL(searchParams.get('redirect_uri'));
  back.search = new URLSearchParams({ code: 'x'.repeat(43), state: searchParams.get('state'), iss: origin, ...changed });
  const answer = await page.goto(back.href);
  assert.equal(answer.status(), 400);
  assert.match(await page.$eval('main', (main) => main.innerText), /没对上/);
}

/**
 * Photographs the whole page and gives the brightness of each pixel.
 *
 * @param {import('puppeteer-core').Page} page
 * @param {import('puppeteer-core').Page} lens an empty page that decodes the picture
 */
async function pixels(page, lens) {
  const photo = await page.screenshot({ encoding: 'base64' });
  const y = await lens.evaluate(async (png) => {
    const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    canvas.drawImage(bitmap, 0, 0);
    const { data } = canvas.getImageData(0, 0, bitmap.width, bitmap.height);
    let grey = '';
    for (let at = 0; at < data.length; at += 4) {
      grey += String.fromCharCode((data[at] * 299 + data[at + 1] * 587 + data[at + 2] * 114) / 1000);
    }
    return btoa(grey);
  }, photo);
  return { ...LENS, y };
}
