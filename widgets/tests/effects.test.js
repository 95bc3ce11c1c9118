import assert from "node:assert/strict";
import { test } from "node:test";
import { draw, type } from "./draw.js";

const EFFECTS = {
  created: ["clean", "<b>x</b>"],
  changed: ["sales"],
  deleted: ["old"],
  tables: [
    {
      name: "sales",
      rows: [1200, 1180],
      added: ["total"],
      removed: ["returns"],
      dtypes: { price: ["object", "float64"] },
      nulls: [2, 0],
      cells: 1,
    },
    { name: "same", rows: [3, 3], added: [], removed: [], dtypes: {}, nulls: [0, 0], cells: null },
  ],
  outside: ["wrote out.csv", "started a process: ls"],
  uncopied: ["reader: an open file"],
};
const ENDED = { status: "finished", answer: "3" };

test("what a step did, in words", () => {
  const { find } = draw([{ effects: EFFECTS }]);
  const lines = [...find("[data-husky-effects]").children].map((line) => line.textContent);
  assert.deepEqual(lines, [
    "Created clean, <b>x</b>Changed salesDeleted old",
    "sales: rows 1,200 → 1,180 · + total · − returns · price object → float64 · missing values 2 → 0 · 1 cell changed",
    "Cannot be undone: wrote out.csv; started a process: ls",
    "Not copied, so not put back: reader: an open file",
  ]);
});

test("no box where there is nothing to tell", () => {
  const nothing = { created: [], changed: [], deleted: [], tables: [], outside: [], uncopied: [] };
  const { root, update } = draw([{}, { effects: nothing }]);
  assert.equal(root.querySelector("[data-husky-effects]"), null);
  update([{ effects: EFFECTS }, {}]);
  update([{ effects: null }, {}]);
  assert.equal(root.querySelector("[data-husky-effects]"), null);
});

test("undo is offered after the run, where there is a checkpoint, on the live line", () => {
  const { sent, act, update, card } = draw([{ undoable: true }, {}]);
  assert.equal(act("undo"), null);
  update([{ undoable: true }, {}], ENDED);
  assert.equal(act("undo", card(1)), null);
  act("undo", card(0)).click();
  assert.deepEqual(sent, [{ kind: "undo", index: 0, answer: "ask" }]);
  const lines = [line("a", null, { live: true }), line("b", "a")];
  update([{ undoable: true }, {}], { ...ENDED, lines, shown: "b" });
  assert.equal(act("undo"), null);
});

test("what follows can be kept, where something follows", () => {
  const { view, sent, act, card } = draw([{}, {}], ENDED);
  type(view, 1, " + 1");
  assert.ok(act("keep", card(1)).closest("[hidden]"), "nothing follows the last");
  type(view, 0, " + 2");
  act("keep", card(0)).click();
  act("rerun", card(0)).click();
  assert.deepEqual(sent, [
    { kind: "rerun", index: 0, step: "Count the rows.", call: "len(df) + 2", edited: true, keep: true, answer: "ask" },
  ]);
  type(view, 0, " + 3");
  assert.equal(act("keep", card(0)).checked, false, "it is no setting");
});

test("the note tells whether the variables go back", () => {
  const { view, find } = draw([{ undoable: true }], ENDED);
  type(view, 0, " + 1");
  assert.match(find(".husky-note").textContent, /puts the variables back/);
});

for (const [action, answer] of [
  ["overwrite", "overwrite"],
  ["mine", "mine"],
])
  test(`the question about changed variables: ${action}`, () => {
    const { sent, act, update, card, root } = draw([{}, {}], ENDED);
    act("rerun", card(1)).click();
    update([{}, { conflict: ["x", "y", "z"] }], ENDED);
    assert.match(card(1).querySelector(".husky-question-box").textContent, /You changed x, y and z since/);
    assert.match(root.querySelector(".husky-unseen[aria-live]").textContent, /You changed/);
    act(action).click();
    assert.deepEqual(sent[1], { ...sent[0], answer });
    assert.equal(act(action), null);
  });

test("cancel changes nothing, and the same question can come again", () => {
  const { sent, act, update, card } = draw([{ undoable: true }], ENDED);
  for (let times = 0; times < 2; times++) {
    act("undo").click();
    update([{ undoable: true, conflict: ["x"] }], ENDED);
    assert.ok(act("overwrite", card()));
    act("cancel", card()).click();
    assert.equal(act("overwrite"), null);
  }
  assert.deepEqual(sent, Array(2).fill({ kind: "undo", index: 0, answer: "ask" }));
});

test("a view in which nothing was pressed asks nothing", () => {
  const { act } = draw([{ conflict: ["x"] }], ENDED);
  assert.equal(act("overwrite"), null);
});

/** @param {string} id */
function line(id, parent, more = {}) {
  return { id, parent, at: 0, status: "finished", answer: "3", steps: 2, live: false, why: "edit", ...more };
}
