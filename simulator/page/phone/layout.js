/**
 * What style sheets cannot decide: whether words fit beside one another. Runs after each drawing and each change of size.
 *
 * Every rule here only moves parts below one another; nothing is shortened or made smaller.
 */

/** Above this scale the primary action moves to the end of the content. */
const PRIMARY_UNPINS = 1.3;
/** Above this scale the bar is two rows of two. */
const BAR_DOUBLES = 1.6;
/** Below this height the primary action moves to the end of the content. */
const LOW_SCREEN = 640;
/** A title that takes more of the content's height than this goes away with the content. */
const TITLE_MOST = 1 / 3;

/**
 * Says how the slots stand for a screen of this size; height 640 itself counts as low: there the code needs the room.
 *
 * @param {{scale: number, height: number}} measured scale of the text: user step times system times script
 * @returns {{flow: 'pinned'|'end', bar: 'one'|'two'}}
 */
export function arrangement({ scale, height }) {
  return {
    flow: scale > PRIMARY_UNPINS || height <= LOW_SCREEN ? 'end' : 'pinned',
    bar: scale > BAR_DOUBLES ? 'two' : 'one',
  };
}

/** The scale of the text that the style sheets use on `screen`. */
export function scaleOf(screen) {
  const style = getComputedStyle(screen);
  return ['--step', '--script', '--system'].reduce((scale, name) => scale * (Number(style.getPropertyValue(name)) || 1), 1);
}

const RULES = {
  panel: ['below', (panel) => lines(panel.querySelector('.lead')) > 1],
  fact: ['stacked', (fact) => [...fact.children].some((part) => lines(part) > 1)],
  modes: ['column', (strip) => overflows(strip) || [...strip.children].some(overflows)],
  pair: ['column', (slot) => slot.childElementCount > 1 && [...slot.children].some(wraps)],
  reviewed: ['stacked', (row) => lines(row.querySelector('dd')) > 1],
  tagged: ['stacked', (row) => [...row.querySelectorAll('.t > *')].some((part) => lines(part) > 1)],
  tiles: ['column', (tiles) => [...tiles.children].some(wraps)],
};

/** Whether the lines of an element run down. */
const runsDown = (element) => getComputedStyle(element).writingMode.startsWith('vertical');

/**
 * Puts below one another what does not fit beside.
 *
 * @param {Element} screen
 */
export function fit(screen) {
  for (const part of screen.querySelectorAll('[data-fit]')) {
    const [mark, tooMuch] = RULES[part.dataset.fit];
    part.classList.remove(mark);
    part.classList.toggle(mark, tooMuch(part));
  }
  layAcross(screen);
  const [head, scroll] = [screen.querySelector('.head'), screen.querySelector('.scroll')];
  screen.toggleAttribute('data-tall', head.offsetHeight > scroll.clientHeight * TITLE_MOST);
  markOverflow(screen.querySelector('.scroll'));
}

/** Where only sentences of our own run down, one that needs more columns than there is room for runs across. */
function layAcross(screen) {
  if (screen.dataset.writing !== 'keys-down') return;
  for (const part of screen.querySelectorAll('h1,.p,.notice .t')) {
    part.classList.remove('lies');
    const { right } = part.getBoundingClientRect();
    part.classList.toggle('lies', runsDown(part) && (part.scrollWidth > part.clientWidth + 1 || right > part.parentElement.getBoundingClientRect().right + 1));
  }
}

function lines(element) {
  if (!element) return 0;
  const range = document.createRange();
  range.selectNodeContents(element);
  const down = runsDown(element);
  const boxes = [...range.getClientRects()].filter((box) => (down ? box.height : box.width) > 1);
  const ends = boxes.map((box) => (down ? box.right : box.bottom));
  const height = parseFloat(getComputedStyle(element).fontSize);
  return ends.length === 0 ? 0 : 1 + Math.round((Math.max(...ends) - Math.min(...ends)) / (height * 1.3));
}

/** Whether the words of an element need more than its line gives. */
function overflows(element) {
  const { scrollWidth, clientWidth, scrollHeight, clientHeight } = element;
  return runsDown(element) ? scrollHeight > clientHeight + 1 : scrollWidth > clientWidth + 1;
}

const wraps = (part) => lines(part.querySelector('span') ?? part) > 1 || overflows(part);

/** A line above the slots says that there is more below; without a pressable part inside, the keyboard must reach it. */
function markOverflow(scroll) {
  if (!scroll) return;
  const { scrollHeight, clientHeight, scrollTop, scrollWidth, clientWidth, scrollLeft } = scroll;
  const hidden = runsDown(scroll) ? scrollWidth - clientWidth : scrollHeight - clientHeight;
  scroll.closest('.drawn').toggleAttribute('data-more', hidden - (runsDown(scroll) ? scrollLeft : scrollTop) > 2);
  if (hidden > 1 && !scroll.querySelector('button,input')) scroll.tabIndex = 0;
  else scroll.removeAttribute('tabindex');
  if (scroll.watched) return;
  scroll.watched = true;
  scroll.addEventListener('scroll', () => markOverflow(scroll), { passive: true });
}
