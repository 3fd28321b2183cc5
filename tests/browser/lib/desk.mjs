/** Hands and eyes on the simulator's page: presses, types, reads the shelf, points the terminal. */

import { join } from 'node:path';

import { film } from './webcam.mjs';

const PATIENCE_MS = 12_000;
const STILL_MS = 350;
const TABLE = { width: 1440, height: 1160 };

export class Desk {
  /**
   * @param {import('puppeteer-core').Page} page
   * @param {string} artefacts folder for pictures
   * @param {string} [name] begins the names of the pictures
   */
  constructor(page, artefacts, name = 'journey') {
    this.page = page;
    this.name = name;
    this.artefacts = artefacts;
    this.pictures = 0;
  }

  /** @param {string} address */
  async open(address) {
    await this.page.setViewport(TABLE);
    await this.page.goto(address);
    await this.at('first_start');
  }

  /**
   * Waits until the phone shows a screen and no other has come for a moment.
   *
   * @param {string} id
   */
  async at(id) {
    await this.page.waitForFunction((wanted) => document.querySelector('.drawn')?.dataset.screen === wanted, { timeout: PATIENCE_MS }, id).catch(async () => {
      throw new Error(`waited for ${id}, the phone shows ${await this.screen()}`);
    });
    await this.still();
  }

  async still() {
    const revision = () => this.page.evaluate(() => document.querySelector('.drawn')?.dataset.revision ?? 'none');
    for (let before = null, now = await revision(); before !== now; now = await revision()) {
      before = now;
      await this.pause(STILL_MS);
    }
  }

  pause(milliseconds) {
    return new Promise((resolve) => setTimeout(resolve, milliseconds));
  }

  screen() {
    return this.page.evaluate(() => document.querySelector('.drawn')?.dataset.screen ?? 'nothing');
  }

  /** Everything that is drawn on the phone, as words. */
  words() {
    return this.page.evaluate(() => (document.querySelector('.drawn')?.innerText ?? '').replaceAll('\u2060', ''));
  }

  /**
   * Presses a part of the phone, as a finger would.
   *
   * @param {string} id
   */
  async tap(id) {
    await this.#click(`[data-press="${CSS_ID(id)}"]`);
    await this.still();
  }

  /**
   * Types into a field of the phone in place of what is there.
   *
   * @param {string} id
   * @param {string} text
   */
  async type(id, text) {
    const field = `input[data-field="${CSS_ID(id)}"]`;
    await this.page.waitForSelector(field, { timeout: PATIENCE_MS });
    await this.page.$eval(field, (input) => (input.focus(), input.select()));
    await this.page.keyboard.press('Backspace');
    await this.page.keyboard.type(text);
    await this.still();
  }

  /**
   * Presses the digits of a pad.
   *
   * @param {string} digits
   */
  async pad(digits) {
    for (const digit of digits) await this.#click(`[data-digit="${digit}"]`);
    await this.still();
  }

  /**
   * Presses a key of the desk.
   *
   * @param {string} selector
   */
  async press(selector) {
    await this.#click(selector);
    await this.pause(STILL_MS);
    await this.still();
  }

  async #click(selector) {
    const part = await this.page.waitForSelector(selector, { timeout: PATIENCE_MS });
    await part.evaluate((element) => element.scrollIntoView({ block: 'center' }));
    await part.click();
  }

  /**
   * Waits for the code in a person's newest short message.
   *
   * @param {string} key of the person on the shelf
   */
  async messageCode(key) {
    if (!(await this.page.$(`.d-person.on [data-open="${key}"]`))) await this.press(`[data-open="${key}"]`);
    await this.page.waitForFunction(() => /\d{6}/.test(document.querySelector('.d-sms p').textContent), { timeout: PATIENCE_MS });
    return this.page.$eval('.d-sms p', (line) => line.textContent.match(/\d{6}/)[0]);
  }

  /**
   * Points the terminal at the phone and gives what it says.
   *
   * @returns {Promise<{verdict: string, code: string, words: string}>}
   */
  async look() {
    await this.page.$eval('#verdict', (box) => (box.dataset.code = 'asked'));
    await this.press('#look');
    await this.page.waitForFunction(() => document.querySelector('#verdict').dataset.code !== 'asked', { timeout: PATIENCE_MS });
    return this.page.$eval('#verdict', (box) => ({ verdict: box.classList[1], code: box.dataset.code, words: box.innerText }));
  }

  /**
   * Holds the phone before the page's webcam and gives what the terminal says.
   *
   * @returns {Promise<string>} code of the verdict
   */
  async lookByWebcam() {
    const picture = await this.page.evaluate(async () => {
      const { rasterise } = await import('/desk/scene.js');
      const { takePicture } = await import('/desk/camera.js');
      const luma = takePicture(rasterise(document.getElementById('phone')), { seed: 5, strength: 0.5, width: 640, height: 480 });
      return [...luma].map((value) => String.fromCharCode(value)).join('');
    });
    await film(Buffer.from(picture, 'latin1'), 640, 480);
    await this.page.$eval('#verdict', (box) => (box.dataset.code = 'asked'));
    await this.press('#webcam');
    await this.page.waitForFunction(() => document.querySelector('#webcam').getAttribute('aria-pressed') === 'false', { timeout: PATIENCE_MS });
    return this.page.$eval('#verdict', (box) => box.dataset.code);
  }

  /** Waits until the phone draws another code than now. */
  async nextCode() {
    const now = await this.page.$eval('canvas.code', (canvas) => canvas.drawn);
    await this.page.waitForFunction((old) => document.querySelector('canvas.code')?.drawn !== old, { timeout: 45_000 }, now);
    await this.still();
  }

  /**
   * Keeps a picture of the whole page.
   *
   * @param {string} name
   */
  async picture(name) {
    this.pictures += 1;
    const number = String(this.pictures).padStart(2, '0');
    await this.page.evaluate(() => window.scrollTo(0, 0));
    await this.page.screenshot({ path: join(this.artefacts, `${this.name}-${number}-${name}.png`) });
  }
}

const CSS_ID = (id) => id.replace(/["\\]/g, '\\$&');
