import { h } from "./dom.js";
import { percent } from "./format.js";

/** The tools in the order of their keys; others of a user's own follow. */
const TOOLS = ["code", "math", "search", "commonsense", "finish"];

/** @typedef {{scores: Record<string, number>, tool: string}} Choice */

/**
 * How likely each tool was: a part for each, as wide as its probability. Where a person may flip the tool, each part is
 * a radio button; choosing one acts at once, so that arrow keys only move between them.
 */
export class Scores {
  #drawn = "";

  /** @param {(tool: string) => void} onFlip */
  constructor(onFlip) {
    this.onFlip = onFlip;
    this.element = h("span", { class: "husky-scores", keydown: (/** @type {KeyboardEvent} */ e) => this.#key(e) });
  }

  /**
   * @param {Choice} choice
   * @param {boolean} open whether the tool can be flipped
   * @param {boolean} large whether names and numbers are seen, not only said
   */
  update({ scores, tool }, open, large) {
    const drawn = JSON.stringify([scores, tool, open, large]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const ranked = Object.entries(scores).sort((a, b) => b[1] - a[1]);
    const words = ranked.map(([name, p]) => `${name} ${percent(p)}`).join(", ");
    this.element.hidden = !open && !ranked.length;
    this.element.setAttribute("role", open ? "radiogroup" : "img");
    this.element.setAttribute("aria-label", open ? `Tool of this step. Scores: ${words}` : `Tool scores: ${words}`);
    this.element.title = open ? "" : words;
    const names = open ? [...new Set([...TOOLS, ...Object.keys(scores)])] : ranked.map(([name]) => name);
    const focused = this.element.contains(document.activeElement) ? document.activeElement : null;
    const had = /** @type {HTMLElement|null} */ (focused)?.dataset.huskyTool;
    this.element.replaceChildren(
      ...names.map((name, at) => (open ? this.#radio(name, at, scores, tool, large) : part(name, scores, tool))),
    );
    if (focused) this.#focusOn(had ?? tool);
  }

  /**
   * @param {string} name
   * @param {number} at
   * @param {Record<string, number>} scores
   * @param {string} tool the one it has
   * @param {boolean} large
   */
  #radio(name, at, scores, tool, large) {
    const radio = part(name, scores, tool, "button");
    const score = name in scores ? percent(scores[name]) : "";
    const key = at < 9 ? String(at + 1) : "";
    const chosen = name === tool;
    const says = chosen ? `${name} is this step's tool` : `Give this step to ${name}`;
    if (large) radio.append(h("kbd", {}, key), h("span", {}, name), h("span", { class: "husky-score" }, score));
    radio.setAttribute("type", "button");
    radio.setAttribute("role", "radio");
    radio.setAttribute("aria-checked", String(chosen));
    radio.setAttribute("aria-label", [key, name, score].filter(Boolean).join(" "));
    if (key) radio.setAttribute("aria-keyshortcuts", key);
    radio.title = [says, score, key && `(${key})`].filter(Boolean).join(" ");
    radio.tabIndex = chosen ? 0 : -1;
    radio.addEventListener("click", () => chosen || this.onFlip(name));
    return radio;
  }

  /** @param {string|undefined} name */
  #focusOn(name) {
    const radios = /** @type {HTMLElement[]} */ ([...this.element.querySelectorAll("[role=radio]")]);
    (radios.find((radio) => radio.dataset.huskyTool === name) ?? radios[0])?.focus();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!by) return;
    const radios = /** @type {HTMLElement[]} */ ([...this.element.querySelectorAll("[role=radio]")]);
    const at = radios.indexOf(/** @type {HTMLElement} */ (event.target));
    if (at < 0) return;
    event.preventDefault();
    radios[(at + by + radios.length) % radios.length].focus();
  }
}

/**
 * @param {string} name
 * @param {Record<string, number>} scores
 * @param {string} tool
 * @param {"span"|"button"} [tag]
 * @returns {HTMLElement}
 */
function part(name, scores, tool, tag = "span") {
  const element = h(tag, { "data-husky-tool": name, class: name === tool ? "husky-chosen" : null });
  element.style.flexGrow = String(Math.max(scores[name] ?? 0, 0));
  return element;
}
