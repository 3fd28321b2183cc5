/**
 * Draws descriptions of elements and patches them in place, so that identity, focus and an input method's composition
 * survive a redraw. Start at `h` (describes) and `patch` (draws).
 *
 * @typedef {Object} Description
 * @property {string} tag
 * @property {string} key name among its siblings; the same key and tag keep the same element
 * @property {Object<string, *>} props attributes; `after(element)` runs when the children stand; `own` leaves them alone
 * @property {Array<Description|string>} children
 */

const SVG = 'http://www.w3.org/2000/svg';
const NOT_ATTRIBUTES = new Set(['key', 'after', 'own']);
const keyOf = new WeakMap();

/**
 * Describes an element. `null`, `undefined` and `false` among the children are left out; lists are laid flat.
 *
 * @param {string} tag
 * @param {?Object<string, *>} props `null`, `undefined` and `false` leave an attribute out, `true` leaves it empty
 * @param {...*} children
 * @returns {Description}
 */
export function h(tag, props, ...children) {
  return { tag, key: props?.key ?? '', props: props ?? {}, children: kept(children) };
}

const kept = (children) => children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);

/**
 * Makes the children of `parent` match `children`, keeping the elements that stay.
 *
 * @param {Element} parent
 * @param {Array<Description|string>} children
 */
export function patch(parent, children) {
  const focused = document.activeElement;
  patchChildren(parent, kept(children));
  if (focused && focused !== document.activeElement && focused.isConnected && parent.contains(focused)) {
    focused.focus({ preventScroll: true });
  }
}

function patchChildren(parent, children) {
  const standing = new Map();
  for (const node of parent.childNodes) standing.set(keyOf.get(node), node);
  const counts = new Map();
  const wanted = children.map((child) => {
    const key = fullKey(child, counts);
    const node = standing.get(key) ?? create(child, parent);
    standing.delete(key);
    keyOf.set(node, key);
    return node;
  });
  // What goes, goes first: then what stays is not moved, and keeps focus.
  standing.forEach((node) => node.remove());
  let next = parent.firstChild;
  wanted.forEach((node) => {
    if (node === next) next = next.nextSibling;
    else parent.insertBefore(node, next);
  });
  children.forEach((child, index) => update(wanted[index], child));
}

function fullKey(child, counts) {
  const kind = typeof child === 'string' ? '#text' : `${child.tag}:${child.key}`;
  const seen = counts.get(kind) ?? 0;
  counts.set(kind, seen + 1);
  return `${kind}:${seen}`;
}

function create(child, parent) {
  if (typeof child === 'string') return document.createTextNode(child);
  const svg = child.tag === 'svg' || parent.namespaceURI === SVG;
  return svg ? document.createElementNS(SVG, child.tag) : document.createElement(child.tag);
}

function update(node, child) {
  if (typeof child === 'string') {
    if (node.data !== child) node.data = child;
    return;
  }
  setAttributes(node, child.props);
  if (!child.props.own) patchChildren(node, child.children);
  child.props.after?.(node);
}

function setAttributes(element, props) {
  const wanted = new Map();
  for (const [name, value] of Object.entries(props)) {
    if (NOT_ATTRIBUTES.has(name) || value === null || value === undefined || value === false) continue;
    wanted.set(name, value === true ? '' : String(value));
  }
  const before = element.drawnAttributes ?? new Set();
  before.forEach((name) => wanted.has(name) || element.removeAttribute(name));
  wanted.forEach((value, name) => element.getAttribute(name) === value || element.setAttribute(name, value));
  element.drawnAttributes = new Set(wanted.keys());
}
