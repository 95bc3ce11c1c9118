/** A button below the error of the cell that ran last: the next cell tells why, and shows the failed one put right. */
import { INotebookTracker, NotebookActions } from "@jupyterlab/notebook";

/** @typedef {import("./types.js").CodeCell} CodeCell */
/** @typedef {import("./types.js").NotebookPanel} NotebookPanel */

const FIX = "%husky fix";
const OURS = /^\s*%%?husky\b/;
const LOADS = /^\s*%(?:load|reload)_ext\s+husky_kernel\b/m;

/** @param {CodeCell} cell */
const source = (cell) => cell.model.sharedModel.getSource();

/** @param {NotebookPanel} panel */
const programs = (panel) => panel.content.widgets.filter((cell) => cell.model.type === "code");

/**
 * The cell that failed, if it is the one that ran last and its notebook knows our magics.
 *
 * @param {NotebookPanel} panel
 * @returns {CodeCell|null}
 */
export function failed(panel) {
  const ran = programs(panel).filter((cell) => cell.model.executionCount);
  const last = ran.sort((one, other) => other.model.executionCount - one.model.executionCount)[0];
  if (!last || OURS.test(source(last))) return null;
  const { outputs } = last.model;
  const errors = Array.from({ length: outputs.length }, (_, at) => outputs.get(at).type === "error");
  const ours = panel.sessionContext.session?.kernel?.name === "husky";
  return errors.includes(true) && (ours || ran.some((cell) => LOADS.test(source(cell)))) ? last : null;
}

/**
 * Insert a cell below that asks, and run it.
 *
 * @param {NotebookPanel} panel
 * @param {CodeCell} cell
 */
export async function fix({ content, sessionContext }, cell) {
  content.activeCellIndex = content.widgets.indexOf(cell);
  NotebookActions.insertBelow(content);
  content.activeCell?.model.sharedModel.setSource(FIX);
  await NotebookActions.run(content, sessionContext);
}

/** @param {NotebookPanel} panel */
function watch(panel) {
  const known = new Set();
  const button = document.createElement("button");
  button.type = "button";
  button.className = "husky-fix jp-mod-styled";
  button.textContent = "Fix with Husky";
  button.title = "Why did this fail? The next cell tells, and shows this one put right";
  button.dataset.huskyAction = "fix";
  button.style.cssText = "margin: 4px 0 4px calc(var(--jp-cell-prompt-width, 64px) + var(--jp-cell-padding, 5px))";
  /** @type {CodeCell|null} */
  let at = null;
  button.addEventListener("click", () => at && void fix(panel, at));
  const show = () => {
    at = panel.isDisposed ? null : failed(panel);
    if (at) at.outputArea.node.append(button);
    else button.remove();
  };
  let frame = 0;
  const look = () => {
    cancelAnimationFrame(frame); // what is shown of an output comes a moment after it is in the model
    frame = requestAnimationFrame(() => {
      for (const { model } of programs(panel)) {
        if (known.has(model)) continue;
        known.add(model);
        model.outputs.changed.connect(look);
        model.stateChanged.connect(look);
      }
      show();
    });
  };
  const begin = () => {
    panel.content.model?.cells.changed.connect(look);
    look();
  };
  panel.content.modelChanged.connect(begin);
  panel.sessionContext.kernelChanged.connect(look);
  begin();
}

/** @type {import("./types.js").Plugin<[import("./types.js").NotebookTracker]>} */
export const fixes = {
  id: "husky-kernel-cards:fix",
  description: "A button below an error that asks Husky why.",
  autoStart: true,
  requires: [INotebookTracker],
  activate: (_app, tracker) => {
    tracker.forEach(watch);
    tracker.widgetAdded.connect((_tracker, panel) => watch(panel));
  },
};
