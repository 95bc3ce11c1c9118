import { h, setText, show } from "./dom.js";
import { TimeBar } from "./timebar.js";

/** @typedef {import("./types.js").Run} Run */

/** @type {Partial<Record<import("./types.js").RunStatus, string>>} */
const WITHOUT_ANSWER = {
  finished: "The run ended without an answer.",
  stopped: "Stopped before there was an answer. Rerun a step to go on from there.",
  limit: "No answer within the step limit.",
  failed: "The run failed.",
};

/** The end of a run: its answer, or why there is none, and where the time went. */
export class Footer {
  #wanted = false;
  #aside = false;

  constructor() {
    this.label = h("span", { class: "husky-label" }, "Answer");
    this.answer = h("div", { class: "husky-answer", "data-husky-field": "answer" });
    this.reason = h("div", { class: "husky-reason" });
    this.bar = new TimeBar();
    const parts = [this.label, this.answer, this.reason, this.bar.element];
    this.element = h("footer", { class: "husky-footer", hidden: true }, ...parts);
  }

  /** @param {Run} run */
  update({ status, answer, error, timeline }) {
    const running = status === "running";
    // While the run goes on, the empty text is an answer that is being written.
    const answered = Boolean(answer) || (running && answer !== null);
    setText(this.answer, answer ?? "");
    setText(this.reason, error ?? (answered ? "" : (WITHOUT_ANSWER[status] ?? "")));
    show(this.label, answered);
    show(this.answer, answered);
    show(this.reason, Boolean(this.reason.textContent));
    this.bar.update(running ? null : timeline);
    this.#wanted = answered || !running;
    show(this.element, this.#wanted && !this.#aside);
  }

  /** @param {boolean} aside while something else tells the answer */
  setAside(aside) {
    this.#aside = aside;
    show(this.element, this.#wanted && !aside);
  }
}
