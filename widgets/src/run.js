/** A whole run: header, one card a step, footer. Drawn from the state alone, never waiting for an answer of Python. */
import { Card } from "./card.js";
import { h } from "./dom.js";
import { Footer } from "./footer.js";
import { Header } from "./header.js";
import { leaveToTheCards } from "./keys.js";

const TICK = 200; // milliseconds

/** @typedef {import("./types.js").State} State */

export class RunView {
  /** @type {Map<number, Card>} */
  #cards = new Map();
  /** @type {State|null} */
  #state = null;
  #live = true;

  /** @param {(command: import("./types.js").Command) => void} send */
  constructor(send) {
    this.send = send;
    this.header = new Header(() => send({ kind: "stop" }));
    this.list = h("ol", { class: "husky-cards" });
    this.footer = new Footer();
    this.style = h("style");
    this.element = h("section", { class: "husky", "data-husky": "run", "aria-label": "Husky run", tabindex: -1 });
    this.element.append(this.style, this.header.element, this.list, this.footer.element);
    leaveToTheCards(this.element);
    this.timer = setInterval(() => this.header.tick(this.#live), TICK);
  }

  /** @param {State} state */
  update(state) {
    this.#state = state;
    const { run, cards } = state;
    this.#place(cards);
    this.header.update(run, cards, this.#live);
    this.footer.update(run);
    this.element.dataset.huskyStatus = run.status;
    this.#hideSaved(run.id);
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
  }

  /** @param {State["cards"]} states */
  #place(states) {
    const wanted = new Set(states.map((state) => state.index));
    for (const [index, card] of this.#cards) {
      if (wanted.has(index)) continue;
      if (card.element.contains(document.activeElement)) this.element.focus();
      card.destroy();
      card.element.remove();
      this.#cards.delete(index);
    }
    for (const state of states) {
      let card = this.#cards.get(state.index);
      if (!card) {
        card = new Card(this.send);
        card.setEnabled(this.#live);
        this.#cards.set(state.index, card);
        this.list.append(card.element);
      }
      card.update(state);
    }
  }

  /**
   * The cell also carries the run as plain HTML, for when it is reopened without a kernel: not shown twice.
   *
   * @param {string|null} id
   */
  #hideSaved(id) {
    const saved = id && /^[\w-]+$/.test(id) ? `[data-husky-saved="${id}"]` : "";
    const rules = saved && `${saved} { display: none } .jp-OutputArea-child:has(${saved}) { display: none }`;
    if (this.style.textContent !== rules) this.style.textContent = rules;
  }
}
