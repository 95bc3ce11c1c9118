/** How far an answer can be relied on, in words: twin of `husky_kernel/display/confidence.py`. */
import { h, show } from "./dom.js";
import { icon } from "./icons.js";

/** @type {Record<string, [word: string, sign: string, title: string]>} */
const BADGES = {
  checked: ["checked", "done", "Two independent ways of solving it came to the same answer."],
  computed: ["computed", "code", "A program or a search came to it, and nothing speaks against it. It was not checked."],
  unsure: [
    "not sure",
    "warning",
    "Something speaks against this answer. Read the notes and the steps before you use it.",
  ],
  checking: ["checking", "rerun", "This is the answer so far. It is being solved once more. Enough takes it as it is."],
  recalled: ["from memory", "commonsense", "The model remembers it. Nothing was computed or looked up."],
};

/** @param {string} confidence */
export function wordOf(confidence) {
  return BADGES[confidence]?.[0] ?? "";
}

/** The word beside an answer; what it means is its tool tip, and is read out with it. */
export class ConfidenceBadge {
  constructor() {
    this.word = h("span", {});
    this.meaning = h("span", { class: "husky-unseen" });
    this.element = h("span", { class: "husky-confidence", hidden: true }, this.word, this.meaning);
  }

  /** @param {string} confidence */
  update(confidence) {
    const [word, sign, title] = BADGES[confidence] ?? ["", "", ""];
    show(this.element, Boolean(word));
    if (this.element.dataset.huskyConfidence === confidence) return;
    this.element.dataset.huskyConfidence = confidence;
    this.element.title = title;
    this.word.replaceChildren(...(word ? [icon(sign), word] : []));
    this.meaning.textContent = `: ${title}`;
  }
}
