import { h } from "./dom.js";
import { icon } from "./icons.js";

/**
 * @param {string} action the hook, and the name of the icon
 * @param {string} label what it does, said to screen readers and in the tool tip
 * @param {() => void} onClick
 * @param {string} [text] shown beside the icon where there is room
 * @returns {HTMLButtonElement}
 */
export function button(action, label, onClick, text = "") {
  const names = { "data-husky-action": action, "aria-label": label, title: label };
  const click = (/** @type {Event} */ event) => enabled(/** @type {Element} */ (event.currentTarget)) && onClick();
  return h("button", { type: "button", class: "husky-button", ...names, click }, icon(action), h("span", {}, text));
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
