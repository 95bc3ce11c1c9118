import { wordOf } from "./confidence.js";
import { h, setText } from "./dom.js";
import { checking } from "./showing.js";

/** @typedef {import("./types.js").State} State */

/** Says to screen readers what wants a person or has ended; the pieces that a model writes are not read out. */
export class Announcer {
  constructor() {
    this.element = h("div", { class: "husky-unseen", "aria-live": "polite" });
  }

  /**
   * @param {State} state
   * @param {string} question what is asked about variables; empty for nothing
   */
  update({ run, cards }, question) {
    const waiting = cards.find((card) => card.status === "waiting");
    const why = waiting?.why ? `: ${waiting.why}` : "";
    const asks = waiting ? `Step ${waiting.index + 1}, ${waiting.tool}, waits for you${why}` : "";
    const word = wordOf(run.confidence);
    const answer = `The run has ended. Answer${word ? `, ${word}` : ""}: ${run.answer}`;
    const end = run.answer ? answer : `The run has ended without an answer. ${run.error ?? ""}`.trim();
    const so = checking(run) ? `Answer so far: ${run.answer}. It is being checked.` : "";
    setText(this.element, question || asks || (run.status === "running" ? so : end));
  }
}
