/** The shelf of demo people: who they are, what to copy, their short messages, and what a counter clerk can do for them. */

import { h, patch } from '../phone/dom.js';
import { icon } from '../phone/text.js';

const SMS_EVERY_MS = 2500;
const COPIED_MS = 1500;
const ACTS = [
  ['code_claim', '给领卡码'],
  ['code_replace', '给换机码'],
  ['code_password', '给重设密码码'],
  ['report_lost', '挂失'],
  ['undo_lost', '解挂'],
  ['freeze', '冻结'],
  ['unfreeze', '解冻'],
];
const CARD_STATES = {
  none: '没有实体卡',
  in_the_making: '制卡中',
  not_picked_up: '还没领卡',
  normal: '卡正常',
  social_off: '社保功能停了',
  lost: '挂失中',
  locked: '卡锁着',
  cancelled: '卡注销了',
  replaced: '换过新卡',
};

export class Shelf {
  #api;
  #list;
  #people = [];
  #open = null;
  #message = null;
  #said = '';
  #copied = null;

  /**
   * @param {import('./api.js').Api} api
   * @param {HTMLElement} list
   */
  constructor(api, list) {
    this.#api = api;
    this.#list = list;
    list.addEventListener('click', (event) => this.#press(event.target.closest('button')));
    this.#load();
    setInterval(() => document.hidden || this.#readMessages(), SMS_EVERY_MS);
  }

  async #load() {
    const { people } = await this.#api.get('/api/people').catch(() => ({ people: this.#people }));
    this.#people = people;
    this.#draw();
  }

  #person() {
    return this.#people.find((person) => person.key === this.#open);
  }

  async #readMessages() {
    const person = this.#person();
    if (!person) return;
    const answer = await this.#api.get(`/api/sms?phone=${encodeURIComponent(person.phone)}`).catch(() => null);
    if (!answer || this.#open !== person.key) return;
    this.#message = answer.messages[0] ?? null;
    this.#draw();
  }

  async #press(button) {
    if (!button) return;
    const { open, copy, act } = button.dataset;
    if (open) this.#toggle(open);
    if (copy) this.#copy(copy);
    if (act) await this.#act(act);
  }

  #toggle(key) {
    this.#open = this.#open === key ? null : key;
    this.#message = null;
    this.#said = '';
    this.#draw();
    this.#readMessages();
  }

  async #copy(text) {
    await navigator.clipboard?.writeText(text).catch(() => {});
    this.#copied = text;
    this.#draw();
    setTimeout(() => {
      this.#copied = null;
      this.#draw();
    }, COPIED_MS);
  }

  async #act(act) {
    try {
      const { said, code } = await this.#api.post('/api/peer', { name: 'desk', act, person: this.#person().id_number });
      this.#said = code ? `${said}：${code}` : said;
    } catch (error) {
      this.#said = `没办成（${error.message}）`;
    }
    this.#draw();
    await this.#load();
    await this.#readMessages();
  }

  #draw() {
    patch(this.#list, this.#people.map((person) => this.#card(person)));
  }

  #card(person) {
    const open = person.key === this.#open;
    const id = `person-${person.key}`;
    const head = { type: 'button', class: 'd-who', 'data-open': person.key, 'aria-expanded': String(open), 'aria-controls': open ? id : null };
    return h(
      'li',
      { key: person.key, class: open ? 'd-person on' : 'd-person' },
      h(
        'button',
        head,
        h('span', { class: 'd-plate', 'aria-hidden': 'true' }, person.name[0]),
        h('span', { class: 'd-t' }, h('b', null, person.name), h('span', null, person.situation)),
      ),
      open && h('div', { id, class: 'd-more' }, ...this.#details(person)),
    );
  }

  #details(person) {
    const lines = [
      ['身份证', person.id_number],
      ['手机', person.phone],
      person.card_number && ['卡号', person.card_number],
    ].filter(Boolean);
    return [
      h('p', { key: 'state', class: 'd-state' }, icon('card'), CARD_STATES[person.card] ?? person.card),
      h('dl', { key: 'lines', class: 'd-lines' }, lines.map(([name, value]) => this.#line(name, value))),
      h('div', { key: 'sms', class: 'd-sms' }, h('h3', null, '短信'), h('p', { role: 'status' }, this.#message?.text ?? '还没有短信')),
      h('h3', { key: 'window' }, '窗口'),
      h('div', { key: 'acts', class: 'd-acts' }, ACTS.map(([act, words]) => h('button', { type: 'button', key: act, 'data-act': act }, words))),
      h('p', { key: 'said', class: 'd-answer', role: 'status' }, this.#said),
    ];
  }

  #line(name, value) {
    const copied = this.#copied === value;
    return h(
      'div',
      { key: name },
      h('dt', null, name),
      h('dd', null, h('span', null, value), h('button', { type: 'button', 'data-copy': value, 'aria-label': `复制${name}` }, copied ? '好了' : '复制')),
    );
  }
}
