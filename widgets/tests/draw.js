import "./page.js";
import { after } from "node:test";
import { RunView } from "../src/run.js";
import { CARD, place, RUN } from "./page.js";

/** @type {RunView[]} */
const views = [];
after(() => views.forEach((view) => view.destroy()));

/**
 * Draw a run, and keep what it sends.
 *
 * @param {object[]} cards what they have else than a usual one
 * @param {object} [run]
 */
export function draw(cards, run = {}) {
  /** @type {object[]} */
  const sent = [];
  const view = new RunView((command) => sent.push(command));
  views.push(view);
  place().append(view.element);
  const update = (cards, run = {}) =>
    view.update({ run: { ...RUN, ...run }, cards: cards.map((card, index) => ({ ...CARD, index, ...card })) });
  update(cards, run);
  const find = (/** @type {string} */ selector, step = 0) =>
    view.element.querySelector(`[data-husky-step="${step}"] ${selector}`);
  const card = (step = 0) => view.element.querySelector(`[data-husky-step="${step}"]`);
  const act = (/** @type {string} */ action, within = view.element) =>
    within.querySelector(`[data-husky-action="${action}"]`);
  return { view, sent, update, find, card, act, root: view.element };
}

/** Type into CodeMirror as a browser's input would: through a transaction of the user's. */
export function type(view, index, text) {
  const card = [...view.element.querySelectorAll("[data-husky-step]")][index];
  const editor = card.querySelector(".cm-content").cmTile.view;
  editor.dispatch({ changes: { from: editor.state.doc.length, insert: text }, userEvent: "input.type" });
}
