import { h } from "./dom.js";
import { icon } from "./icons.js";
import { KEYS } from "./shortcuts.js";

/**
 * @param {string} action the hook, and the name of the icon
 * @param {string} label what it does, said to screen readers and in the tool tip
 * @param {() => void} onClick
 * @param {string} [text] shown beside the icon where there is room
 * @returns {HTMLButtonElement}
 */
export function button(action, label, onClick, text = "") {
  const click = (/** @type {Event} */ event) => enabled(/** @type {Element} */ (event.currentTarget)) && onClick();
  return rename(h("button", { type: "button", class: "husky-button", click }), action, label, text);
}

/**
 * Make a button another one, where it is: the focus stays.
 *
 * @param {HTMLButtonElement} element
 * @param {string} action
 * @param {string} label
 * @param {string} [text]
 */
export function rename(element, action, label, text = "") {
  if (element.dataset.huskyAction === action && element.getAttribute("aria-label") === label) return element;
  const key = KEYS[action];
  element.dataset.huskyAction = action;
  element.setAttribute("aria-label", label);
  element.title = key ? `${label} (${key[0].toUpperCase()}${key.slice(1)})` : label;
  if (key) element.setAttribute("aria-keyshortcuts", key);
  element.replaceChildren(icon(action), h("span", {}, text));
  return element;
}

/**
 * Unlike `disabled`, this keeps the focus where it is: a key pressed next must not reach the notebook.
 *
 * @param {Element} element
 * @param {boolean} allowed
 */
export function enable(element, allowed) {
  element.setAttribute("aria-disabled", String(!allowed));
}

/** @param {Element} element */
export function enabled(element) {
  return element.getAttribute("aria-disabled") !== "true";
}
