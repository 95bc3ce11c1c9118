import { h, setText } from "./dom.js";

/**
 * The step's text: read as words, edited as a field of one line that wraps. Either way it carries the hook.
 */
export class StepField {
  #open = false;

  /** @param {{onRerun: () => void, onCancel: () => void, onChange: () => void}} handlers */
  constructor(handlers) {
    this.handlers = handlers;
    this.words = h("span", { class: "husky-step", "data-husky-field": "step" });
    this.input = h("textarea", {
      class: "husky-input",
      rows: 1,
      spellcheck: "false",
      "data-husky-field": "step",
      "aria-label": "Text of this step",
      input: () => {
        this.#fit();
        handlers.onChange();
      },
      keydown: (/** @type {KeyboardEvent} */ event) => this.#key(event),
    });
    this.element = h("span", { class: "husky-field" }, this.words);
  }

  get text() {
    return this.#open ? this.input.value : (this.words.textContent ?? "");
  }

  /** @param {string} text */
  show(text) {
    setText(this.words, text);
  }

  open() {
    if (this.#open) return;
    this.#open = true;
    this.input.value = this.words.textContent ?? "";
    this.words.replaceWith(this.input);
    this.#fit();
  }

  close() {
    if (!this.#open) return;
    this.#open = false;
    this.input.replaceWith(this.words);
  }

  focus() {
    this.input.focus();
    this.input.select();
  }

  #fit() {
    this.input.style.height = "auto";
    this.input.style.height = `${this.input.scrollHeight}px`;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing) return;
    if (event.key === "Escape") this.handlers.onCancel();
    else if (event.key === "Enter" && (event.shiftKey || event.ctrlKey || event.metaKey)) this.handlers.onRerun();
    if (event.key === "Enter") event.preventDefault(); // a step is one line
  }
}
