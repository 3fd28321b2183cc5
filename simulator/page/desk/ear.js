/**
 * What a phone hears: the browser's recogniser where there is one and the person lets it, and always a line to type in.
 * Start at `listen`. It tells what it heard and decides nothing.
 */

/** How many rings light while words come: a recogniser does not say how loud they are. */
const LEVEL = 3;

export class Ear {
  #dispatch;
  #line;
  #microphone;
  #recogniser = null;

  /**
   * @param {HTMLFormElement} line where one types instead of speaking
   * @param {HTMLInputElement} microphone the switch that lets the recogniser listen
   * @param {(event: Object) => void} dispatch takes a `UiEvent`
   */
  constructor(line, microphone, dispatch) {
    this.#line = line;
    this.#microphone = microphone;
    this.#dispatch = dispatch;
    microphone.closest('label').hidden = !Recogniser();
    line.addEventListener('submit', (event) => this.#typed(event));
  }

  /**
   * Listens until somebody has spoken, or nobody did.
   *
   * @param {string} language
   */
  listen(language) {
    this.#line.dataset.listens = '';
    const Made = this.#microphone.checked && Recogniser();
    if (!Made) return;
    this.hush();
    this.#line.dataset.listens = '';
    const recogniser = new Made();
    Object.assign(recogniser, { lang: language, interimResults: true, maxAlternatives: 1 });
    let said = false;
    recogniser.onresult = ({ results }) => {
      const result = results[results.length - 1];
      const text = result[0].transcript;
      said ||= result.isFinal;
      this.#dispatch(result.isFinal ? { event: 'say', text, by: 'mouth' } : { event: 'hearing', text, level: LEVEL });
    };
    recogniser.onend = () => {
      if (this.#recogniser !== recogniser) return;
      this.#recogniser = null;
      if (!said) this.#dispatch({ event: 'say', text: '', by: 'mouth' });
    };
    this.#recogniser = recogniser;
    recogniser.start();
  }

  /** 说完了: what was heard until now still comes. */
  finish() {
    delete this.#line.dataset.listens;
    this.#recogniser?.stop();
  }

  /** Hears nothing any more; nobody is told. */
  hush() {
    const recogniser = this.#recogniser;
    this.#recogniser = null;
    recogniser?.abort();
    delete this.#line.dataset.listens;
  }

  #typed(event) {
    event.preventDefault();
    const input = this.#line.querySelector('input');
    const text = input.value.trim();
    if (!text) return;
    this.hush();
    this.#dispatch({ event: 'say', text, by: 'hand' });
    input.value = '';
  }
}

const Recogniser = () => window.SpeechRecognition ?? window.webkitSpeechRecognition;
