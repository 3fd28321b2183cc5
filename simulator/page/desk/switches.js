/**
 * The switches under the phone: network, calls, camera, clock, power, storage. The server holds their state; they show it.
 *
 * @typedef {{name: string, title: string, up: boolean, online: boolean, slow: boolean, clock_seconds: number, call: boolean, capture: boolean, camera: string}} PhoneState
 */

const STORAGE = new Set(['wipe', 'truncate']);

export class Switches {
  #api;
  #name = null;
  #changed;
  #alarm;

  /**
   * @param {import('./api.js').Api} api
   * @param {(state: PhoneState) => void} changed takes the state after each switch
   * @param {(words: string) => void} alarm shows what did not work
   */
  constructor(api, changed, alarm) {
    this.#api = api;
    this.#changed = changed;
    this.#alarm = alarm;
    this.#on('offline', (box) => this.#act('network', { on: !box.checked }));
    for (const name of ['slow', 'call', 'capture']) this.#on(name, (box) => this.#act(name, { on: box.checked }));
    document.getElementById('camera').addEventListener('change', (event) => this.#act('camera', { state: event.target.value }));
    document.getElementById('clock').addEventListener('change', (event) => this.#act('clock', { seconds: Number(event.target.value) }));
    document.querySelectorAll('.d-phone [data-act]').forEach((button) => button.addEventListener('click', () => this.#power(button.dataset.act)));
    document.getElementById('wake').addEventListener('click', () => this.#power('start'));
  }

  /**
   * Shows how a phone stands, and turns it from now on.
   *
   * @param {PhoneState} state
   */
  show(state) {
    this.#name = state.name;
    document.getElementById('offline').checked = !state.online;
    for (const name of ['slow', 'call', 'capture']) document.getElementById(name).checked = state[name];
    document.querySelector(`#camera input[value="${state.camera}"]`).checked = true;
    const hour = document.querySelector(`#clock input[value="${state.clock_seconds}"]`);
    if (hour) hour.checked = true;
    document.querySelector('[data-act=kill]').disabled = !state.up;
    document.querySelector('[data-act=start]').disabled = state.up;
  }

  #on(id, act) {
    const box = document.getElementById(id);
    box.addEventListener('change', () => act(box));
  }

  #power(act) {
    return STORAGE.has(act) ? this.#act('storage', { act }) : this.#act(act, {});
  }

  async #act(act, body) {
    try {
      this.#changed(await this.#api.post(`/api/phone/${encodeURIComponent(this.#name)}/${act}`, body));
    } catch (error) {
      this.#alarm(`没做成：${error.message}`);
    }
  }
}
