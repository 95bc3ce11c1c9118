/** The module that anywidget loads: `initialize` once for a run, `render` for each view of it. */
import { Lab } from "./lab.js";
import { RunView } from "./run.js";
import { apply } from "./state.js";
import { stateOfTrace } from "./trace.js";

/**
 * What anywidget hands over, as far as it is used here.
 *
 * @typedef {object} Model
 * @property {import("./lab.js").Manager} [widget_manager]
 * @property {(name: string) => any} get
 * @property {(name: string, value: unknown) => void} set
 * @property {(content: object) => void} send
 * @property {(event: string, listener: (this: any, ...args: any[]) => void) => void} on
 * @property {(event: string, listener: (...args: any[]) => void) => void} off
 */

/** @param {Model} model */
const stateOf = (model) => ({ run: model.get("run"), cards: model.get("cards") });

/**
 * Messages change the model here, never by a round trip, so that every view, now or later, finds the whole state.
 *
 * @param {{model: Model}} context
 */
function initialize({ model }) {
  model.on("msg:custom", (message) => {
    const { run, cards } = apply(stateOf(model), message);
    model.set("run", run);
    model.set("cards", cards);
  });
}

/** @param {{model: Model, el: HTMLElement}} context */
function render({ model, el }) {
  const view = new RunView((command) => model.send(command), new Lab(model.widget_manager));
  let frame = 0;
  const draw = () => {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      view.update(stateOf(model));
    });
  };
  model.on("change:run", draw);
  model.on("change:cards", draw);
  const compare = (/** @type {any} */ message) => message.type === "compare" && view.showComparison(message);
  model.on("msg:custom", compare);
  model.on("comm_live_update", function () {
    view.setLive(Boolean(this?.model?.comm_live));
  });
  el.append(view.element);
  model.send({ kind: "ready" }); // so that the kernel knows that somebody can answer
  view.update(stateOf(model));
  return () => {
    cancelAnimationFrame(frame);
    model.off("change:run", draw);
    model.off("change:cards", draw);
    model.off("msg:custom", compare);
    view.destroy();
  };
}

/**
 * A run out of a notebook's file, as cards that only show.
 *
 * @param {{el: HTMLElement, trace: unknown, html: unknown, manager?: import("./lab.js").Manager}} saved
 * @returns {(() => void)|null} frees what was made; null if the trace is none that can be shown
 */
function record({ el, trace, html, manager }) {
  const state = stateOfTrace(trace, html);
  if (!state) return null;
  const view = new RunView(() => {}, new Lab(manager), true);
  el.append(view.element);
  view.setLive(false);
  view.update(state);
  return () => view.destroy();
}

export default { initialize, render, record };
