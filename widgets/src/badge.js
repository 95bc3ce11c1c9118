import { h } from "./dom.js";
import { icon } from "./icons.js";

/**
 * The tool of a step, by icon, name and colour.
 *
 * @param {string} tool empty while it is being chosen
 * @returns {HTMLElement}
 */
export function badge(tool) {
  const name = tool || "planning";
  return h("span", { class: "husky-badge", "data-husky-tool": name }, icon(name), tool || "…");
}
