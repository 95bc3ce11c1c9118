/** Keys for every action, while the focus is in the cards and not in a text. */

/** @type {Record<string, string>} by action; Escape is listened to where it means something */
export const KEYS = {
  pause: "p",
  resume: "p",
  "step-mode": "t",
  stop: "s",
  hint: "h",
  approve: "a",
  edit: "e",
  skip: "k",
  rerun: "r",
  undo: "u",
  branch: "b",
  compare: "c",
  promote: "m",
  help: "?",
  cancel: "Escape",
  close: "Escape",
};

/** @type {[string, string][]} what the help says, in its order */
export const HELP = [
  ["P", "pause or resume"],
  ["T", "step mode on or off"],
  ["S", "stop"],
  ["H", "write a hint"],
  ["A", "approve the step that waits"],
  ["E", "edit the step"],
  ["K", "skip the step that waits"],
  ["1 – 5", "give the step to another tool"],
  ["R", "rerun from the step"],
  ["Shift+Enter", "approve or rerun what is being edited"],
  ["Esc", "leave the editing"],
  ["U", "undo to the step"],
  ["B", "go to the branches; ↑ ↓ ← → and Enter there"],
  ["C", "compare two branches"],
  ["M", "make the shown branch the live one"],
];

/**
 * @param {HTMLElement} root
 */
export function listenToKeys(root) {
  root.addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(target)) return;
    const wanted = /^[1-9]$/.test(event.key) ? toolAt(root, target, Number(event.key)) : actionOf(root, target, event);
    if (!wanted) return;
    event.preventDefault();
    if (wanted.matches("[role=treeitem], input")) wanted.focus();
    else wanted.click();
  });
}

/** @param {HTMLElement} target */
function typing(target) {
  return target.matches("textarea, select, input:not([type=checkbox])") || target.closest("[contenteditable=true]");
}

/**
 * @param {HTMLElement} root
 * @param {HTMLElement} target where the focus is
 * @param {KeyboardEvent} event
 * @returns {HTMLElement|null} what the key stands for, nearest to the focus
 */
function actionOf(root, target, event) {
  const actions = Object.keys(KEYS).filter((action) => KEYS[action] === event.key.toLowerCase());
  if (event.key.toLowerCase() === "h") return usable(root, "[data-husky-field=hint]");
  if (event.key.toLowerCase() === "b") return usable(root, "[role=treeitem][tabindex='0']");
  const selector = actions.map((action) => `[data-husky-action=${action}]`).join();
  return selector ? nearest(root, target, selector) : null;
}

/**
 * @param {HTMLElement} root
 * @param {HTMLElement} target
 * @param {number} number
 */
function toolAt(root, target, number) {
  return nearest(root, target, `[role=radio]:nth-of-type(${number})`);
}

/**
 * @param {HTMLElement} root
 * @param {HTMLElement} target
 * @param {string} selector
 * @returns {HTMLElement|null} in the card that has the focus; else in the one that waits; else in the header
 */
function nearest(root, target, selector) {
  const own = target.closest("[data-husky-step]");
  const waiting = root.querySelector("[data-husky-step].husky-waits");
  const others = [...root.children].filter((part) => !part.matches("ol"));
  for (const place of [own, waiting, ...others]) {
    const found = place && usable(place, selector);
    if (found) return found;
  }
  return null;
}

/**
 * @param {Element} place
 * @param {string} selector
 * @returns {HTMLElement|null}
 */
function usable(place, selector) {
  const all = /** @type {NodeListOf<HTMLElement>} */ (place.querySelectorAll(selector));
  return [...all].find((one) => !one.closest("[hidden], [aria-disabled=true]")) ?? null;
}
