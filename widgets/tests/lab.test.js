import "./page.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { Signal } from "./jupyter.js";
import { CARD, RUN } from "./page.js";

const { default: plugins } = await import("../lab/index.js");
const [widgets, questions] = plugins;
const registered = await new Promise((done) => widgets.activate(null, { registerWidget: done }));
const { RunModel, RunView } = await registered.exports();
const drawn = () => new Promise((done) => setTimeout(done, 100));

test("a kernel's run is drawn, and is a record once the kernel is gone", async () => {
  const model = new RunModel({ run: RUN, cards: [] }, { comm: {} });
  const view = new RunView({ model });
  view.render();
  model.fire("msg:custom", { type: "card", card: CARD });
  await drawn();
  assert.equal(view.el.querySelectorAll("[data-husky-step]").length, 1);
  assert.deepEqual(model.sent, [{ kind: "ready" }]);
  model.comm_live = false;
  model.fire("comm_live_update");
  assert.equal(view.el.querySelector("[data-husky-action=rerun]").getAttribute("aria-disabled"), "true");
  view.remove();
  assert.ok(!model.listeners.some(({ event }) => event.startsWith("change:")));
});

test("what a notebook file says of a run is not drawn, and nothing of a run is written into it", () => {
  const model = new RunModel({ run: RUN, cards: [CARD], _esm: "1" }, {});
  const view = new RunView({ model });
  view.render();
  view.remove();
  assert.equal(view.el.childElementCount, 0);
  assert.deepEqual(RunModel.serializers.run.serialize(RUN), {});
  assert.deepEqual(RunModel.serializers.cards.serialize([CARD]), []);
});

/** A cell whose notebook takes it for Python. */
class Cell {
  type = "code";
  contentChanged = new Signal();
  mimeTypeChanged = new Signal();
  #mimeType = "text/x-ipython";

  constructor(source) {
    this.source = source;
    this.sharedModel = { getSource: () => this.source };
  }

  get mimeType() {
    return this.#mimeType;
  }

  set mimeType(mimeType) {
    if (mimeType === this.#mimeType) return;
    this.#mimeType = mimeType;
    this.mimeTypeChanged.emit(this);
  }

  write(source) {
    this.source = source;
    this.contentChanged.emit(this);
  }
}

test("cells that ask are plain text for as long as they ask", () => {
  const cells = Object.assign([new Cell("%%husky\nWhat for?"), new Cell("x")], { changed: new Signal() });
  const content = { codeMimetype: "text/x-ipython", model: { cells }, modelChanged: new Signal() };
  questions.activate(null, { forEach: (visit) => visit({ content }), widgetAdded: new Signal() });
  const kinds = () => cells.map((cell) => cell.mimeType);
  assert.deepEqual(kinds(), ["text/plain", "text/x-ipython"]);
  cells[0].mimeType = "text/x-ipython"; // as the notebook does once its kernel is there
  assert.deepEqual(kinds(), ["text/plain", "text/x-ipython"]);
  cells[0].write("y");
  cells[1].write("%%husky What?");
  assert.deepEqual(kinds(), ["text/x-ipython", "text/plain"]);
  cells.push(new Cell("%%husky Who?"));
  cells.changed.emit();
  assert.equal(cells[2].mimeType, "text/plain");
});
