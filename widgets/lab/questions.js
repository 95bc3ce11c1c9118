/** Cells that ask a question are plain text: coloured as Python, their words would look like a broken program. */
import { INotebookTracker } from "@jupyterlab/notebook";

/** @typedef {import("./types.js").CellModel} CellModel */
/** @typedef {import("./types.js").Notebook} Notebook */

const QUESTION = /^\s*%%husky\b/;
const PLAIN = "text/plain";

/** @param {Notebook} notebook */
function watch(notebook) {
  /** @param {CellModel} cell */
  const colour = (cell) => {
    const asks = QUESTION.test(cell.sharedModel.getSource());
    if (asks) cell.mimeType = PLAIN;
    else if (cell.mimeType === PLAIN) cell.mimeType = notebook.codeMimetype;
  };
  const follow = () => {
    for (const cell of notebook.model?.cells ?? []) {
      if (cell.type !== "code") continue;
      colour(cell);
      cell.contentChanged.connect(colour);
      cell.mimeTypeChanged.connect(colour); // the notebook sets it anew when its kernel has told its language
    }
  };
  const begin = () => {
    notebook.model?.cells.changed.connect(follow);
    follow();
  };
  notebook.modelChanged.connect(begin);
  begin();
}

/** @type {import("./types.js").Plugin<[import("./types.js").NotebookTracker]>} */
export const questions = {
  id: "husky-kernel-cards:questions",
  description: "Shows cells that begin with %%husky as plain text.",
  autoStart: true,
  requires: [INotebookTracker],
  activate: (_app, tracker) => {
    tracker.forEach(({ content }) => watch(content));
    tracker.widgetAdded.connect((_tracker, { content }) => watch(content));
  },
};
