import { badge } from "./badge.js";
import { button } from "./button.js";
import { h, setText, show } from "./dom.js";
import { effectsBox } from "./effects.js";
import { count, duration } from "./format.js";
import { beginningOf, nameOf } from "./lines.js";

/** @typedef {import("./types.js").Side} Side */
/** @typedef {import("./types.js").Line} Line */

/** Two branches side by side; below one another where it is narrow. */
export class Compare {
  /** @type {Line[]} */
  #lines = [];

  /** @param {{onCompare: (left: string, right: string) => void, onClose: () => void}} handlers */
  constructor(handlers) {
    this.handlers = handlers;
    this.title = h("div", { class: "husky-label" }, "Two branches compared");
    const close = button("close", "Close the comparison", () => this.close(), "Close");
    this.columns = h("div", { class: "husky-columns" });
    const head = h("div", { class: "husky-compare-head" }, this.title, close);
    this.element = h("section", { class: "husky-compare", "aria-label": "Comparison", hidden: true }, head, this.columns);
    this.element.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
  }

  get open() {
    return !this.element.hidden;
  }

  /**
   * @param {Side} left
   * @param {Side} right
   * @param {Line[]} lines
   */
  show(left, right, lines) {
    this.#lines = lines;
    const rows = Math.max(left.cards.length, right.cards.length);
    const same = left.cards.map((card, at) => alike(card, right.cards[at]));
    this.columns.style.setProperty("--husky-rows", String(rows + 2));
    this.columns.replaceChildren(this.#column(left, right, "left", same), this.#column(right, left, "right", same));
    const answers = left.answer === right.answer ? "the same answer" : "different answers";
    setText(this.title, `${nameOf(lines, left)} and ${nameOf(lines, right)}: ${answers}`);
    show(this.element, true);
  }

  close() {
    if (!this.open) return;
    show(this.element, false);
    this.handlers.onClose();
  }

  /**
   * @param {Side} side
   * @param {Side} other
   * @param {"left"|"right"} place
   * @param {boolean[]} same
   */
  #column(side, other, place, same) {
    const changed = (/** @type {string} */ id) =>
      place === "left" ? this.handlers.onCompare(id, other.id) : this.handlers.onCompare(other.id, id);
    const label = place === "left" ? "Branch on the left" : "Branch on the right";
    const choice = h("select", { "aria-label": label, change: () => changed(choice.value) });
    for (const line of this.#lines.filter(({ id }) => id !== other.id)) {
      const words = `${nameOf(this.#lines, line)}: ${beginningOf(line)}${line.live ? " (live)" : ""}`;
      choice.append(h("option", { value: line.id, selected: line.id === side.id }, words));
    }
    const steps = side.cards.map((card, at) => stepOf(card, Boolean(same[at])));
    const blank = Array.from({ length: Math.max(0, other.cards.length - side.cards.length) }, () => h("div", {}));
    return h(
      "article",
      { class: "husky-column", "aria-label": nameOf(this.#lines, side) },
      h("div", { class: "husky-side" }, choice, h("div", { class: "husky-side-facts" }, factsOf(side))),
      ...steps,
      ...blank,
      h("div", { class: "husky-side-end" }, h("span", { class: "husky-label" }, "Answer"), answerOf(side)),
    );
  }
}

/**
 * @param {Side} side
 * @returns {string} `3 steps · 4.1 s · 210 tokens · finished`
 */
function factsOf({ cards, status }) {
  const seconds = cards.reduce((sum, card) => sum + card.seconds, 0);
  const tokens = cards.reduce((sum, card) => sum + card.tokens, 0);
  return [count(cards.length, "step"), duration(seconds), count(tokens, "token"), status].join(" · ");
}

/** @param {Side} side */
function answerOf({ answer }) {
  return h("div", { class: answer ? "husky-answer" : "husky-reason" }, answer || "No answer");
}

/**
 * @param {Side["cards"][number]} card
 * @param {boolean} same as on the other side
 */
function stepOf(card, same) {
  return h(
    "div",
    { class: same ? "husky-side-step husky-same" : "husky-side-step", "data-husky-compared": card.index },
    h("div", { class: "husky-title" }, h("span", { class: "husky-number" }, String(card.index + 1)), badge(card.tool)),
    h("div", { class: "husky-side-words" }, card.step, same ? h("span", { class: "husky-edited" }, "same") : null),
    same || !card.call ? null : h("pre", { class: "husky-text husky-side-call", tabindex: 0 }, card.call),
    card.output ? h("div", { class: "husky-side-output" }, `→ ${card.output}`) : null,
    same ? null : effectsBox(card.effects),
  );
}

/**
 * @param {Side["cards"][number]} one
 * @param {Side["cards"][number]|undefined} other
 */
function alike(one, other) {
  return (
    other !== undefined &&
    one.tool === other.tool &&
    one.step === other.step &&
    one.call === other.call &&
    one.output === other.output
  );
}
