/** A whole run: header, branches, one card a step, footer. Drawn from the state, never waiting for an answer of Python. */
import { Announcer } from "./announce.js";
import { Card } from "./card.js";
import { Compare } from "./compare.js";
import { h, show } from "./dom.js";
import { Footer } from "./footer.js";
import { Header } from "./header.js";
import { leaveToTheCards } from "./keys.js";
import { Plan } from "./plan.js";
import { listenToKeys } from "./shortcuts.js";
import { answerOutput } from "./showing.js";
import { Tree } from "./tree.js";

const TICK = 200; // milliseconds
const MANY = 12; // cards: from here on, those out of sight are not laid out

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Command} Command */

export class RunView {
  /** @type {Map<number, Card>} */
  #cards = new Map();
  /** @type {State|null} */
  #state = null;
  #live = true;
  /** @type {import("./question.js").Command|null} the last command that the kernel may have a question about */
  #pending = null;
  #comparing = false;

  /**
   * @param {(command: Command) => void} send
   * @param {import("./lab.js").Lab} [lab] what the notebook lends
   * @param {boolean} [saved] whether it shows what the file holds: it then does not hide the saved copy, being that
   */
  constructor(send, lab = undefined, saved = false) {
    this.lab = lab;
    this.saved = saved;
    this.send = (/** @type {Command} */ command) => {
      this.#pending = "answer" in command ? command : null;
      send(command);
    };
    this.header = new Header(this.#controls());
    this.plan = new Plan((parts) => this.send({ kind: "plan", parts }));
    this.tree = new Tree({
      onShow: (line) => this.send({ kind: "show", line }),
      onPromote: (line) => this.send({ kind: "promote", line, answer: "ask" }),
      onCompare: (left, right) => this.#compare(left, right),
    });
    this.compare = new Compare({
      onCompare: (left, right) => this.#compare(left, right),
      onClose: () => this.#showSteps(true),
    });
    this.list = h("ol", { class: "husky-cards" });
    this.footer = new Footer(lab, (index) => this.send({ kind: "take", index }));
    this.announcer = new Announcer();
    this.style = h("style");
    this.element = h("section", { class: "husky", "data-husky": "run", "aria-label": "Husky run", tabindex: -1 });
    const parts = [this.header, this.plan, this.tree, this.compare].map((part) => part.element);
    this.element.append(this.style, ...parts, this.list, this.footer.element, this.announcer.element);
    leaveToTheCards(this.element);
    listenToKeys(this.element);
    this.timer = setInterval(() => this.header.tick(this.#live), TICK);
  }

  /** @param {State} state */
  update(state) {
    this.#state = state;
    const { run, cards } = state;
    const running = run.status === "running";
    if (running) this.compare.close();
    const shown = answerOutput(run, cards);
    this.#place(state, shown);
    this.header.update(run, cards, this.#live);
    this.plan.update(run, cards, this.#live);
    this.tree.update(run.lines ?? [], run.shown ?? null, this.#live && !running);
    this.footer.update(run, shown, this.#live && isCurrent(run));
    this.element.dataset.huskyStatus = run.status;
    this.#hideSaved(run.id);
    const question = [...this.#cards.values()].map((card) => card.question.text).find(Boolean) ?? "";
    this.announcer.update(state, question);
  }

  /** @param {import("./types.js").Comparison} comparison which every view hears of, and the one shows that asked */
  showComparison({ left, right }) {
    if (!this.#comparing) return;
    this.#comparing = false;
    this.compare.show(left, right, this.#state?.run.lines ?? []);
    this.#showSteps(false);
  }

  /** @param {boolean} live false once the kernel is gone: the cards are then a record */
  setLive(live) {
    this.#live = live;
    for (const card of this.#cards.values()) card.setEnabled(live);
    if (this.#state) this.update(this.#state);
  }

  destroy() {
    clearInterval(this.timer);
    for (const card of this.#cards.values()) card.destroy();
    this.footer.destroy();
  }

  #controls() {
    return {
      onStop: () => this.send({ kind: "stop" }),
      onPause: () => this.send({ kind: "pause" }),
      onResume: () => this.#resume(),
      onMode: (/** @type {boolean} */ stepping) => this.send({ kind: "mode", stepping }),
      onHint: (/** @type {string} */ text) => this.send({ kind: "hint", text }),
    };
  }

  /** To go on while a step is being edited means to run it as edited: nothing that was typed is lost. */
  #resume() {
    for (const card of this.#cards.values()) if (card.edits) card.approve();
    this.send({ kind: "resume" });
  }

  /**
   * @param {string} left
   * @param {string} right
   */
  #compare(left, right) {
    this.#comparing = true;
    this.send({ kind: "compare", left, right });
  }

  /** @param {boolean} shown */
  #showSteps(shown) {
    if (shown && this.element === document.activeElement) this.tree.compare.focus();
    show(this.list, shown);
    this.footer.setAside(!shown);
  }

  /**
   * @param {State} state
   * @param {import("./types.js").Output|null} shown which the footer shows as the answer
   */
  #place({ run, cards: states }, shown) {
    const wanted = new Set(states.map((state) => state.index));
    for (const [index, card] of this.#cards) {
      if (wanted.has(index)) continue;
      if (card.element.contains(document.activeElement)) this.element.focus();
      card.destroy();
      card.element.remove();
      this.#cards.delete(index);
    }
    this.list.classList.toggle("husky-many", states.length >= MANY);
    const ended = run.status !== "running";
    const current = isCurrent(run);
    const last = states.at(-1)?.index;
    const bulk = states.filter((state) => !this.#cards.has(state.index)).length >= MANY;
    for (const state of states) {
      const card = this.#cards.get(state.index) ?? this.#add(state.index, bulk);
      const answer = shown && state.outputs.includes(shown) ? shown : null;
      card.update(state, { ended, current, follows: state.index !== last, answer });
    }
  }

  /**
   * @param {number} index
   * @param {boolean} bulk whether it is one of many that come at once
   */
  #add(index, bulk) {
    const card = new Card(this.send, () => this.#questioned(), this.lab);
    if (bulk) card.result.drawLate();
    card.setEnabled(this.#live);
    this.#cards.set(index, card);
    this.list.append(card.element);
    return card;
  }

  /** A view in which nothing was pressed has nothing to ask about. */
  #questioned() {
    const pending = this.#pending;
    this.#pending = null;
    return pending;
  }

  /**
   * The cell also carries the run as plain HTML, for when it is reopened without a kernel: not shown twice. Where cells
   * can be told apart, only in the cell of these cards: the run's own cell keeps its copy when it is restored elsewhere.
   *
   * @param {string|null} id
   */
  #hideSaved(id) {
    if (this.saved || !id || !/^[\w-]+$/.test(id)) return;
    this.element.dataset.huskyRun = id;
    const within = this.element.closest(".jp-OutputArea") ? `.jp-OutputArea:has([data-husky-run="${id}"]) ` : "";
    const saved = `[data-husky-saved="${id}"]`;
    const rules = `${within}${saved}, ${within}.jp-OutputArea-child:has(${saved}) { display: none }`;
    if (this.style.textContent !== rules) this.style.textContent = rules;
  }
}

/**
 * @param {import("./types.js").Run} run
 * @returns {boolean} whether the line that is shown is the one whose variables the notebook holds
 */
function isCurrent({ lines, shown }) {
  return !lines?.length || lines.some((line) => line.live && line.id === shown);
}
