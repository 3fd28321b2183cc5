/**
 * The shell of one phone in a page: draws a `Screen`, sends what is pressed and typed, and holds no logic of its own.
 * Start at `Phone.show`.
 */

import { h, patch } from './dom.js';
import { Fields } from './fields.js';
import { arrangement, fit, scaleOf } from './layout.js';
import { drawNodes } from './nodes/index.js';
import { onStage, stageActions, voiceStage, voiceStrip } from './nodes/stage.js';
import { Presses } from './press.js';
import { actionButton, actionSlot, bannerStrip, bar, divide, head, systemLine } from './slots.js';

const FADE_MS = 160;

export class Phone {
  #root;
  #screen = null;
  #system = { clock: '', online: true };
  #fields;
  #voiceLine;

  /**
   * @param {HTMLElement} root gets the screen; its size is the phone's
   * @param {(event: Object) => void} dispatch takes each `UiEvent`
   */
  constructor(root, dispatch) {
    this.#root = root;
    const revision = () => this.#screen?.revision ?? 0;
    this.#fields = new Fields(root, revision, dispatch, (words) => this.#announce(words), () => this.#draw());
    new Presses(root, revision, dispatch);
    new ResizeObserver(() => this.#draw()).observe(root);
    document.fonts?.ready.then(() => this.#draw());
  }

  /** The screen drawn now, or nothing. */
  get screen() {
    return this.#screen;
  }

  /**
   * Draws a screen.
   *
   * @param {Object} screen a `Screen` of the contract
   */
  show(screen) {
    const entered = screen.id !== this.#screen?.id;
    const led = screen.focus && screen.focus !== this.#screen?.focus;
    this.#screen = screen;
    this.#fields.keep(new Set(screen.sections.flatMap((section) => section.nodes.map((node) => node.id))));
    this.#draw();
    if (entered) this.#enter();
    else if (led) this.#lead();
    if (screen.announce) this.#announce(screen.announce.speech);
  }

  /** Shows nothing: the phone's process has ended. */
  clear() {
    this.#screen = null;
    this.#fields.reset();
    patch(this.#root, []);
    this.#voiceLine = null;
  }

  /**
   * Sets the phone's status line.
   *
   * @param {{clock: string, online: boolean}} system
   */
  setSystem(system) {
    if (system.clock === this.#system.clock && system.online === this.#system.online) return;
    this.#system = system;
    if (this.#screen) this.#draw();
  }

  #draw() {
    const screen = this.#screen;
    if (!screen) return;
    const { size, step, theme, language } = screen.presentation;
    const look = {
      key: 'screen',
      class: `screen drawn${isStage(screen) ? ' stage' : ''}${screen.banner ? ' acting' : ''}`,
      'data-screen': screen.id,
      'data-revision': screen.revision,
      'data-mode': size,
      'data-step': step,
      'data-theme': theme,
      'data-writing': writingOf(screen),
      'data-code': shows(screen, 'qr_code'),
      lang: language,
      dir: screen.direction,
    };
    patch(this.#root, [h('div', { ...look, own: true }), h('p', { key: 'say', class: 'vh', role: 'status', own: true })]);
    const [element, line] = this.#root.children;
    this.#voiceLine = line;
    const { flow, bar: barRows } = arrangement({ scale: scaleOf(element), height: this.#root.clientHeight });
    element.dataset.flow = flow;
    element.dataset.bar = barRows;
    patch(element, this.#slots(screen, flow));
    const led = screen.voice && screen.focus && this.#find(screen.focus);
    element.querySelectorAll('[data-led]').forEach((part) => part === led || part.removeAttribute('data-led'));
    led?.setAttribute('data-led', '');
    fit(element);
  }

  #slots(screen, flow) {
    const stage = onStage(screen);
    const { pinned, rest } = divide(stage ? stageActions(screen.voice) : screen.actions);
    const slot = actionSlot(pinned);
    const others = rest.length > 0 && h('div', { key: 'rest', class: 'rest' }, rest.map(actionButton));
    // On the first screen the closing words stand under the last thing to press, as in visual/png/01.
    const words = screen.brand && others && !stage ? trailingWords(screen.sections.at(-1)) : [];
    const content = stage ? voiceStage(screen.voice) : this.#sections(screen.sections, words);
    const last = words.length > 0 && h('div', { key: 'closing', class: 'section closing' }, this.#nodes(words));
    const scrolled = [head(screen), h('div', { key: 'body', class: 'body' }, content, others, last)];
    return [
      systemLine(this.#system),
      bannerStrip(screen.banner),
      h('div', { key: 'scroll', class: 'scroll' }, ...scrolled, flow === 'end' && slot),
      screen.voice && !stage && voiceStrip(screen.voice),
      flow === 'pinned' && slot,
      bar(screen.nav),
    ];
  }

  #sections(sections, left) {
    return sections.map(({ role, nodes }, index) => {
      const here = nodes.filter((node) => !left.includes(node));
      return h('div', { key: `section-${index}`, class: `section ${role}` }, this.#nodes(here));
    });
  }

  #nodes(nodes) {
    return drawNodes(nodes, { fields: this.#fields });
  }

  /** A new screen starts at its top, with focus where the core wants it or on the title. */
  #enter() {
    const element = this.#root.firstElementChild;
    const scroll = element.querySelector('.scroll');
    scroll.scrollTo(0, 0);
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (!still) scroll.animate([{ opacity: 0 }, { opacity: 1 }], { duration: FADE_MS });
    const active = document.activeElement;
    // Focus of someone who works elsewhere on the page stays there.
    if (active && active !== document.body && !this.#root.contains(active)) return;
    const wanted = this.#screen.focus && this.#find(this.#screen.focus);
    (wanted ?? element.querySelector('h1')).focus({ preventScroll: !wanted });
  }

  /** The eye is led to a part of the screen that stands. */
  #lead() {
    const part = this.#find(this.#screen.focus);
    part?.scrollIntoView({ block: 'nearest' });
    if (part && !document.activeElement?.matches('input')) part.focus({ preventScroll: true });
  }

  #find(id) {
    const name = CSS.escape(id);
    const part = this.#root.querySelector(`[data-press="${name}"],[data-field="${name}"],[data-node="${name}"]`);
    const inside = part?.matches('button,input') ? part : part?.querySelector('button,input');
    return inside ?? null;
  }

  #announce(words) {
    if (!this.#voiceLine) return;
    // The same words twice are announced twice only if the text changes in between.
    this.#voiceLine.textContent = '';
    requestAnimationFrame(() => this.#voiceLine && (this.#voiceLine.textContent = words));
  }
}

function trailingWords({ nodes }) {
  const last = nodes.findLastIndex((node) => node.kind !== 'paragraph');
  return nodes.slice(last + 1);
}

const shows = (screen, kind) => screen.sections.some((section) => section.nodes.some((node) => node.kind === kind));
/** Parts that stand across whatever the script: what is typed, looked at or held before a camera. */
const ACROSS = ['text_field', 'digit_field', 'date_field', 'qr_code', 'camera_stage'];

/** How lines run: across, down, or across with headings and keys whose words run down. */
function writingOf(screen) {
  if (screen.writing !== 'vertical_lr') return 'across';
  return onStage(screen) || ACROSS.some((kind) => shows(screen, kind)) ? 'keys-down' : 'down';
}

const isStage = (screen) => onStage(screen) || shows(screen, 'camera_stage');
