/** The simulator's page: one phone with its switches, the shelf of people, and what stands opposite. Start at `Desk`. */

import { Api } from './desk/api.js';
import { Ear } from './desk/ear.js';
import { Lens } from './desk/lens.js';
import { Panes } from './desk/panes.js';
import { Platform } from './desk/platform.js';
import { Shelf } from './desk/shelf.js';
import { Switches } from './desk/switches.js';
import { Terminal } from './desk/terminal.js';
import { Connection } from './phone/connection.js';
import { h, patch } from './phone/dom.js';
import { Phone } from './phone/phone.js';

const CLOCK_EVERY_MS = 1000;
const DAY_MS = 86_400_000;
const ALARM_STAYS_MS = 8000;
/** The phones are in China, wherever the page is. */
const CHINA = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

const part = (id) => document.getElementById(id);

class Desk {
  #api = new Api(new URLSearchParams(location.search).get('token') ?? '');
  #phone = new Phone(part('phone'), (event) => this.#line?.dispatch(event));
  #ear = new Ear(part('say'), part('microphone'), (event) => this.#line?.dispatch(event));
  #platform = new Platform(part('said'), part('clock'), () => this.#system({ change: 'speech_ended' }), this.#ear);
  #switches = new Switches(this.#api, (state) => this.#take(state), (words) => this.#alarm(words));
  #panes = new Panes(this.#api, (url) => this.#link(url), () => this.#arranged());
  #lens = new Lens(part('phone'), this.#panes, (picture) => this.#line?.see(picture));
  #phones = [];
  #state = null;
  #front = null;
  #line = null;

  async start() {
    new Shelf(this.#api, part('people'));
    new Terminal(this.#api, part('phone'));
    part('senses').addEventListener('change', () => this.#senses());
    part('small').addEventListener('change', (event) => part('bezel').classList.toggle('small', event.target.checked));
    part('apps').addEventListener('click', (event) => this.#bring(event.target.closest('button')?.dataset.app));
    part('phones').addEventListener('click', (event) => this.#choose(event.target.closest('button')?.dataset.phone));
    setInterval(() => this.#tick(), CLOCK_EVERY_MS);
    const dark = matchMedia('(prefers-color-scheme: dark), (prefers-contrast: more)');
    dark.addEventListener('change', () => this.#system({ change: 'dark', on: dark.matches }));
    await this.#load();
  }

  async #load() {
    try {
      const { phones } = await this.#api.get('/api/phones');
      this.#phones = phones;
      this.#choose(phones[0]?.name);
    } catch (error) {
      this.#alarm(`模拟台没有回答：${error.message}`);
    }
  }

  #choose(name) {
    const state = this.#phones.find((phone) => phone.name === name);
    if (!state || state.name === this.#state?.name) return;
    this.#line?.close();
    this.#platform.silence();
    this.#ear.hush();
    this.#phone.clear();
    this.#lens.watch(null);
    this.#take(state);
    this.#bring('');
    this.#line = new Connection(this.#api.socket(name), {
      up: () => this.#power(true),
      down: () => this.#power(false),
      screen: (screen) => this.#show(screen),
      app: (name) => this.#bring(name),
      perform: (request, op) => this.#line.complete(request, this.#platform.perform(op)),
      line: (open) => this.#alarm(open ? '' : '和模拟台断开了，正在重连。'),
    });
  }

  /** Another process of the phone starts with an empty screen and hears nothing of the one before. */
  #power(up) {
    this.#platform.silence();
    this.#ear.hush();
    this.#phone.clear();
    this.#lens.watch(null);
    this.#take({ ...this.#state, up });
    if (up) this.#senses();
  }

  #show(screen) {
    this.#phone.show(screen);
    this.#lens.watch(screen);
  }

  /** A link that another app opens: the system gives it to the app that has claimed it, ours. */
  #link(url) {
    this.#bring('');
    this.#line?.dispatch({ event: 'link', url });
  }

  /** Another pane stands opposite; only the first phone has other apps. */
  #arranged() {
    this.#lens.aimed();
    this.#bring('');
  }

  /** Brings an app to the front; the empty name is ours. */
  #bring(name) {
    if (name === undefined) return;
    const apps = this.#state?.name === this.#phones[0]?.name ? this.#panes.apps : [];
    this.#front = apps.find((app) => app.name === name) ?? null;
    part('app').hidden = !this.#front;
    if (this.#front) this.#panes.bring(this.#front, part('app'));
    const key = (app, title) => h('button', { type: 'button', key: app, 'data-app': app, 'aria-pressed': String(app === (this.#front?.name ?? '')) }, title);
    patch(part('apps'), apps.length > 0 ? [key('', '乐龄卡'), ...apps.map(({ name: app, title }) => key(app, title))] : []);
  }

  #take(state) {
    this.#state = state;
    this.#lens.stands(state.camera);
    this.#phones = this.#phones.map((phone) => (phone.name === state.name ? state : phone));
    this.#switches.show(state);
    part('dark').hidden = state.up;
    part('phone').inert = !state.up;
    this.#tick();
    const tab = ({ name, title }) => h('button', { type: 'button', key: name, 'data-phone': name, 'aria-pressed': String(name === state.name) }, title);
    patch(part('phones'), this.#phones.length > 1 ? this.#phones.map(tab) : []);
  }

  #tick() {
    if (!this.#state) return;
    const shift = this.#state.clock_seconds * 1000;
    const { year, hour, minute } = Object.fromEntries(CHINA.formatToParts(Date.now() + shift).map(({ type, value }) => [type, value]));
    const far = Math.abs(shift) >= DAY_MS;
    this.#phone.setSystem({ clock: `${far ? `${year}年 ` : ''}${hour}:${minute}`, online: this.#state.online });
  }

  /** What a system tells an app of voices and ears when it starts, and when it changes. */
  #senses() {
    this.#system({ change: 'voice', speaks: !part('mute').checked, hears: true });
    this.#system({ change: 'earpiece', on: part('earpiece').checked });
    this.#system({ change: 'screen_reader', running: part('reader').checked });
  }

  #system(change) {
    this.#line?.dispatch({ event: 'system', change });
  }

  #alarm(words) {
    part('alarm').textContent = words;
    clearTimeout(this.#alarmEnds);
    if (words) this.#alarmEnds = setTimeout(() => (part('alarm').textContent = ''), ALARM_STAYS_MS);
  }

  #alarmEnds = 0;
}

new Desk().start();
