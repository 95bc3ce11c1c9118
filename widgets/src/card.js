/** One step: what it is, the call, what came out, and what a person can do about it. */
import { badge } from "./badge.js";
import { button, enable, enabled } from "./button.js";
import { h, move, setText, show, Slot } from "./dom.js";
import { noteOf, rerunOf } from "./draft.js";
import { EditBar } from "./editbar.js";
import { CallEditor } from "./editor.js";
import { effectsBox } from "./effects.js";
import { Gate } from "./gate.js";
import { metaOf, nameCard } from "./meta.js";
import { Question } from "./question.js";
import { Remarks } from "./remarks.js";
import { Result } from "./result.js";
import { Scores } from "./scores.js";
import { busy } from "./state.js";
import { StepField } from "./step.js";

/** @typedef {import("./types.js").Card} State */
/** @typedef {import("./question.js").Command} Command */
/**
 * @typedef {object} Scene what a card must know of its run
 * @property {boolean} ended
 * @property {boolean} current whether these are the steps of the live line
 * @property {boolean} follows whether there are steps after it
 * @property {import("./types.js").Output|null} [answer] its output that is shown as the answer
 */

const DOUBLE_CLICK = 1000; // milliseconds

export class Card {
  /** @type {State|null} */
  #state = null;
  /** @type {Scene} */
  #scene = { ended: false, current: true, follows: false };
  #editing = false;
  /** When something was asked for that the kernel has not taken up yet, in milliseconds; 0 for none. */
  #asked = 0;
  #enabled = true;

  /**
   * @param {(command: import("./types.js").Command) => void} send
   * @param {() => Command|null} [questioned] the command that the kernel asks about, once
   * @param {import("./lab.js").Lab} [lab]
   */
  constructor(send, questioned = () => null, lab = undefined) {
    this.send = send;
    this.questioned = questioned;
    const act = { onRerun: () => this.confirm(), onCancel: () => this.cancel(), onChange: () => this.#changed() };
    this.field = new StepField(act);
    this.number = h("span", { class: "husky-number" });
    this.badge = h("span", {});
    this.facts = h("span", { class: "husky-meta-facts" });
    this.scores = new Scores((tool) => this.flip(tool));
    this.meta = h("span", { class: "husky-meta" }, this.facts, this.scores.element);
    this.edit = button("edit", "Edit this step", () => this.startEditing(), "Edit");
    this.again = button("rerun", "Rerun from this step", () => this.rerun(), "Rerun");
    const undo = button("undo", "Undo to here: put the variables back to before this step", () => this.goBack(), "Undo");
    this.undo = new Slot(undo);
    this.actions = h("span", { class: "husky-actions" }, this.edit, this.again, this.undo.anchor);
    this.host = h("div", { class: "husky-call", "data-husky-field": "call" });
    this.editor = new CallEditor(this.host, { ...act, isEditing: () => this.#editing });
    this.bar = new EditBar(() => this.cancel());
    this.gate = new Gate({ onApprove: () => this.approve(), onSkip: () => this.skip() }, this.scores.element);
    this.question = new Question(send);
    this.result = new Result(lab);
    this.effects = h("div", { hidden: true });
    this.reason = h("span", { class: "husky-why", hidden: true });
    this.repairs = new Remarks("Repairs of the call");
    this.remarks = new Remarks("Notes on this step");
    const title = h("div", { class: "husky-title" }, this.badge, this.field.element, this.reason);
    const head = h("div", { class: "husky-head" }, this.number, title, this.meta, this.actions);
    const slots = [this.bar, this.gate, this.question].map(({ slot }) => slot.anchor);
    const told = [this.repairs.element, this.result.element, this.remarks.element, this.effects];
    const body = h("div", { class: "husky-body" }, this.host, ...slots, ...told);
    this.element = h("li", { class: "husky-card", tabindex: -1 }, head, body);
  }

  /** What waits for a person here, and what was changed already; null where nothing waits or was changed. */
  get edits() {
    if (this.#state?.status !== "waiting" || !this.#editing) return null;
    const edits = rerunOf(this.#before(), this.#draft());
    return edits.edited ? edits : null;
  }

  /**
   * @param {State} state
   * @param {Scene} [scene]
   */
  update(state, scene = this.#scene) {
    const { ended, current, follows, answer } = this.#scene;
    const same = scene.ended === ended && scene.current === current && scene.follows === follows;
    if (state === this.#state && same && scene.answer === answer) return;
    this.#scene = scene;
    if (state !== this.#state) this.#take(state);
    else if (scene.answer !== answer) this.result.update(state, scene.answer);
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

  /** What Shift+Enter means here. */
  confirm() {
    if (this.#state?.status === "waiting") this.approve();
    else this.rerun();
  }

  rerun() {
    if (!enabled(this.again)) return;
    this.#sendCall((index, call) => ({ kind: "rerun", index, ...call, keep: this.bar.keep.checked, answer: "ask" }));
  }

  approve() {
    if (!enabled(this.gate.approve)) return;
    this.#sendCall((index, call) => ({ kind: "approve", index, ...call }));
  }

  skip() {
    this.#ask((index) => ({ kind: "skip", index }));
  }

  goBack() {
    this.#ask((index) => ({ kind: "undo", index, answer: "ask" }));
  }

  /** @param {string} tool */
  flip(tool) {
    const waiting = this.#state?.status === "waiting";
    this.#ask((index) => (waiting ? { kind: "flip", index, tool } : { kind: "flip", index, tool, answer: "ask" }));
  }

  destroy() {
    this.editor.destroy();
    this.result.destroy();
  }

  /** @param {(index: number, call: import("./types.js").Call) => import("./types.js").Command} command */
  #sendCall(command) {
    const call = rerunOf(this.#before(), this.#draft());
    this.#ask((index) => command(index, call), call.step);
  }

  /**
   * @param {(index: number) => import("./types.js").Command} command
   * @param {string} [step] its text until the kernel answers
   */
  #ask(command, step = this.#state?.step ?? "") {
    if (!this.#state || Date.now() - this.#asked < DOUBLE_CLICK) return;
    const message = command(this.#state.index);
    this.#asked = Date.now();
    this.question.hide();
    if (this.#editing) this.#leave();
    this.field.show(step);
    this.#showStatus();
    this.send(message);
  }

  /** @param {State} state */
  #take(state) {
    const old = this.#state;
    this.#state = state;
    this.#asked = 0;
    if (this.#editing && busy(state.status)) this.#leave();
    if (old?.tool !== state.tool) this.badge.replaceChildren(badge(state.tool));
    if (!this.#editing) this.#showTexts(state);
    this.editor.setLanguage(state.tool === "code" ? "python" : "text");
    this.result.update(state, this.#scene.answer);
    setText(this.reason, state.reason ?? "");
    show(this.reason, Boolean(state.reason));
    this.repairs.update((state.repairs ?? []).map((repair) => `Put right: ${repair}`));
    this.remarks.update(state.notes ?? []);
    if (old?.effects !== state.effects) this.#showEffects(state);
    const command = state.conflict?.length ? this.questioned() : null;
    if (state.conflict?.length && command) this.question.ask(state.conflict, command);
    else if (!state.conflict?.length) this.question.hide();
  }

  #before() {
    return { step: this.#state?.step ?? "", call: this.#state?.call ?? null };
  }

  #draft() {
    return { step: this.field.text, call: this.#state?.call === null ? null : this.editor.text };
  }

  #changed() {
    if (!this.#editing) this.#enter();
    this.#showStatus();
  }

  #enter() {
    this.#editing = true;
    this.field.open();
    move(this.bar.element, this.again, this.bar.cancel);
    this.#showStatus();
  }

  #leave() {
    const focused = this.element.contains(document.activeElement);
    this.#editing = false;
    this.field.close();
    move(this.actions, this.again, this.undo.anchor);
    this.#showStatus();
    if (focused) this.edit.focus();
  }

  /** @param {State} state */
  #showTexts(state) {
    this.field.show(state.step);
    this.editor.text = state.call ?? "";
    show(this.host, Boolean(state.call));
  }

  /** @param {State} state */
  #showEffects({ effects }) {
    const box = effectsBox(effects);
    this.effects.replaceChildren(...(box ? [box] : []));
    show(this.effects, box !== null);
  }

  #showStatus() {
    const state = this.#state;
    if (!state) return;
    const waiting = state.status === "waiting";
    const open = !busy(state.status) && this.#enabled;
    const status = this.#asked ? "waiting" : state.status;
    const head = { edit: this.edit, actions: this.actions, meta: this.meta };
    const now = { open: waiting && open, asked: this.#asked > 0, edited: this.edits !== null };
    this.gate.update(state, now, head);
    this.scores.update(state, open && !this.#asked && (waiting || this.#scene.ended), waiting);
    enable(this.edit, open && !this.#editing);
    enable(this.again, open && !waiting);
    show(this.again, !waiting);
    this.undo.show(open && state.undoable && this.#scene.ended && this.#scene.current);
    this.editor.setWritable(open);
    if (this.#editing) {
      const note = noteOf(this.#before(), this.#draft(), { waiting, undoable: state.undoable });
      this.bar.update(note, this.#scene.follows && !waiting);
    }
    this.bar.show(this.#editing);
    this.element.classList.toggle("husky-editing", this.#editing);
    setText(this.number, String(state.index + 1));
    this.facts.replaceChildren(...metaOf(state, status));
    nameCard(this.element, state, status);
  }
}
