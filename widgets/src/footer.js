import { Choices } from "./choices.js";
import { ConfidenceBadge } from "./confidence.js";
import { h, setText, show } from "./dom.js";
import { icon } from "./icons.js";
import { Outputs } from "./output.js";
import { Remarks } from "./remarks.js";
import { checking } from "./showing.js";
import { TimeBar } from "./timebar.js";

/** @typedef {import("./types.js").Run} Run */

/** @type {Partial<Record<import("./types.js").RunStatus, string>>} */
const WITHOUT_ANSWER = {
  finished: "The run ended without an answer.",
  stopped: "Stopped before there was an answer. Rerun a step to go on from there.",
  limit: "No answer within the step limit.",
  failed: "The run failed.",
};

/** The end of a run: its answer with what is to be known of it, or why there is none, and where the time went. */
export class Footer {
  #wanted = false;
  #aside = false;

  /**
   * @param {import("./lab.js").Lab} [lab]
   * @param {(index: number) => void} [onTake] another program's answer is taken
   */
  constructor(lab, onTake = () => {}) {
    this.label = h("span", { class: "husky-label" }, "Answer");
    this.badge = new ConfidenceBadge();
    this.head = h("div", { class: "husky-answer-head" }, this.label, this.badge.element);
    this.answer = h("div", { class: "husky-answer", "data-husky-field": "answer" });
    this.shown = new Outputs(lab);
    this.words = h("span", {});
    this.reason = h("div", { class: "husky-reason" }, icon("failed"), this.words);
    this.notes = new Remarks("Notes on the answer");
    this.choices = new Choices(onTake);
    this.bar = new TimeBar();
    const told = [this.head, this.answer, this.shown.element, this.reason, this.notes.element, this.choices.element];
    const parts = [...told, this.bar.element];
    this.element = h("footer", { class: "husky-footer", hidden: true }, ...parts);
  }

  /**
   * @param {Run} run
   * @param {import("./types.js").Output|null} [shown] the table or figure that is the answer
   * @param {boolean} [live] whether something can be chosen
   */
  update(run, shown = null, live = true) {
    const { status, answer, error, timeline, confidence, notes, others } = run;
    const running = status === "running";
    // While the run goes on, the empty text is an answer that is being written.
    const answered = Boolean(answer) || (running && answer !== null);
    setText(this.answer, answer ?? "");
    setText(this.words, error ?? (answered ? "" : (WITHOUT_ANSWER[status] ?? "")));
    show(this.head, answered);
    show(this.answer, answered);
    this.badge.update(running && !checking(run) ? "none" : (confidence ?? "none"));
    show(this.shown.element, this.shown.update(shown ? [shown] : []) > 0);
    show(this.reason, Boolean(this.words.textContent));
    this.notes.update(running ? [] : (notes ?? []).filter((note) => note !== error));
    this.choices.update(running || !live ? [] : (others ?? []));
    this.bar.update(running ? null : timeline);
    this.#wanted = answered || !running;
    show(this.element, this.#wanted && !this.#aside);
  }

  destroy() {
    this.shown.destroy();
  }

  /** @param {boolean} aside while something else tells the answer */
  setAside(aside) {
    this.#aside = aside;
    show(this.element, this.#wanted && !aside);
  }
}
