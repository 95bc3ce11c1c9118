import "./page.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { Signal } from "./jupyter.js";

const { fixes } = await import("../lab/fix.js");
const drawn = () => new Promise((done) => setTimeout(done, 50));

class Cell {
  constructor(source, count, ...types) {
    this.text = source;
    const outputs = { length: types.length, get: (at) => ({ type: types[at] }), changed: new Signal() };
    const sharedModel = { getSource: () => this.text, setSource: (text) => (this.text = text) };
    this.model = { type: "code", executionCount: count, sharedModel, outputs, stateChanged: new Signal() };
    this.outputArea = { node: document.createElement("div") };
  }
}

/** A notebook with these cells, in a kernel of that name. */
function notebook(cells, name = "husky") {
  const content = {
    widgets: cells,
    activeCellIndex: 0,
    model: { cells: { changed: new Signal() } },
    modelChanged: new Signal(),
    ran: [],
    insertBelow() {
      this.widgets.splice(++this.activeCellIndex, 0, new Cell("", 0));
    },
    get activeCell() {
      return this.widgets[this.activeCellIndex];
    },
    run() {
      this.ran.push(this.activeCell.text);
    },
  };
  const panel = { content, sessionContext: { session: { kernel: { name } }, kernelChanged: new Signal() } };
  fixes.activate(null, { forEach: (visit) => visit(panel), widgetAdded: new Signal() });
  return panel;
}
const buttons = (cell) => cell.outputArea.node.querySelectorAll("[data-husky-action=fix]");

test("below the error of the cell that ran last a button asks in the next cell", async () => {
  const cells = [new Cell("1 / 0", 3, "stream", "error"), new Cell("2", 2, "error"), new Cell("3", 0)];
  const panel = notebook(cells);
  await drawn();
  assert.deepEqual(cells.map((cell) => buttons(cell).length), [1, 0, 0]);
  buttons(cells[0])[0].click();
  await drawn();
  assert.deepEqual(panel.content.ran, ["%husky fix"]);
  assert.equal(panel.content.widgets[1].text, "%husky fix");
  const [, asking] = panel.content.widgets;
  asking.model.executionCount = 4;
  panel.content.model.cells.changed.emit();
  await drawn();
  assert.equal(buttons(cells[0]).length, 0);
});

test("there is none below our own errors, where all went well, and where nobody knows us", async () => {
  for (const [cells, kernel] of [
    [[new Cell("%%husky\nHow many?", 1, "error")], "husky"],
    [[new Cell("1", 1, "stream")], "husky"],
    [[new Cell("1 / 0", 1, "error")], "python3"],
  ]) {
    notebook(cells, kernel);
    await drawn();
    assert.equal(buttons(cells[0]).length, 0);
  }
  const cells = [new Cell("%load_ext husky_kernel", 1), new Cell("1 / 0", 2, "error")];
  notebook(cells, "python3");
  await drawn();
  assert.equal(buttons(cells[1]).length, 1);
});
