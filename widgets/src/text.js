/** Long texts, cut where a card would grow out of hand. */
import * as ansi from "./ansi.js";
import { h } from "./dom.js";

const LINES = 30;
const CHARACTERS = 6000;

/**
 * @param {string} text with or without ANSI escapes
 * @param {string} kind added to the class, such as `stderr`
 * @param {boolean} [running] whether more comes: then its end
 * @returns {HTMLElement} the text, or its beginning and a button for the rest
 */
export function textBlock(text, kind, running = false) {
  const whole = ansi.overwrite(text).replace(/\n$/, "");
  const pre = h("pre", { class: `husky-text husky-${kind}` });
  const shown = running ? whole.slice(-CHARACTERS).split("\n").slice(-LINES).join("\n") : beginning(whole);
  pre.append(ansi.render(shown));
  if (running || shown.length === whole.length) return pre;
  const more = h(
    "button",
    {
      type: "button",
      class: "husky-more",
      click: () => {
        pre.replaceChildren(ansi.render(whole));
        more.remove();
      },
    },
    `Show all ${whole.length.toLocaleString("en")} characters`,
  );
  return h("div", {}, pre, more);
}

/**
 * @param {string} text
 * @returns {string} its first lines, if there are many more
 */
function beginning(text) {
  if (text.length <= CHARACTERS && newlines(text) <= LINES * 1.5) return text;
  return text.slice(0, CHARACTERS).split("\n").slice(0, LINES).join("\n");
}

/** @param {string} text */
function newlines(text) {
  return text.split("\n").length;
}
