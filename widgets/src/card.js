/** One step: what it is, the call, what came out, and what a person can do about it. */
import { badge } from "./badge.js";
import { button, enable, enabled } from "./button.js";
import { h, setText, show } from "./dom.js";
import { noteOf, rerunOf } from "./draft.js";
import { CallEditor } from "./editor.js";
import { metaOf, wordOf } from "./meta.js";
import { Result } from "./result.js";
import { busy } from "./state.js";
import { StepField } from "./step.js";

/** @typedef {import("./types.js").Card} State */
/** @typedef {(command: import("./types.js").Command) => void} Send */

const DOUBLE_CLICK = 1000; // milliseconds

export class Card {
  /** @type {State|null} */
  #state = null;
  #editing = false;
  /** When a rerun was asked for that the kernel has not taken up yet, in milliseconds; 0 for none. */
  #asked = 0;
  #enabled = true;

  /** @param {Send} send */
  constructor(send) {
    this.send = send;
    const act = { onRerun: () => this.rerun(), onCancel: () => this.cancel(), onChange: () => this.#changed() };
    this.field = new StepField(act);
    this.number = h("span", { class: "husky-number" });
    this.badge = h("span", {});
    this.meta = h("span", { class: "husky-meta" });
    this.edit = button("edit", "Edit this step", () => this.startEditing());
    this.again = button("rerun", "Rerun from this step (Shift+Enter)", () => this.rerun(), "Rerun");
    this.actions = h("span", { class: "husky-actions" }, this.edit, this.again);
    this.host = h("div", { class: "husky-call", "data-husky-field": "call" });
    this.editor = new CallEditor(this.host, { ...act, isEditing: () => this.#editing });
    this.note = h("span", { class: "husky-note" });
    const cancel = button("cancel", "Cancel editing (Escape)", () => this.cancel(), "Cancel");
    this.bar = h("div", { class: "husky-editbar", hidden: true }, this.note, cancel);
    this.result = new Result();
    const title = h("div", { class: "husky-title" }, this.badge, this.field.element);
    const head = h("div", { class: "husky-head" }, this.number, title, this.meta, this.actions);
    const body = h("div", { class: "husky-body" }, this.host, this.bar, this.result.element);
    this.element = h("li", { class: "husky-card" }, head, body);
  }

  /** @param {State} state */
  update(state) {
    if (state === this.#state) return;
    const old = this.#state;
    this.#state = state;
    this.#asked = 0;
    if (this.#editing && busy(state.status)) this.#leave();
    if (old?.tool !== state.tool) this.badge.replaceChildren(badge(state.tool));
    if (!this.#editing) this.#showTexts(state);
    this.editor.setLanguage(state.tool === "code" ? "python" : "text");
    this.result.update(state);
    this.#showStatus();
  }

  /** @param {boolean} enabled false when no kernel listens any more */
  setEnabled(enabled) {
    this.#enabled = enabled;
    this.#showStatus();
  }

  startEditing() {
    if (!this.#state || !enabled(this.edit)) return;
    this.#enter();
    this.field.focus();
  }

  cancel() {
    if (this.#editing && this.#state) {
      this.#leave();
      this.#showTexts(this.#state);
    } else this.edit.focus();
  }

  rerun() {
    if (!this.#state || !enabled(this.again) || Date.now() - this.#asked < DOUBLE_CLICK) return;
    const rerun = rerunOf(this.#before(), this.#draft());
    this.#asked = Date.now();
    this.#leave();
    this.field.show(rerun.step);
    this.send({ kind: "rerun", index: this.#state.index, ...rerun });
  }

  destroy() {
    this.editor.destroy();
  }

  #before() {
    return { step: this.#state?.step ?? "", call: this.#state?.call ?? null };
  }

  #draft() {
    return { step: this.field.text, call: this.#state?.call === null ? null : this.editor.text };
  }

  #changed() {
    if (!this.#editing) this.#enter();
    setText(this.note, noteOf(this.#before(), this.#draft()));
  }

  #enter() {
    this.#editing = true;
    this.field.open();
    this.bar.append(this.again);
    setText(this.note, noteOf(this.#before(), this.#draft()));
    this.#showStatus();
  }

  #leave() {
    const focused = this.element.contains(document.activeElement);
    this.#editing = false;
    this.field.close();
    this.actions.append(this.again);
    this.#showStatus();
    if (focused) this.edit.focus();
  }

  /** @param {State} state */
  #showTexts(state) {
    this.field.show(state.step);
    this.editor.text = state.call ?? "";
    show(this.host, Boolean(state.call));
  }

  #showStatus() {
    const state = this.#state;
    if (!state) return;
    const status = this.#asked ? "waiting" : state.status;
    const settled = !busy(state.status) && this.#enabled;
    enable(this.edit, settled && !this.#editing);
    enable(this.again, settled);
    this.editor.setWritable(settled);
    show(this.bar, this.#editing);
    const { dataset } = this.element;
    dataset.huskyStep = String(state.index);
    dataset.huskyStatus = status;
    dataset.huskyTool = state.tool;
    this.element.classList.toggle("husky-editing", this.#editing);
    this.element.setAttribute("aria-label", `Step ${state.index + 1}, ${state.tool}, ${wordOf(status)}`);
    setText(this.number, String(state.index + 1));
    this.meta.replaceChildren(...metaOf(state, status));
  }
}
