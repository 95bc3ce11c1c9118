import { h, show } from "./dom.js";

/** Sentences below each other; nothing where there are none. */
export class Remarks {
  #shown = "";

  /** @param {string} label */
  constructor(label) {
    this.element = h("ul", { class: "husky-remarks", "aria-label": label, hidden: true });
  }

  /** @param {string[]} texts */
  update(texts) {
    const shown = texts.join("\n");
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.element.replaceChildren(...texts.map((text) => h("li", {}, text)));
    show(this.element, texts.length > 0);
  }
}
