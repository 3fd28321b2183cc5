/** A phone as a process of its own on JSON lines, and a hand that holds it: presses, types, points it at a screen. */

import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

import { program, ROOT } from './programs.mjs';

const PATIENCE_MS = 30_000;
const LOOK_MS = 40;
const BETWEEN_FRAMES_MS = 1000;

export class Hand {
  #child;
  #ended;
  #data;
  #base;
  #edits = 0;
  #frames = 0;
  #screen = null;

  /**
   * Switches a new phone on.
   *
   * @param {string} base address of its gateway
   */
  static async take(base) {
    const hand = new Hand();
    hand.#base = base;
    hand.#data = await mkdtemp(join(tmpdir(), 'leling-phone-'));
    const [command, before] = program('leling-simulator', process.env.SIMULATOR);
    const args = [...before, 'phone', '--gateway', base, '--dir', hand.#data];
    hand.#child = spawn(command, args, { cwd: ROOT, stdio: ['pipe', 'pipe', 'inherit'] });
    hand.#ended = new Promise((resolve) => hand.#child.once('exit', resolve));
    // A phone that is gone does not read; that is seen at the next look.
    hand.#child.stdin.on('error', () => {});
    createInterface({ input: hand.#child.stdout }).on('line', (line) => hand.#hear(JSON.parse(line)));
    return hand;
  }

  #hear({ type, screen, request }) {
    if (type === 'screen') this.#screen = screen;
    else if (type === 'perform') this.#send({ type: 'complete', request, outcome: { outcome: 'done' } });
  }

  #send(message) {
    this.#child.stdin.write(`${JSON.stringify(message)}\n`);
  }

  #dispatch(event) {
    this.#send({ type: 'dispatch', event: { revision: this.#screen.revision, ...event } });
  }

  async #until(what, holds) {
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await pause(LOOK_MS)) {
      if (this.#screen && holds()) return;
    }
    throw new Error(`waited for ${what}, the phone shows ${this.#screen?.id ?? 'nothing'}`);
  }

  /**
   * Waits for a screen.
   *
   * @param {string} id
   */
  at(id) {
    return this.#until(id, () => this.#screen.id === id);
  }

  /**
   * Waits for a part of the screen.
   *
   * @param {string} id
   */
  shows(id) {
    return this.#until(id, () => this.part(id));
  }

  /**
   * Gives a part of the screen by its id.
   *
   * @param {string} id
   */
  part(id) {
    return this.#parts().find((part) => part.id === id);
  }

  /**
   * Says whether these words stand together somewhere on the screen.
   *
   * @param {string} words
   */
  tells(words) {
    // Words that stay on one line are drawn with joiners between their characters.
    return JSON.stringify(this.#screen).replaceAll('\u2060', '').includes(words);
  }

  /** Ids of everything on the screen. */
  ids() {
    return this.#parts().map(({ id }) => id);
  }

  #parts() {
    const found = [];
    const walk = (node) => {
      if (typeof node !== 'object' || node === null) return;
      if (typeof node.id === 'string') found.push(node);
      Object.values(node).forEach(walk);
    };
    walk([this.#screen.sections, this.#screen.actions, this.#screen.nav]);
    return found;
  }

  /**
   * Presses a part once it is there.
   *
   * @param {string} id
   */
  async press(id) {
    await this.shows(id);
    this.#dispatch({ event: 'press', id });
  }

  /**
   * Types into a field once it is there.
   *
   * @param {string} id
   * @param {string} value
   */
  async type(id, value) {
    await this.shows(id);
    this.#edits += 1;
    this.#dispatch({ event: 'edit', id, value, edit_seq: this.#edits });
    await this.#until(`${value.length} letters in ${id}`, () => JSON.stringify(this.part(id) ?? null).includes(value));
  }

  /**
   * Types into the fields of a way, one a screen, and goes on after each.
   *
   * @param {Object<string, string>} fields screen to field and text
   */
  async fill(fields) {
    for (const [screen, [field, text]] of Object.entries(fields)) {
      await this.at(screen);
      await this.type(field, text);
      await this.press('next');
    }
  }

  /**
   * Holds the phone before a screen until it has read what stands there.
   *
   * @param {() => Promise<{width: number, height: number, y: string}>} look gives the brightness of each pixel, in base64
   */
  async holdBefore(look) {
    await this.at('scan');
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; ) {
      this.#frames += 1;
      this.#send({ type: 'frame', t_ms: this.#frames * BETWEEN_FRAMES_MS, ...(await look()) });
      const until = Date.now() + BETWEEN_FRAMES_MS;
      while (Date.now() < until) {
        if (this.#screen.id !== 'scan') return;
        await pause(LOOK_MS);
      }
    }
    throw new Error('the camera saw no code');
  }

  /**
   * Enrols as a person of the demonstration and claims the card.
   *
   * @param {{name: string, id: string, phone: string, card: string}} person
   * @param {string} password six digits
   */
  async become({ name, id, phone, card }, password) {
    await this.press('take');
    await this.press('agree');
    await this.fill({ 'enrol.name': ['name', name], 'enrol.id': ['id', id], 'enrol.phone': ['phone', phone] });
    await this.at('enrol.code');
    const asked = { method: 'POST', headers: { 'content-type': 'application/json' } };
    const body = JSON.stringify({ name: 'sms', act: 'code', person: id });
    const { shows } = await (await fetch(`${this.#base}/demo/peer`, { ...asked, body })).json();
    await this.fill({ 'enrol.code': ['code', shows] });
    await this.at('home');
    await this.press('claim');
    await this.press('card');
    const twice = ['password', password];
    await this.fill({ 'claim.number': ['number', card], 'claim.password': twice, 'claim.again': twice });
    await this.at('claim.review');
    await this.press('confirm');
    await this.at('claim.done');
    await this.press('nav.home');
    await this.at('home');
  }

  /** Switches it off. */
  async off() {
    this.#child.stdin.end();
    await this.#ended;
    await rm(this.#data, { recursive: true, force: true });
  }
}
