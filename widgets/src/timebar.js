import { h, show } from "./dom.js";
import { duration, percent } from "./format.js";

/** @typedef {import("./types.js").Timeline} Timeline */
/** @typedef {[part: string, share: number]} Share */

/** @type {Record<string, string>} */
const WORDS = {
  queue: "waiting for the model",
  prefill: "reading",
  decode: "writing",
  tool: "tools",
  rewrite: "summing up",
  display: "showing",
  idle: "waiting for you",
  other: "other",
};
const SMALL = 0.01; // a part below this share is one of the others

/** Where the time of a run went: a thin bar, and the same in words. */
export class TimeBar {
  constructor() {
    this.element = h("div", { class: "husky-timebar", role: "img", hidden: true });
  }

  /** @param {Timeline|null} timeline */
  update(timeline) {
    show(this.element, Boolean(timeline?.wall));
    if (!timeline?.wall) return;
    const words = wordsOf(timeline);
    this.element.title = words;
    this.element.setAttribute("aria-label", words);
    this.element.replaceChildren(...sharesOf(timeline).map(piece));
  }
}

/**
 * @param {Timeline} timeline
 * @returns {Share[]} the parts that can be seen, and last what is left: small parts and the loop itself
 */
function sharesOf(timeline) {
  const { wall, ...parts } = timeline;
  /** @type {Share[]} */
  const shares = Object.entries(parts).map(([part, seconds]) => [part, seconds / wall]);
  const large = shares.filter(([part, share]) => part in WORDS && share >= SMALL);
  const rest = 1 - large.reduce((sum, [, share]) => sum + share, 0);
  return rest >= SMALL ? [...large, ["other", rest]] : large;
}

/**
 * @param {Timeline} timeline
 * @returns {string} `Time: 12 s. Writing 61%, reading 20%, other 2%`
 */
function wordsOf(timeline) {
  const rank = (/** @type {Share} */ [part, share]) => (part === "other" ? -1 : share);
  const ranked = sharesOf(timeline).sort((a, b) => rank(b) - rank(a));
  const said = ranked.map(([part, share]) => `${WORDS[part]} ${percent(share)}`).join(", ");
  return `Time: ${duration(timeline.wall)}. ${said.charAt(0).toUpperCase()}${said.slice(1)}`;
}

/** @param {Share} share */
function piece([part, share]) {
  const element = h("span", { "data-husky-part": part });
  element.style.flexGrow = share.toFixed(4);
  return element;
}
