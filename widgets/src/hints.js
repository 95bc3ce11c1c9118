import { button } from "./button.js";
import { h, show } from "./dom.js";
import { icon } from "./icons.js";

const LONGEST = 2000; // characters, as the kernel takes them

/** What a person said for all later steps, and the line to say more while the run goes on. */
export class Hints {
  /** @type {string} */
  #shown = "";

  /** @param {(text: string) => void} onHint */
  constructor(onHint) {
    this.onHint = onHint;
    this.list = h("ul", { class: "husky-hints", "aria-label": "Hints given", hidden: true });
    this.input = h("input", {
      type: "text",
      class: "husky-input",
      "data-husky-field": "hint",
      "aria-label": "Hint for the next steps",
      "aria-keyshortcuts": "h",
      title: "Hint for the next steps (H)",
      placeholder: "Hint for the next steps, such as: use the median, ignore 2019",
      maxlength: LONGEST,
      autocomplete: "off",
      keydown: (/** @type {KeyboardEvent} */ event) => this.#key(event),
    });
    const add = button("hint", "Add hint: it holds for all later steps", () => this.#add(), "Add hint");
    this.form = h("div", { class: "husky-hint-form" }, this.input, add);
    this.element = h("div", { class: "husky-hint" }, this.list, this.form);
  }

  /**
   * @param {string[]} hints
   * @param {boolean} open whether there are steps to come
   */
  update(hints, open) {
    if (hints.join("\n") !== this.#shown) {
      this.#shown = hints.join("\n");
      this.list.replaceChildren(...hints.map((hint) => h("li", {}, icon("hint"), h("span", {}, hint))));
    }
    show(this.list, hints.length > 0);
    show(this.form, open);
    show(this.element, open || hints.length > 0);
  }

  #add() {
    const text = this.input.value.replace(/\s+/g, " ").trim();
    if (text) this.onHint(text);
    this.input.value = "";
    this.input.focus();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing) return;
    if (event.key === "Enter") this.#add();
    else if (event.key === "Escape") /** @type {HTMLElement|null} */ (this.element.closest("[data-husky]"))?.focus();
  }
}
