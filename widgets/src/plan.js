import { button } from "./button.js";
import { h, setText, show } from "./dom.js";
import { icon } from "./icons.js";

/** @typedef {import("./types.js").Run} Run */
/** @typedef {import("./types.js").Card} Card */
/** @typedef {'done'|'failed'|'stopped'|'planning'|'waiting'} Mark what became of a part; `waiting` where it is to come */

const WORDS = { done: "Done", failed: "Failed", stopped: "Not carried out", planning: "In hand", waiting: "To come" };

/** The parts of a question that asks for several things. Those to come can be said otherwise, moved or left out. */
export class Plan {
  /** @type {string[]} */
  #parts = [];
  #drawn = "";
  /** The place of the part whose words are being changed. */
  #editing = -1;

  /** @param {(parts: string[]) => void} onPlan gets the whole plan as it is to be */
  constructor(onPlan) {
    this.onPlan = onPlan;
    this.element = h("ol", { class: "husky-plan", "aria-label": "Parts of the question", hidden: true });
  }

  /**
   * @param {Run} run
   * @param {Card[]} cards
   * @param {boolean} live whether a kernel listens
   */
  update(run, cards, live) {
    const parts = run.parts ?? [];
    const marks = parts.map((_, place) => markOf(place, run, cards));
    const open = live && run.status === "running";
    const drawn = JSON.stringify([parts, marks, open]);
    show(this.element, parts.length > 0);
    if (drawn === this.#drawn) return;
    const editing = this.#editing;
    const goesOn = open && marks[editing] === "waiting" && parts[editing] === this.#parts[editing];
    if (goesOn && parts.length === this.#parts.length) return this.#remark(marks);
    this.#parts = parts;
    this.#drawn = drawn;
    this.#editing = -1;
    this.#draw(marks, open);
  }

  /**
   * @param {Mark[]} marks
   * @param {boolean} open whether parts can be changed
   */
  #draw(marks, open) {
    const held = document.activeElement;
    const label = this.element.contains(held) ? held?.getAttribute("aria-label") : null;
    this.element.replaceChildren(...this.#parts.map((words, place) => this.#row(words, place, marks, open)));
    const again = [...this.element.querySelectorAll("button")].find((one) => one.getAttribute("aria-label") === label);
    if (label) (again ?? this.element.closest("[data-husky]"))?.focus();
  }

  /**
   * Only the signs: the words that are being typed stay.
   *
   * @param {Mark[]} marks
   */
  #remark(marks) {
    [...this.element.children].forEach((row, place) => {
      row.querySelector(".husky-plan-mark")?.replaceWith(sign(marks[place]));
    });
  }

  /**
   * @param {string} words
   * @param {number} place
   * @param {Mark[]} marks
   * @param {boolean} open
   */
  #row(words, place, marks, open) {
    const mark = marks[place];
    const part = `part ${place + 1}`;
    const row = h("li", { class: `husky-part husky-part-${mark}` }, sign(mark), h("span", { class: "husky-part-words" }, words));
    if (!open || mark !== "waiting") return row;
    const tools = h("span", { class: "husky-part-tools" });
    tools.append(button("reword", `Edit ${part}`, () => this.#edit(row, place)));
    if (marks[place - 1] === "waiting") tools.append(button("raise", `Move ${part} up`, () => this.#swap(place, place - 1)));
    if (place + 1 < this.#parts.length) tools.append(button("lower", `Move ${part} down`, () => this.#swap(place, place + 1)));
    tools.append(button("leave-out", `Leave ${part} out`, () => this.#put(place, [])));
    row.append(tools);
    return row;
  }

  /**
   * @param {HTMLElement} row
   * @param {number} place
   */
  #edit(row, place) {
    this.#editing = place;
    const input = /** @type {HTMLInputElement} */ (
      h("input", {
        type: "text",
        class: "husky-input",
        "data-husky-field": "part",
        "aria-label": `Words of part ${place + 1}`,
        maxlength: 2000,
        autocomplete: "off",
        keydown: (/** @type {KeyboardEvent} */ event) => this.#key(event, row, place),
        blur: () => this.#close(row, place),
      })
    );
    input.value = this.#parts[place];
    row.querySelector(".husky-part-words")?.replaceChildren(input);
    input.focus();
  }

  /**
   * @param {KeyboardEvent} event
   * @param {HTMLElement} row
   * @param {number} place
   */
  #key(event, row, place) {
    if (event.isComposing) return;
    if (event.key === "Enter") {
      const words = /** @type {HTMLInputElement} */ (event.target).value.trim();
      this.#close(row, place);
      if (words && words !== this.#parts[place]) this.#put(place, [words]);
    } else if (event.key === "Escape") {
      this.#close(row, place);
    } else return;
    event.stopPropagation();
  }

  /**
   * @param {HTMLElement} row
   * @param {number} place
   */
  #close(row, place) {
    if (this.#editing !== place) return;
    this.#editing = -1;
    const words = /** @type {HTMLElement} */ (row.querySelector(".husky-part-words"));
    setText(words, this.#parts[place]);
    /** @type {HTMLElement|null} */ (row.querySelector('[data-husky-action="reword"]'))?.focus();
  }

  /**
   * @param {number} one
   * @param {number} other
   */
  #swap(one, other) {
    const parts = [...this.#parts];
    [parts[one], parts[other]] = [parts[other], parts[one]];
    this.onPlan(parts);
  }

  /**
   * @param {number} place
   * @param {string[]} instead
   */
  #put(place, instead) {
    this.onPlan(this.#parts.toSpliced(place, 1, ...instead));
  }
}

/**
 * @param {number} place
 * @param {Run} run
 * @param {Card[]} cards
 * @returns {Mark}
 */
function markOf(place, run, cards) {
  const own = cards.filter((card) => (card.part ?? 0) === place);
  const last = own.at(-1);
  const over = run.status !== "running" || cards.some((card) => (card.part ?? 0) > place);
  if (!last) return over ? "stopped" : "waiting";
  if (!over) return "planning";
  const did = own.some((card) => card.status === "done" || card.status === "edited");
  if (did) return "done";
  return last.status === "stopped" ? "stopped" : "failed";
}

/** @param {Mark} mark */
function sign(mark) {
  const told = { class: "husky-plan-mark", role: "img", "aria-label": WORDS[mark], title: WORDS[mark] };
  return h("span", told, mark === "waiting" ? "" : icon(mark));
}
