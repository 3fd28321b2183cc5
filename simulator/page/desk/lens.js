/**
 * A phone's camera: pointed at the screen opposite, or the webcam. What it sees stands on the phone's stage and goes to
 * the phone as pixels; the phone alone reads them.
 */

import { takePicture } from './camera.js';
import { lumaOf } from './scene.js';

const SIDE = 480;
const EVERY_MS = 300;
/** How badly the hand holds it: a little. */
const STRENGTH = 0.7;

export class Lens {
  #phone;
  #panes;
  #send;
  #works = true;
  #looks = null;
  #stream = null;
  #seed = 0;
  #part = (id) => document.getElementById(id);

  /**
   * @param {HTMLElement} phone
   * @param {import('./panes.js').Panes} panes
   * @param {(picture: Uint8Array) => void} send takes each picture: sides, then brightness
   */
  constructor(phone, panes, send) {
    this.#phone = phone;
    this.#panes = panes;
    this.#send = send;
    this.#part('aim').addEventListener('click', () => this.#toggle('pane'));
    this.#part('film').addEventListener('click', () => this.#toggle('webcam'));
  }

  /**
   * Learns what the phone shows: the lens is open while a screen looks for a code.
   *
   * @param {?Object} screen
   */
  watch(screen) {
    const stage = screen?.sections.some(({ nodes }) => nodes.some((node) => node.kind === 'camera_stage' && node.frame === 'code'));
    this.#part('lens').classList.toggle('off', !stage);
    if (!stage) this.#stop('');
    else this.aimed();
  }

  /** Another pane is shown, or another phone. */
  aimed() {
    const pane = this.#panes.screen;
    if (!pane && this.#looks === 'pane') this.#stop('');
    this.#part('aim').disabled = !pane;
    this.#part('aim').setAttribute('aria-pressed', String(this.#looks === 'pane'));
    this.#part('film').setAttribute('aria-pressed', String(this.#looks === 'webcam'));
    this.#part('aim-words').textContent = this.#looks === 'pane' ? '放下手机' : pane ? `对准${pane.title}` : '先在右边选屏幕';
  }

  /**
   * Learns how the phone's camera stands.
   *
   * @param {string} state
   */
  stands(state) {
    this.#works = state === 'ready';
    if (!this.#works) this.#stop('手机的镜头用不了。');
  }

  #toggle(what) {
    if (this.#looks === what) return this.#stop('');
    this.#stop('');
    return this.#works ? this.#start(what) : this.#stop('手机的镜头用不了。');
  }

  async #start(what) {
    this.#looks = what;
    this.aimed();
    const see = what === 'pane' ? () => this.#pane() : await this.#webcam().catch(() => null);
    if (!see) return this.#stop('没有摄像头，或没让用。');
    while (this.#looks === what) {
      const began = performance.now();
      const picture = await see().catch(() => null);
      if (this.#looks !== what) break;
      this.#say(picture ? '' : '对面看不见码。');
      if (picture) this.#show(picture);
      await new Promise((resolve) => setTimeout(resolve, Math.max(EVERY_MS - (performance.now() - began), 30)));
    }
    return undefined;
  }

  async #pane() {
    const light = await this.#panes.light();
    this.#seed += 1;
    return takePicture(light, { seed: this.#seed, strength: STRENGTH, width: SIDE, height: SIDE });
  }

  async #webcam() {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 1280 }, height: { ideal: 720 }, facingMode: 'environment' } });
    if (this.#looks !== 'webcam') stream.getTracks().forEach((track) => track.stop());
    this.#stream = stream;
    const video = Object.assign(document.createElement('video'), { muted: true, srcObject: stream });
    await video.play();
    const canvas = Object.assign(document.createElement('canvas'), { width: SIDE, height: SIDE });
    const pen = canvas.getContext('2d', { willReadFrequently: true });
    return async () => {
      const side = Math.min(video.videoWidth, video.videoHeight);
      pen.drawImage(video, (video.videoWidth - side) / 2, (video.videoHeight - side) / 2, side, side, 0, 0, SIDE, SIDE);
      return lumaOf(canvas);
    };
  }

  #show(luma) {
    const film = this.#phone.querySelector('canvas.film');
    if (film) {
      const pen = film.getContext('2d');
      const image = pen.createImageData(SIDE, SIDE);
      for (let at = 0; at < luma.length; at += 1) {
        image.data.fill(luma[at], at * 4, at * 4 + 3);
        image.data[at * 4 + 3] = 255;
      }
      film.width = SIDE;
      film.height = SIDE;
      pen.putImageData(image, 0, 0);
    }
    const picture = new Uint8Array(4 + luma.length);
    new DataView(picture.buffer).setUint16(0, SIDE, true);
    new DataView(picture.buffer).setUint16(2, SIDE, true);
    picture.set(luma, 4);
    this.#send(picture);
  }

  #stop(words) {
    this.#looks = null;
    this.#stream?.getTracks().forEach((track) => track.stop());
    this.#stream = null;
    const film = this.#phone.querySelector('canvas.film');
    film?.getContext('2d').clearRect(0, 0, film.width, film.height);
    this.aimed();
    this.#say(words);
  }

  #say(words) {
    if (this.#part('lens-words').textContent !== words) this.#part('lens-words').textContent = words;
  }
}
