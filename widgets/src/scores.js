import { h } from "./dom.js";
import { percent } from "./format.js";

/**
 * How likely each tool was, as one small bar: a part for each tool, as wide as its probability.
 *
 * @param {Record<string, number>} scores
 * @param {string} chosen
 * @returns {HTMLElement|null} null where the engine could not tell
 */
export function scoreBar(scores, chosen) {
  const ranked = Object.entries(scores).sort((a, b) => b[1] - a[1]);
  if (!ranked.length) return null;
  const words = ranked.map(([tool, p]) => `${tool} ${percent(p)}`).join(", ");
  const bar = h("span", { class: "husky-scores", role: "img", "aria-label": `Tool scores: ${words}`, title: words });
  for (const [tool, p] of ranked) {
    const part = h("span", { "data-husky-tool": tool, class: tool === chosen ? "husky-chosen" : null });
    part.style.flexGrow = String(Math.max(p, 0));
    bar.append(part);
  }
  return bar;
}
