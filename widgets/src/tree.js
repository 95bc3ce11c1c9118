import { button } from "./button.js";
import { h, show } from "./dom.js";
import { count } from "./format.js";
import { beginningOf, nameOf, rivalOf, treeOf } from "./lines.js";

/** @typedef {import("./types.js").Line} Line */
/**
 * @typedef {object} Handlers
 * @property {(line: string) => void} onShow
 * @property {(line: string) => void} onPromote
 * @property {(left: string, right: string) => void} onCompare
 */

/** The branches of a run, there once there are two: which is shown, which is live, and what can be done with them. */
export class Tree {
  /** @type {Line[]} */
  #lines = [];
  #shown = "";
  #drawn = "";
  #open = false;

  /** @param {Handlers} handlers */
  constructor(handlers) {
    this.handlers = handlers;
    this.list = h("div", { role: "tree", class: "husky-tree", "aria-label": "Branches of this run" });
    this.list.addEventListener("keydown", (event) => this.#key(event));
    this.compare = button("compare", "Compare this branch with another", () => this.#compare(), "Compare");
    this.promote = button(
      "promote",
      "Promote: make this branch the live one, with its variables",
      () => handlers.onPromote(this.#shown),
      "Promote",
    );
    const buttons = h("div", { class: "husky-tree-buttons" }, this.compare, this.promote);
    this.element = h("div", { class: "husky-branches", hidden: true }, this.list, buttons);
  }

  /**
   * @param {Line[]} lines
   * @param {string|null} shown
   * @param {boolean} open whether a branch can be chosen now
   */
  update(lines, shown, open) {
    const drawn = JSON.stringify([lines, shown, open]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    [this.#lines, this.#shown, this.#open] = [lines, shown ?? lines.at(-1)?.id ?? "", open];
    show(this.element, lines.length > 1);
    show(this.compare, open);
    show(this.promote, open && !this.#line?.live);
    const had = /** @type {HTMLElement|null} */ (document.activeElement?.closest("[data-husky-branch]"));
    const focused = had && this.list.contains(had) ? had.dataset.huskyBranch : null;
    this.list.replaceChildren(...treeOf(lines).map((node) => this.#node(node)));
    if (focused) this.#go(this.#nodes.find((node) => node.dataset.huskyBranch === focused));
  }

  get #line() {
    return this.#lines.find((line) => line.id === this.#shown);
  }

  get #nodes() {
    return /** @type {HTMLElement[]} */ ([...this.list.children]);
  }

  /** @param {import("./lines.js").Node} node */
  #node({ line, level, rise }) {
    const chosen = line.id === this.#shown;
    const words = [beginningOf(line), count(line.steps, "step"), ...(line.status === "finished" ? [] : [line.status])];
    const node = h(
      "div",
      {
        role: "treeitem",
        "data-husky-branch": line.id,
        "data-husky-action": "branch",
        "aria-level": level,
        "aria-selected": String(chosen),
        "aria-disabled": String(!this.#open),
        tabindex: chosen ? 0 : -1,
        click: () => this.#show(line.id),
      },
      h("span", { class: "husky-node" }, nameOf(this.#lines, line)),
      line.live ? h("span", { class: "husky-live", title: "The variables are those of this branch" }, "live") : null,
      h("span", { class: "husky-beginning" }, words.join(" · ")),
      line.answer ? h("span", { class: "husky-node-answer", title: line.answer }, line.answer) : null,
    );
    node.style.setProperty("--husky-level", String(level - 1));
    node.style.setProperty("--husky-rise", String(rise));
    return node;
  }

  /** @param {string} id */
  #show(id) {
    if (this.#open && id !== this.#shown) this.handlers.onShow(id);
  }

  #compare() {
    const rival = this.#line && rivalOf(this.#lines, this.#line);
    if (this.#line && rival) this.handlers.onCompare(rival.id, this.#line.id);
  }

  /** @param {HTMLElement|undefined} node */
  #go(node) {
    if (!node) return;
    for (const other of this.#nodes) other.tabIndex = other === node ? 0 : -1;
    node.focus();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const nodes = this.#nodes;
    const at = nodes.indexOf(/** @type {HTMLElement} */ (event.target));
    const line = this.#lines.find(({ id }) => id === nodes[at]?.dataset.huskyBranch);
    if (!line) return;
    const first = (/** @type {string|null} */ id) => nodes.find((node) => node.dataset.huskyBranch === id);
    /** @type {Record<string, () => void>} */
    const moves = {
      ArrowDown: () => this.#go(nodes[at + 1]),
      ArrowUp: () => this.#go(nodes[at - 1]),
      ArrowLeft: () => this.#go(first(line.parent)),
      ArrowRight: () => this.#go(first(this.#lines.find(({ parent }) => parent === line.id)?.id ?? null)),
      Home: () => this.#go(nodes[0]),
      End: () => this.#go(nodes.at(-1)),
      Enter: () => this.#show(line.id),
      " ": () => this.#show(line.id),
    };
    if (!Object.hasOwn(moves, event.key)) return;
    event.preventDefault();
    moves[event.key]();
  }
}
