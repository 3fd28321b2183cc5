/**
 * What stands opposite the phone: the terminal, a kiosk, a screen in a hall, a swindler's page, the desk; and the app beside
 * ours on a phone. Each is a page of another process in a frame. A phone's lens sees a frame's pixels, nothing else crosses.
 *
 * @typedef {{name: string, title: string, kind: 'screen'|'desk'|'app', url: string, origin: string}} Pane
 * @typedef {{luma: Uint8Array, width: number, height: number, centre: {x: number, y: number}, reach: number}} Light
 */

import { h, patch } from '../phone/dom.js';

const LIGHT_MS = 2000;
/** Width in pixels for which the pages of a frame are laid out; the frame is drawn smaller. */
const LAID_OUT = 640;
const TERMINAL = { name: 'terminal', title: '核验终端', kind: 'terminal' };
const NOTES = {
  kiosk: '自助机是另一个程序，只知道网关的地址。',
  board: '大屏没有浏览器，码是它自己画的。',
  swindler: '这一页是假的，用来看手机怎么拦。',
  desk: '窗口工作人员用的页面，在网关上。',
};

export class Panes {
  #panes = [TERMINAL];
  #shown = TERMINAL;
  #frames = new Map();
  #questions = new Map();
  #asked = 0;
  #opened;
  #changed;
  #part = (id) => document.getElementById(id);

  /**
   * @param {import('./api.js').Api} api
   * @param {(url: string) => void} opened an app on the phone opens a link
   * @param {() => void} changed another pane is shown
   */
  constructor(api, opened, changed) {
    this.#opened = opened;
    this.#changed = changed;
    this.#part('panes').addEventListener('click', (event) => this.#show(event.target.closest('button')?.dataset.pane));
    this.#part('window-home').addEventListener('click', () => this.#home(this.#shown));
    addEventListener('message', (event) => this.#hear(event));
    new ResizeObserver(() => this.#fit()).observe(this.#part('screens'));
    api.get('/api/panes').then(({ panes }) => this.#take(panes), () => {});
  }

  /** What the lens is pointed at: a screen that is shown, or nothing. */
  get screen() {
    return this.#shown.kind === 'screen' ? this.#shown : null;
  }

  /** The apps beside ours. */
  get apps() {
    return this.#panes.filter((pane) => pane.kind === 'app');
  }

  /**
   * Looks at the screen that is shown.
   *
   * @returns {Promise<Light>}
   */
  light() {
    const frame = this.#frames.get(this.screen?.name);
    if (!frame) return Promise.reject(new Error('there is no screen to look at'));
    const question = (this.#asked += 1);
    return new Promise((resolve, reject) => {
      this.#questions.set(question, resolve);
      // Whose page stands there changes with each redirect; the question tells nothing.
      frame.contentWindow.postMessage({ ask: 'light', question }, '*');
      setTimeout(() => this.#questions.delete(question) && reject(new Error('the screen is dark')), LIGHT_MS);
    });
  }

  /**
   * Puts the screen of an app into an element, as its system does when the app comes to the front.
   *
   * @param {Pane} app
   * @param {HTMLElement} place
   */
  bring(app, place) {
    const frame = this.#frame(app);
    if (frame.parentElement !== place) place.append(frame);
    frame.src = app.url;
  }

  #take(panes) {
    this.#panes = [TERMINAL, ...panes];
    this.#draw();
    this.#changed();
  }

  #show(name) {
    const pane = this.#panes.find((candidate) => candidate.name === name);
    if (!pane) return;
    this.#shown = pane;
    this.#draw();
    this.#changed();
  }

  #home(pane) {
    this.#frame(pane).src = pane.url;
  }

  #draw() {
    const shown = this.#shown;
    const tabs = this.#panes.filter((pane) => pane.kind !== 'app');
    const tab = ({ name, title }) => h('button', { type: 'button', key: name, 'data-pane': name, 'aria-pressed': String(name === shown.name) }, title);
    patch(this.#part('panes'), tabs.length > 1 ? tabs.map(tab) : []);
    const framed = shown !== TERMINAL;
    this.#part('terminal').hidden = framed;
    this.#part('window').hidden = !framed;
    if (!framed) return;
    this.#part('window-title').textContent = shown.title;
    this.#part('window-alone').href = shown.url;
    this.#part('window-note').textContent = NOTES[shown.name] ?? '';
    const frame = this.#frame(shown);
    if (!frame.isConnected) this.#part('screens').append(frame);
    if (!frame.src) frame.src = shown.url;
    for (const [name, other] of this.#frames) {
      if (other.parentElement === frame.parentElement) other.hidden = name !== shown.name;
    }
    this.#fit();
  }

  #frame({ name, title }) {
    const standing = this.#frames.get(name);
    if (standing) return standing;
    const frame = Object.assign(document.createElement('iframe'), { title });
    this.#frames.set(name, frame);
    return frame;
  }

  /** The pages are laid out for a screen of their own and drawn as large as there is room. */
  #fit() {
    const place = this.#part('screens');
    const scale = place.clientWidth / LAID_OUT;
    place.style.setProperty('--laid-out', `${LAID_OUT}px`);
    place.style.setProperty('--scale', scale.toFixed(4));
    place.style.setProperty('--tall', `${(place.clientHeight / scale).toFixed(0)}px`);
  }

  #hear({ data, origin, source }) {
    const pane = this.#panes.find(({ name }) => this.#frames.get(name)?.contentWindow === source);
    if (!pane || !this.#panes.some((known) => known.origin === origin)) return;
    if (data?.light) this.#answer(data);
    if (pane.kind === 'app' && typeof data?.link === 'string') this.#opened(data.link);
  }

  #answer({ question, light }) {
    const resolve = this.#questions.get(question);
    this.#questions.delete(question);
    resolve?.(light);
  }
}
