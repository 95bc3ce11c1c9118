import { button, enable, rename } from "./button.js";
import { h, move, setText, show, Slot } from "./dom.js";
import { icon } from "./icons.js";

/** @typedef {import("./types.js").Card} State */

/** A step that waits for a person: why, and what can be done about it. */
export class Gate {
  /**
   * @param {{onApprove: () => void, onSkip: () => void}} handlers
   * @param {HTMLElement} scores the tools to choose from
   */
  constructor({ onApprove, onSkip }, scores) {
    this.why = h("span", {});
    this.outside = h("div", { class: "husky-outside", hidden: true });
    this.approve = button("approve", "Approve: run this step", onApprove, "Approve");
    this.approve.classList.add("husky-main");
    this.skip = button("skip", "Skip this step", onSkip, "Skip");
    this.buttons = h("div", { class: "husky-gate-buttons" }, this.approve, this.skip);
    this.scores = scores;
    this.tools = h("div", { class: "husky-tools" });
    const line = h("div", { class: "husky-why" }, icon("pause"), this.why);
    const row = h("div", { class: "husky-gate-row" }, this.buttons, this.tools);
    this.element = h("div", { class: "husky-gate", role: "group", "aria-label": "This step waits for you" });
    this.element.append(line, this.outside, row);
    this.slot = new Slot(this.element);
  }

  /**
   * Edit and the scores belong to the card's head; while it waits they are here.
   *
   * @param {State} state
   * @param {{open: boolean, asked: boolean, edited: boolean}} now
   * @param {{edit: HTMLElement, actions: HTMLElement, meta: HTMLElement}} head
   */
  update(state, { open, asked, edited }, { edit, actions, meta }) {
    move(open ? this.buttons : actions, edit, open ? this.skip : actions.firstElementChild);
    move(open ? this.tools : meta, this.scores);
    if (open) this.#tell(state);
    for (const element of [this.approve, this.skip]) enable(element, open && !asked);
    const words = edited ? "Approve as edited" : "Approve";
    rename(this.approve, "approve", `${words}: run this step`, words);
    this.slot.show(open);
  }

  /** @param {State} state */
  #tell({ why, untrusted }) {
    setText(this.why, why ? `Waits for you: ${why}` : "Waits for you");
    const texts = untrusted ?? [];
    this.outside.replaceChildren(
      icon("warning"),
      h("span", {}, "Text from outside in this step: ", ...texts.flatMap((text) => [h("q", {}, text), " "])),
    );
    show(this.outside, texts.length > 0);
  }
}
