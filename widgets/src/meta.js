import { h } from "./dom.js";
import { count, duration } from "./format.js";
import { icon } from "./icons.js";
import { scoreBar } from "./scores.js";

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
 * The right end of a card's head: status, whose words these are, seconds, tokens and scores.
 *
 * @param {import("./types.js").Card} state
 * @param {import("./types.js").CardStatus} status
 * @returns {Node[]}
 */
export function metaOf(state, status) {
  const parts = [statusOf(status, doing(state, status))];
  if (state.author === "human") parts.push(h("span", { class: "husky-edited", title: "Edited by a person" }, "edited"));
  if (state.seconds > 0) parts.push(h("span", {}, duration(state.seconds)));
  const generated = `${count(state.tokens, "token")} generated`;
  if (state.tokens > 0) parts.push(h("span", { title: generated }, `${state.tokens} tok`));
  const scores = scoreBar(state.scores, state.tool);
  return scores ? [...parts, scores] : parts;
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
