/** Answers of other programs, each with a button that takes it. */
import { button } from "./button.js";
import { h, show } from "./dom.js";

/** @typedef {import("./types.js").Other} Other */

const LONGEST = 80; // characters

export class Choices {
  #shown = "";

  /** @param {(index: number) => void} onTake */
  constructor(onTake) {
    this.onTake = onTake;
    this.buttons = h("span", { class: "husky-choices-buttons" });
    const label = h("span", {}, "Other readings:");
    const told = { class: "husky-choices", role: "group", "aria-label": "Other readings", hidden: true };
    this.element = h("div", told, label, this.buttons);
  }

  /** @param {Other[]} others */
  update(others) {
    const shown = JSON.stringify(others);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.buttons.replaceChildren(...others.map((other) => this.#button(other)));
    show(this.element, others.length > 0);
  }

  /** @param {Other} other */
  #button({ index, said }) {
    const short = said.length > LONGEST ? `${said.slice(0, LONGEST - 1)}…` : said;
    const label = `Take ${short} of step ${index + 1} as the answer`;
    return button("take", label, () => this.onTake(index), short);
  }
}
