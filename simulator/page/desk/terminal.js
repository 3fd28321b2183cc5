/** The verifier terminal on the desk: its lens, its verdict, its list. It gets pixels and nothing else. */

import { h, patch } from '../phone/dom.js';
import { icon, lamp } from '../phone/text.js';
import { takePicture } from './camera.js';
import { lumaOf, rasterise } from './scene.js';

const WIDTH = 640;
const HEIGHT = 480;
const WEBCAM_EVERY_MS = 500;
const LAMPS = { accepted: 'calm', refused: 'stop', nothing: 'wait' };

export class Terminal {
  #api;
  #phone;
  #part = (id) => document.getElementById(id);
  #stream = null;

  /**
   * @param {import('./api.js').Api} api
   * @param {HTMLElement} phone what the lens is pointed at
   */
  constructor(api, phone) {
    this.#api = api;
    this.#phone = phone;
    this.#on('look', () => this.#look());
    this.#on('webcam', () => (this.#stream ? this.#stopWebcam() : this.#startWebcam()));
    this.#on('sync', async () => this.#status(await api.post('/api/terminal/sync')));
    this.#on('restart', async () => {
      this.#status(await api.post('/api/terminal/restart'));
      this.#rest();
    });
    this.#rest();
    api.get('/api/terminal').then((status) => this.#status(status), () => {});
  }

  #on(id, act) {
    const button = this.#part(id);
    button.addEventListener('click', async () => {
      button.disabled = true;
      try {
        await act();
      } catch {
        this.#show({ verdict: 'nothing', lead: '终端没有回答', more: '点“重开”再试。' });
      }
      button.disabled = false;
    });
  }

  async #look() {
    const seed = this.#part('seed');
    const how = { seed: Number(seed.value), strength: Number(this.#part('strength').value), width: WIDTH, height: HEIGHT };
    const picture = takePicture(rasterise(this.#phone), how);
    seed.value = Number(seed.value) + 1;
    await this.#judge(picture);
  }

  async #judge(picture) {
    this.#draw(picture);
    const verdict = await this.#api.post(`/api/terminal/look?width=${WIDTH}&height=${HEIGHT}`, picture);
    this.#show(verdict);
    return verdict;
  }

  #draw(picture) {
    const pen = this.#part('view').getContext('2d');
    const image = pen.createImageData(WIDTH, HEIGHT);
    for (let at = 0; at < picture.length; at += 1) {
      image.data.fill(picture[at], at * 4, at * 4 + 3);
      image.data[at * 4 + 3] = 255;
    }
    pen.putImageData(image, 0, 0);
  }

  async #startWebcam() {
    const button = this.#part('webcam');
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({ video: { width: WIDTH, height: HEIGHT } });
    } catch {
      this.#show({ verdict: 'nothing', lead: '用不了摄像头', more: '没有摄像头，或没让用。' });
      return;
    }
    const video = document.createElement('video');
    video.muted = true;
    video.srcObject = this.#stream;
    await video.play();
    button.textContent = '关摄像头';
    button.setAttribute('aria-pressed', 'true');
    this.#watch(video);
  }

  /** Looks until a code was judged; then the verdict stays and the camera ends. */
  async #watch(video) {
    const canvas = Object.assign(document.createElement('canvas'), { width: WIDTH, height: HEIGHT });
    const pen = canvas.getContext('2d', { willReadFrequently: true });
    while (this.#stream) {
      const scale = Math.max(WIDTH / video.videoWidth, HEIGHT / video.videoHeight);
      const [width, height] = [video.videoWidth * scale, video.videoHeight * scale];
      pen.drawImage(video, (WIDTH - width) / 2, (HEIGHT - height) / 2, width, height);
      const { verdict } = await this.#judge(lumaOf(canvas)).catch(() => ({ verdict: 'nothing' }));
      if (verdict !== 'nothing') this.#stopWebcam();
      await new Promise((resolve) => setTimeout(resolve, WEBCAM_EVERY_MS));
    }
  }

  #stopWebcam() {
    this.#stream?.getTracks().forEach((track) => track.stop());
    this.#stream = null;
    const button = this.#part('webcam');
    button.textContent = '用摄像头';
    button.setAttribute('aria-pressed', 'false');
  }

  #rest() {
    const pen = this.#part('view').getContext('2d');
    pen.fillStyle = getComputedStyle(this.#part('view')).backgroundColor;
    pen.fillRect(0, 0, WIDTH, HEIGHT);
    this.#show({ verdict: 'nothing', lead: '等着看码', more: '请把码对准镜头。' });
  }

  #show({ verdict, lead, more, holder, level, code, list_age_days: age }) {
    const box = this.#part('verdict');
    box.className = `d-verdict ${verdict}`;
    box.dataset.code = code ?? '';
    const facts = holder && [
      ['姓名', holder.name],
      ['出生', `${holder.birth_year}年`],
      ['尾号', holder.last_four],
      level && ['等级', `${level}级`],
    ];
    patch(box, [
      h('div', { class: 'd-lead' }, lamp(LAMPS[verdict]), h('div', null, h('p', { class: 'd-big' }, lead), more && h('p', null, more))),
      facts && h('dl', { class: 'd-facts' }, facts.filter(Boolean).map(([name, value]) => h('div', null, h('dt', null, name), h('dd', null, value)))),
      verdict === 'refused' && code && h('p', { class: 'd-code' }, icon('info'), `代码 ${code}`),
    ]);
    if (age !== undefined) this.#age(age);
  }

  #status({ up = true, list_age_days: age }) {
    if (!up) this.#show({ verdict: 'nothing', lead: '终端没开', more: '点“重开”。' });
    this.#age(age);
  }

  #age(age) {
    const words = age === null || age === undefined ? '还没有名单' : age < 1 ? '名单：今天的' : `名单：${Math.floor(age)}天前的`;
    this.#part('list').textContent = words;
  }
}
