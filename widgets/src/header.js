/** The head of a run: question, model, how far it is, how long it took, its controls and hints. */
import { Controls } from "./controls.js";
import { h, setText } from "./dom.js";
import { count, duration } from "./format.js";
import { Help } from "./help.js";
import { Hints } from "./hints.js";

/** @typedef {import("./types.js").Run} Run */
/** @typedef {import("./types.js").Card} Card */

/** @type {Record<string, string>} */
const ENDS = { stopped: "Stopped", failed: "Failed", limit: "Step limit reached" };

export class Header {
  /** @type {Run|null} */
  #run = null;
  /** How far this computer's clock is ahead of the kernel's, seconds. */
  #ahead = 0;

  /** @param {import("./controls.js").Handlers & {onHint: (text: string) => void}} handlers */
  constructor(handlers) {
    this.question = h("div", { class: "husky-question" });
    this.model = h("span", { class: "husky-model" });
    this.progress = h("span", {});
    this.elapsed = h("span", { class: "husky-elapsed" });
    this.note = h("span", { class: "husky-doing" });
    this.controls = new Controls(handlers);
    this.help = new Help();
    this.hints = new Hints(handlers.onHint);
    const facts = h("div", { class: "husky-facts", role: "status" }, this.model, this.progress, this.note);
    this.bar = h("div", { class: "husky-progress" }, h("div", {}));
    const line = h("div", { class: "husky-factline" }, facts, this.elapsed);
    const words = h("div", { class: "husky-words" }, this.question, line);
    const top = h("div", { class: "husky-top" }, words, this.controls.element, this.help.button);
    this.element = h("header", { class: "husky-header" }, top, this.hints.element, this.help.element, this.bar);
  }

  /**
   * @param {Run} run
   * @param {Card[]} cards
   * @param {boolean} live whether a kernel listens
   */
  update(run, cards, live) {
    if (run !== this.#run) this.#ahead = clockAhead(this.#run, run, this.#ahead);
    this.#run = run;
    const running = run.status === "running";
    this.#ask(run.question);
    setText(this.model, run.model);
    setText(this.progress, progressOf(run, cards));
    setText(this.note, running && !live ? "The kernel is gone" : running ? run.note : "");
    this.controls.update(run, live);
    this.hints.update(run.hints ?? [], running && live);
    this.#showBar(run, cards, running && live);
    this.tick(live);
  }

  /** @param {boolean} live */
  tick(live = true) {
    const run = this.#run;
    if (!run) return;
    const since = run.started === null ? null : Date.now() / 1000 - this.#ahead - run.started;
    const seconds = run.seconds ?? (run.status === "running" && live ? since : null);
    setText(this.elapsed, seconds === null ? "" : duration(seconds));
  }

  /** @param {string} question a long one is scrolled, and then by keyboard too */
  #ask(question) {
    if (this.question.textContent === question) return;
    setText(this.question, question);
    if (question.length > 400 || question.split("\n").length > 6) this.question.tabIndex = 0;
    else this.question.removeAttribute("tabindex");
  }

  /**
   * @param {Run} run
   * @param {Card[]} cards
   * @param {boolean} running
   */
  #showBar(run, cards, running) {
    const inner = /** @type {HTMLElement} */ (this.bar.firstElementChild);
    const steps = run.limit ? cards.length / run.limit : 0;
    inner.style.width = `${100 * Math.min(1, run.fraction ?? steps)}%`;
    this.bar.classList.toggle("husky-on", running);
  }
}

/**
 * @param {Run} run
 * @param {Card[]} cards
 * @returns {string}
 */
function progressOf(run, cards) {
  const done = count(cards.length, "step");
  if (run.status !== "running") return run.status in ENDS ? `${ENDS[run.status]} · ${done}` : done;
  const rerun = run.rerun === null ? "" : `Rerun from step ${run.rerun + 1}`;
  if (!cards.length) return rerun;
  const step = run.limit ? `Step ${cards.length} of ${run.limit}` : `Step ${cards.length}`;
  const held = cards.at(-1)?.status === "waiting" ? `${step} waits for you` : step;
  return rerun ? `${rerun} · ${held}` : held;
}

/**
 * @param {Run|null} old
 * @param {Run} run
 * @param {number} ahead as known so far
 * @returns {number}
 */
function clockAhead(old, run, ahead) {
  const fresh = old !== null && run.now !== null && run.now !== old.now;
  return fresh ? Date.now() / 1000 - /** @type {number} */ (run.now) : ahead;
}
