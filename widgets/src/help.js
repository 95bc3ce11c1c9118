import { button } from "./button.js";
import { h, show } from "./dom.js";
import { HELP } from "./shortcuts.js";

/** The list of keys, behind a small button. */
export class Help {
  constructor() {
    this.button = button("help", "Keys of the cards", () => this.toggle());
    this.button.classList.add("husky-quiet");
    this.button.setAttribute("aria-expanded", "false");
    const keys = HELP.map(([key, what]) => h("div", {}, h("dt", {}, h("kbd", {}, key)), h("dd", {}, what)));
    const title = h("div", { class: "husky-label" }, "Keys, while the focus is in the cards and not in a text");
    this.element = h("div", { class: "husky-help", role: "region", "aria-label": "Keys of the cards", hidden: true });
    this.element.append(title, h("dl", {}, ...keys));
  }

  toggle() {
    const open = Boolean(this.element.hidden);
    show(this.element, open);
    this.button.setAttribute("aria-expanded", String(open));
  }
}
