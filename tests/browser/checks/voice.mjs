/**
 * Voice in a browser, against the whole simulator: what is said goes in by the typed line, what is read stands in words
 * beneath the phone. A voice of the browser is stood in for, so that the tests say when it has finished.
 */

import assert from 'node:assert/strict';

import { clipped, smallTargets, violations } from '../lib/audit.mjs';
import { Desk } from '../lib/desk.mjs';
import { check, skip } from '../lib/report.mjs';
import { simulator } from '../lib/simulator.mjs';

const PERSON = { key: 'p2', name: '李建国', id: '379901195707080017' };

/** A speech engine that speaks until it is told that it has finished. */
function standIn() {
  const said = [];
  window.spoken = { said, now: null, cancelled: 0 };
  class Utterance {
    constructor(text) {
      this.text = text;
    }
  }
  window.SpeechSynthesisUtterance = Utterance;
  const engine = {
    getVoices: () => [{ lang: 'zh-CN' }],
    speak: (utterance) => {
      said.push({ text: utterance.text, rate: utterance.rate, volume: utterance.volume });
      window.spoken.now = utterance;
    },
    cancel: () => {
      window.spoken.cancelled += window.spoken.now ? 1 : 0;
      window.spoken.now = null;
    },
  };
  Object.defineProperty(window, 'speechSynthesis', { value: engine });
}

class Talk {
  constructor(desk) {
    this.desk = desk;
    this.page = desk.page;
  }

  /** Types what would be said. */
  async say(words) {
    await this.page.$eval('#say-words', (input) => (input.value = ''));
    await this.page.type('#say-words', words);
    await this.page.keyboard.press('Enter');
    await this.desk.pause(250);
    await this.desk.still();
  }

  /** The engine has finished its sentence. */
  async finish() {
    await this.page.evaluate(() => {
      const now = window.spoken.now;
      window.spoken.now = null;
      now?.onend?.();
    });
    await this.desk.pause(250);
    await this.desk.still();
  }

  last() {
    return this.page.evaluate(() => window.spoken.said.at(-1));
  }

  speaks() {
    return this.page.evaluate(() => window.spoken.now !== null);
  }

  /** What the voice shows: its state, or nothing. */
  state() {
    return this.page.evaluate(() => document.querySelector('.drawn :is(.voice, .strip)')?.dataset.state ?? 'none');
  }
}

/**
 * Walks by voice.
 *
 * @param {{page: import('puppeteer-core').Page, artefacts: string}} world
 */
export async function voice({ page, artefacts }) {
  const complaints = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.evaluateOnNewDocument(standIn);
  const { address, stop } = await simulator();
  const desk = new Desk(page, artefacts, 'voice');
  const talk = new Talk(desk);
  let broken = false;
  const step = async (name, act) => {
    if (broken) return skip(`voice: ${name}`, 'an earlier step failed');
    return check(`voice: ${name}`, async () => {
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
    await begin(desk, talk, step, audit, address);
    await fill(desk, talk, step, audit);
    await turns(desk, talk, step, audit);
    await senses(desk, talk, step, audit);
    await step('the browser had nothing to complain about', async () => assert.deepEqual(complaints, []));
  } finally {
    await stop();
  }
}

async function begin(desk, talk, step, audit, address) {
  await step('the voice version is taken by a word, and the next page is read', async () => {
    await desk.open(address);
    await talk.say('语音版');
    if ((await desk.screen()) === 'first_start') await talk.say('就用语音版');
    await desk.at('privacy');
    assert.equal(await talk.state(), 'speaking');
    assert.ok(await talk.speaks());
    await audit('reading');
  });
  await step('speaking ends at once when somebody presses', async () => {
    await desk.tap('voice.leave');
    assert.equal(await talk.speaks(), false);
    assert.equal(await talk.state(), 'none');
  });
  await step('an agreement by its own word', async () => {
    await talk.say('同意');
    await desk.at('enrol.name');
    assert.ok(await talk.speaks());
  });
}

async function fill(desk, talk, step, audit) {
  const value = (id) => desk.page.$eval(`input[data-field="${id}"]`, (input) => input.value);
  await step('after reading it listens, and a name that is said fills its line', async () => {
    await talk.finish();
    assert.equal(await talk.state(), 'listening');
    await audit('listening');
    await talk.say(`我叫${PERSON.name}`);
    assert.equal(await value('name'), PERSON.name);
    assert.match((await talk.last()).text, /听到的是.*对的话，说下一步/);
    await audit('heard');
  });
  await step('digits fill the line that asks for them', async () => {
    await talk.say('下一步');
    await desk.at('enrol.id');
    await talk.say('三七九九零幺，幺九五七零七零八，零零幺七');
    assert.equal((await value('id')).replaceAll(' ', ''), PERSON.id);
    await talk.say('下一步');
    await desk.at('enrol.phone');
    await desk.press(`[data-open="${PERSON.key}"]`);
    const phone = await desk.page.$eval('.d-lines > div:nth-child(2) dd span', (line) => line.textContent);
    await talk.say(phone);
    assert.equal((await value('phone')).replaceAll(/\D/g, ''), phone.replaceAll(/\D/g, ''));
    await talk.say('发短信给我');
    await desk.at('enrol.code');
    await talk.say(await desk.messageCode(PERSON.key));
    await talk.say('下一步');
    await desk.at('home');
  });
}

async function turns(desk, talk, step, audit) {
  await step('the stage listens over the home, and a phrase on it can be tapped', async () => {
    await talk.finish();
    assert.equal(await talk.state(), 'listening');
    assert.ok(await desk.page.$('.drawn.stage .say'));
    await audit('stage');
  });
  await step('what is not understood is asked again, taught, then handed to a person', async () => {
    const said = [];
    for (const words of ['枣庄的辣子鸡', '村东头的槐树', '昨晚上的豫剧']) {
      await talk.say(words);
      said.push((await talk.last()).text);
      assert.equal(await talk.state(), 'not_heard');
      await desk.picture(`missed-${said.length}`);
      await talk.finish();
    }
    assert.match(said[0], /没听清/);
    assert.match(said[1], /可以这样说.*用手点/);
    assert.match(said[2], /打幺二三三三.*身边的人/);
    await audit('person');
  });
  await step('slower is said slower, and remembered', async () => {
    await desk.tap('nav.repeat');
    const before = (await talk.last()).rate;
    await talk.say('说慢一点');
    assert.ok((await talk.last()).rate < before);
  });
  await step('a thing is done by its name', async () => {
    await talk.say('设置');
    await desk.at('settings');
    await talk.say('回首页');
    await desk.at('home');
  });
  await step('where one is right is shown and said', async () => {
    await talk.finish();
    await talk.say('我点这个对吗');
    await audit('am-i-right');
    assert.ok((await talk.last()).text.length > 4);
  });
}

async function senses(desk, talk, step, audit) {
  await step('while the system reads, the app is silent', async () => {
    await desk.press('#reader');
    await desk.tap('nav.help');
    assert.equal(await talk.speaks(), false);
    await desk.press('#reader');
  });
  await step('a phone without a voice says so and works by touch', async () => {
    await desk.press('#mute');
    await desk.tap('nav.home');
    assert.equal(await talk.speaks(), false);
    assert.equal(await talk.state(), 'mute');
    await audit('mute');
    await desk.tap('voice.leave');
    assert.equal(await talk.state(), 'none');
    await desk.press('#mute');
  });
}
