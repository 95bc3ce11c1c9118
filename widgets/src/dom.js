/**
 * Build an element. Children that are strings become text nodes, so no markup in them is ever read.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string|number|boolean|null|undefined|((event: any) => void)>} [props]
 *   attributes; a function is a listener for the event of that name, true an empty attribute, false or null none
 * @param {...(Node|string|null)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== false && value !== null && value !== undefined)
      element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/**
 * Set an element's text, touching the page only if it differs.
 *
 * @param {Element} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

const HOLDERS = "[data-husky-step], [data-husky]";

/**
 * Where a focus goes that would vanish with an element: to the card or the run. It must not fall into the notebook,
 * where the next key would be a command.
 *
 * @param {Element} element
 * @returns {HTMLElement|null|undefined} null where it has no focus
 */
function holderOf(element) {
  return element.contains(document.activeElement) ? element.parentElement?.closest(HOLDERS) : null;
}

/**
 * Show or hide an element.
 *
 * @param {HTMLElement} element
 * @param {boolean} shown
 */
export function show(element, shown) {
  if (element.hidden !== shown) return;
  const holder = holderOf(element);
  element.hidden = !shown;
  if (!shown) holder?.focus({ preventScroll: true });
}

/** The place of an element that is in the page only while it is shown, so that what is found there can be pressed. */
export class Slot {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    this.anchor = document.createComment("");
  }

  get shown() {
    return this.element.parentNode !== null;
  }

  /** @param {boolean} shown */
  show(shown) {
    if (shown === this.shown) return;
    const holder = holderOf(this.element);
    if (shown) this.anchor.after(this.element);
    else this.element.remove();
    holder?.focus({ preventScroll: true });
  }
}

/**
 * Put an element somewhere else, with the focus it may have.
 *
 * @param {Element} parent
 * @param {Element} element
 * @param {Node|null} [before]
 */
export function move(parent, element, before = null) {
  if (element.parentElement === parent) return;
  const focused = element.contains(document.activeElement) ? document.activeElement : null;
  parent.insertBefore(element, before);
  /** @type {HTMLElement|null} */ (focused)?.focus({ preventScroll: true });
}
