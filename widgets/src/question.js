import { button } from "./button.js";
import { h, setText, Slot } from "./dom.js";
import { icon } from "./icons.js";

/** @typedef {import("./types.js").Command & {answer?: import("./types.js").Answer}} Command */

/** Asks before variables are overwritten that the user changed since in other cells. */
export class Question {
  /** @type {Command|null} */
  #command = null;

  /** @param {(command: import("./types.js").Command) => void} send */
  constructor(send) {
    this.send = send;
    this.names = h("span", {});
    const overwrite = button("overwrite", "Overwrite them", () => this.#answer("overwrite"), "Overwrite");
    const mine = button("mine", "Keep mine: go on, and leave these variables as they are", () => this.#answer("mine"), "Keep mine");
    const cancel = button("cancel", "Cancel: change nothing", () => this.hide(), "Cancel");
    const buttons = h("div", { class: "husky-gate-buttons" }, overwrite, mine, cancel);
    const line = h("div", { class: "husky-why" }, icon("warning"), this.names);
    this.element = h("div", { class: "husky-question-box", role: "group", "aria-label": "Variables changed since" });
    this.element.append(line, buttons);
    this.element.addEventListener("keydown", (event) => event.key === "Escape" && this.hide());
    this.slot = new Slot(this.element);
  }

  get text() {
    return this.slot.shown ? (this.names.textContent ?? "") : "";
  }

  /**
   * @param {string[]} names
   * @param {Command} command what to send again with the answer
   */
  ask(names, command) {
    this.#command = command;
    const them = names.length === 1 ? "it" : "them";
    setText(this.names, `You changed ${listed(names)} since, in other cells. This would overwrite ${them}.`);
    const near = document.activeElement;
    this.slot.show(true);
    const inText = near?.matches("input, textarea, [contenteditable=true]");
    if (near && !inText && this.element.closest("[data-husky]")?.contains(near))
      /** @type {HTMLElement} */ (this.element.querySelector("[data-husky-action=overwrite]")).focus();
  }

  hide() {
    this.#command = null;
    this.slot.show(false);
  }

  /** @param {"overwrite"|"mine"} answer */
  #answer(answer) {
    const command = this.#command;
    this.hide();
    if (command) this.send(/** @type {any} */ ({ ...command, answer }));
  }
}

/** @param {string[]} names */
function listed(names) {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
