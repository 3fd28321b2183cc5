/** What a phone's hardware does, shown on the desk: it speaks, listens, dials and opens settings. Answers each request once. */

const DONE = { outcome: 'done' };
/** How long a sentence takes where nothing speaks it. */
const MS_A_WORD = 220;
const LINE_STAYS_MS = 6000;

export class Platform {
  #line;
  #clock;
  #ended;
  #ear;
  #timer = 0;
  #utterance = null;

  /**
   * @param {HTMLElement} line shows what is said, as words
   * @param {HTMLElement} clock the switch that settings lead to
   * @param {() => void} ended called when what was spoken is over
   * @param {import('./ear.js').Ear} ear
   */
  constructor(line, clock, ended, ear) {
    this.#ear = ear;
    this.#line = line;
    this.#clock = clock;
    this.#ended = ended;
  }

  /**
   * Does what the phone asked for.
   *
   * @param {Object} op a `PlatformOp`
   * @returns {Object} its `PlatformOutcome`
   */
  perform(op) {
    switch (op.op) {
      case 'speak':
        this.#speak(op);
        return DONE;
      case 'stop_speaking':
        this.silence();
        return DONE;
      case 'listen':
        this.#ear.listen(op.language);
        return DONE;
      case 'stop_listening':
        this.#ear.finish();
        return DONE;
      case 'dial':
        this.#show(`正在拨 ${op.number}（演示，不会真打）`);
        return DONE;
      case 'open_settings':
        this.#settings(op.page);
        return DONE;
      default:
        return { outcome: 'failed', why: 'absent' };
    }
  }

  /** Ends what is being spoken; nobody is told. */
  silence() {
    clearTimeout(this.#timer);
    this.#utterance = null;
    window.speechSynthesis?.cancel();
    this.#line.textContent = '';
  }

  #speak({ text, rate, volume, language }) {
    this.silence();
    this.#line.textContent = `正在念：${text}`;
    const over = () => {
      this.#line.textContent = '';
      this.#ended();
    };
    // A machine without voices never says that it has finished.
    if (!window.speechSynthesis?.getVoices().length) {
      this.#timer = setTimeout(over, text.length * MS_A_WORD * (100 / rate));
      return;
    }
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.rate = rate / 100;
    utterance.volume = volume / 100;
    utterance.lang = language;
    utterance.onend = utterance.onerror = () => this.#utterance === utterance && over();
    this.#utterance = utterance;
    window.speechSynthesis.speak(utterance);
  }

  #settings(page) {
    if (page !== 'clock') return this.#show('手机的设置：权限（演示）');
    this.#show('手机的设置：请在下面拨准时间');
    this.#clock.scrollIntoView({ block: 'nearest' });
    return this.#clock.querySelector('input:checked')?.focus();
  }

  #show(words) {
    this.silence();
    this.#line.textContent = words;
    this.#timer = setTimeout(() => (this.#line.textContent = ''), LINE_STAYS_MS);
  }
}
