import { button, rename } from "./button.js";
import { h, show } from "./dom.js";
import { checking } from "./showing.js";

/** @typedef {import("./types.js").Run} Run */
/** @typedef {{onStop: () => void, onPause: () => void, onResume: () => void, onMode: (on: boolean) => void}} Handlers */

/** Pause or Resume, step mode and Stop: there while a run goes on. */
export class Controls {
  /** @type {Run|null} */
  #run = null;
  /** What was pressed and the kernel has not taken up yet; null where it is as the kernel says. */
  #paused = /** @type {boolean|null} */ (null);
  #stopping = false;
  #stepping = /** @type {boolean|null} */ (null);

  /** @param {Handlers} handlers */
  constructor(handlers) {
    this.handlers = handlers;
    this.pause = button("pause", "Pause before the next step acts", () => this.#togglePause(), "Pause");
    this.mode = button("step-mode", "Step mode: every step waits for you", () => this.#toggleMode(), "Step mode");
    this.stop = button("stop", "Stop this run", () => this.#pressStop(), "Stop");
    const buttons = [this.pause, this.mode, this.stop];
    this.element = h("div", { class: "husky-controls", role: "group", "aria-label": "Control of this run" }, ...buttons);
  }

  /**
   * @param {Run} run
   * @param {boolean} live whether a kernel listens
   */
  update(run, live) {
    this.#run = run;
    const running = run.status === "running";
    if (!running || Boolean(run.paused) === this.#paused) this.#paused = null;
    if (!running || Boolean(run.stepping) === this.#stepping) this.#stepping = null;
    if (!running) this.#stopping = false;
    for (const element of [this.pause, this.mode, this.stop]) show(element, running && live);
    this.#draw();
  }

  #draw() {
    const paused = this.#paused ?? this.#run?.paused;
    if (this.#paused) rename(this.pause, "resume", "Pausing… Press to go on", "Pausing…");
    else if (paused) rename(this.pause, "resume", "Resume this run", "Resume");
    else rename(this.pause, "pause", "Pause before the next step acts", "Pause");
    if (this.#stopping) rename(this.stop, "stop", "Stopping… this run", "Stopping…");
    else if (this.#run && checking(this.#run)) rename(this.stop, "stop", "Enough: take the answer as it is", "Enough");
    else rename(this.stop, "stop", "Stop this run", "Stop");
    this.mode.setAttribute("aria-pressed", String(Boolean(this.#stepping ?? this.#run?.stepping)));
  }

  #togglePause() {
    this.#paused = !(this.#paused ?? this.#run?.paused);
    if (this.#paused) this.handlers.onPause();
    else this.handlers.onResume();
    this.#draw();
  }

  #toggleMode() {
    this.#stepping = !(this.#stepping ?? this.#run?.stepping);
    this.handlers.onMode(this.#stepping);
    this.#draw();
  }

  #pressStop() {
    this.#stopping = true;
    this.#draw();
    this.handlers.onStop();
  }
}
