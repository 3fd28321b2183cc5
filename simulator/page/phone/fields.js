/**
 * Text fields and digit fields: what is typed stays the person's own.
 *
 * A field takes the core's text only when `value_epoch` rises, sends every change with a rising `edit_seq`, and sends
 * nothing while an input method composes.
 */
export class Fields {
  /** @type {Map<string, {epoch: number, text: string, seq: number, length?: number}>} */
  #known = new Map();
  #revision;
  #dispatch;
  #announce;
  #changed;

  /**
   * @param {Element} root
   * @param {() => number} revision gives the revision drawn now
   * @param {(event: Object) => void} dispatch takes a `UiEvent`
   * @param {(words: string) => void} announce says a few words to assistive technology
   * @param {() => void} changed draws the boxes anew: the core does not send back what was typed
   */
  constructor(root, revision, dispatch, announce, changed) {
    this.#revision = revision;
    this.#dispatch = dispatch;
    this.#announce = announce;
    this.#changed = changed;
    root.addEventListener('input', (event) => event.isComposing || this.#take(event.target));
    root.addEventListener('compositionend', (event) => this.#take(event.target));
    root.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !event.isComposing && event.target.matches?.('input[data-field]')) event.target.blur();
    });
    root.addEventListener('click', (event) => this.#pad(event.target.closest?.('[data-digit]')));
  }

  /** Forgets everything: another process of the phone counts from the start. */
  reset() {
    this.#known.clear();
  }

  /**
   * Drops fields that are no longer on the screen.
   *
   * @param {Set<string>} ids fields on the screen
   */
  keep(ids) {
    for (const id of this.#known.keys()) ids.has(id) || this.#known.delete(id);
  }

  /**
   * Gives what a field shows now: the person's text, or the core's where the core changed it since.
   *
   * @param {string} id
   * @param {{text: string, value_epoch: number}} value
   * @returns {string}
   */
  text(id, value) {
    const known = this.#known.get(id);
    if (known && value.value_epoch <= known.epoch) return known.text;
    this.#known.set(id, { epoch: value.value_epoch, text: value.text, seq: known?.seq ?? 0 });
    return value.text;
  }

  /**
   * Puts the text into its input, unless the input has it or an input method holds it.
   *
   * @param {HTMLInputElement} input
   * @param {string} text
   */
  fill(input, text) {
    if (input.value !== text && !input.composing) input.value = text;
    if (input.watched) return;
    input.watched = true;
    input.addEventListener('compositionstart', () => (input.composing = true));
    input.addEventListener('compositionend', () => (input.composing = false));
  }

  #take(input) {
    const id = input.dataset?.field;
    if (!id) return;
    const length = Number(input.dataset.length ?? 0);
    if (!length) return this.#edit(id, input.value);
    const digits = onlyDigits(input.value).slice(0, length);
    input.value = digits;
    this.#edit(id, digits);
  }

  #pad(key) {
    if (!key) return;
    const { digit, of, length, oneDigit } = key.dataset;
    const before = this.#known.get(of)?.text ?? '';
    const after = digit === 'erase' ? before.slice(0, -1) : (before + digit).slice(0, Number(length));
    if (after === before) return;
    this.#announce(digit === 'erase' ? key.textContent : oneDigit || digit);
    this.#edit(of, after);
  }

  #edit(id, text) {
    const known = this.#known.get(id);
    if (!known || known.text === text) return;
    known.text = text;
    // Starts from the clock, so that a page that was loaded anew is not taken for an old one.
    known.seq = Math.max(known.seq + 1, Date.now());
    this.#dispatch({ event: 'edit', revision: this.#revision(), id, value: text, edit_seq: known.seq });
    this.#changed();
  }
}

/** Full-width digits are digits too; whatever else was pasted between them goes. */
function onlyDigits(text) {
  return text.normalize('NFKC').replace(/[^0-9]/g, '');
}
