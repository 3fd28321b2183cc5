/**
 * Turns taps and keys into `press` events that carry the revision the person saw.
 *
 * The revision is taken when the finger goes down: a screen that changes under it does not change what was meant. The
 * core decides whether the press still counts.
 */
export class Presses {
  #down = null;

  /**
   * @param {Element} root listens here for every part with `data-press`
   * @param {() => number} revision gives the revision drawn now
   * @param {(event: Object) => void} dispatch takes a `UiEvent`
   */
  constructor(root, revision, dispatch) {
    root.addEventListener('pointerdown', (event) => {
      const id = idAt(event);
      this.#down = id && { id, revision: revision() };
    });
    root.addEventListener('click', (event) => {
      const id = idAt(event);
      if (!id) return;
      // A click without a pointer (keyboard, assistive technology) means what is drawn now.
      const byPointer = event.detail > 0 && this.#down?.id === id;
      const seen = byPointer ? this.#down.revision : revision();
      this.#down = null;
      dispatch({ event: 'press', revision: seen, id });
    });
    root.addEventListener('keydown', moveInGroup);
    // The ring of a title that got focus by itself is drawn for those who use a keyboard only.
    addEventListener('keydown', () => (root.dataset.by = 'keys'), true);
    addEventListener('pointerdown', () => (root.dataset.by = 'pointer'), true);
  }
}

function idAt(event) {
  return event.target.closest?.('[data-press]')?.dataset.press;
}

/** Arrow keys walk through the answers of a choice, as people who use a keyboard expect of radio buttons. */
function moveInGroup(event) {
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  const group = step && event.target.closest?.('[role=radiogroup]');
  if (!group) return;
  const radios = [...group.querySelectorAll('[role=radio]')];
  const at = radios.indexOf(event.target);
  if (at < 0) return;
  event.preventDefault();
  radios[(at + step + radios.length) % radios.length].focus();
}
