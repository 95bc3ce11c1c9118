import { h } from "./dom.js";
import { count, duration } from "./format.js";
import { icon } from "./icons.js";

/** @type {Record<string, string>} */
const WORDS = {
  planning: "Choosing a step",
  writing: "Writing",
  running: "Running",
  rewriting: "Summing up",
  waiting: "Waiting",
  failed: "Failed",
  stopped: "Stopped",
  edited: "Edited",
  done: "Done",
};

/**
 * @param {string} status
 * @returns {string}
 */
export function wordOf(status) {
  return WORDS[status] ?? status;
}

/**
 * @param {import("./types.js").Card} state
 * @param {import("./types.js").CardStatus} status
 * @returns {string} a call that is written after a failure is a repair
 */
function doing(state, status) {
  return status === "writing" && state.error ? "Repairing" : wordOf(status);
}

/**
 * The hooks and the name of a card.
 *
 * @param {HTMLElement} card
 * @param {import("./types.js").Card} state
 * @param {import("./types.js").CardStatus} status
 */
export function nameCard(card, state, status) {
  card.dataset.huskyStep = String(state.index);
  card.dataset.huskyStatus = status;
  card.dataset.huskyTool = state.tool;
  card.classList.toggle("husky-waits", state.status === "waiting");
  card.setAttribute("aria-label", `Step ${state.index + 1}, ${state.tool}, ${wordOf(status)}`);
}

/**
 * The right end of a card's head: status, whose words these are, seconds and tokens.
 *
 * @param {import("./types.js").Card} state
 * @param {import("./types.js").CardStatus} status
 * @returns {Node[]}
 */
export function metaOf(state, status) {
  const parts = [statusOf(status, doing(state, status))];
  if (state.untrusted?.length) parts.push(mark("outside text", `From outside: ${state.untrusted.join(" · ")}`));
  if (state.author === "human") parts.push(mark("edited", "Edited by a person"));
  if (state.seconds > 0) parts.push(h("span", {}, duration(state.seconds)));
  const generated = `${count(state.tokens, "token")} generated`;
  if (state.tokens > 0) parts.push(h("span", { title: generated }, `${state.tokens} tok`));
  return parts;
}

/**
 * @param {string} words
 * @param {string} title
 */
function mark(words, title) {
  return h("span", { class: words === "edited" ? "husky-edited" : "husky-edited husky-warn", title }, words);
}

/**
 * @param {import("./types.js").CardStatus} status
 * @param {string} words
 */
function statusOf(status, words) {
  const sign = status === "failed" || status === "stopped" ? icon(status) : null;
  const quiet = status === "done" || status === "edited";
  return h("span", { class: quiet ? "husky-unseen" : "husky-status" }, sign, words);
}
