import assert from "node:assert/strict";
import { test } from "node:test";
import { draw } from "./draw.js";
import { press } from "./page.js";

const PARTS = ["Clean it.", "Count it.", "Sort it.", "Plot it."];
const CARDS = [{ part: 0 }, { part: 1, status: "writing" }];

/** @param {Element} root */
const rows = (root) => [...root.querySelectorAll(".husky-plan li")];
/** @param {Element} root */
const marks = (root) => rows(root).map((row) => row.querySelector(".husky-plan-mark").getAttribute("aria-label"));
/**
 * @param {Element} root
 * @param {string} label
 */
const named = (root, label) => root.querySelector(`.husky-plan [aria-label="${label}"]`);

test("a question of one part has no list of them", () => {
  const { root } = draw([{}]);
  assert.ok(root.querySelector(".husky-plan").hidden);
});

test("each part says what became of it", () => {
  const { root, update } = draw(CARDS, { parts: PARTS });
  assert.deepEqual(marks(root), ["Done", "In hand", "To come", "To come"]);
  update([{ part: 0 }, { part: 1, status: "stopped" }, { part: 2, status: "failed" }], { parts: PARTS, status: "failed" });
  assert.deepEqual(marks(root), ["Done", "Not carried out", "Failed", "Not carried out"]);
  update([{ part: 0 }, { part: 1 }, { part: 1, status: "failed" }, { part: 2 }, { part: 3 }], { parts: PARTS, status: "finished" });
  assert.deepEqual(marks(root), ["Done", "Done", "Done", "Done"], "one program of several is enough");
});

test("parts to come are moved and left out, those that have begun are not", () => {
  const { root, sent } = draw(CARDS, { parts: PARTS });
  assert.equal(named(root, "Edit part 1"), null);
  assert.equal(named(root, "Leave part 2 out"), null);
  assert.equal(named(root, "Move part 3 up"), null, "nothing goes before the part in hand");
  named(root, "Move part 3 down").click();
  named(root, "Leave part 4 out").click();
  assert.deepEqual(sent, [
    { kind: "plan", parts: ["Clean it.", "Count it.", "Plot it.", "Sort it."] },
    { kind: "plan", parts: ["Clean it.", "Count it.", "Sort it."] },
  ]);
});

test("the words of a part are changed by Enter, and kept by Escape", () => {
  const { root, sent, update } = draw(CARDS, { parts: PARTS });
  named(root, "Edit part 3").click();
  const field = root.querySelector("[data-husky-field=part]");
  assert.equal(document.activeElement, field);
  field.value = "Sort it by year.";
  update([...CARDS, { part: 1, status: "writing" }], { parts: PARTS, note: "still busy" });
  assert.equal(root.querySelector("[data-husky-field=part]").value, "Sort it by year.", "news do not cost what is typed");
  press(field, "Enter");
  assert.deepEqual(sent, [{ kind: "plan", parts: ["Clean it.", "Count it.", "Sort it by year.", "Plot it."] }]);
  named(root, "Edit part 4").click();
  const other = root.querySelector("[data-husky-field=part]");
  other.value = "Draw it.";
  press(other, "Escape");
  assert.equal(sent.length, 1);
  assert.equal(rows(root)[3].querySelector(".husky-part-words").textContent, "Plot it.");
  assert.equal(document.activeElement, named(root, "Edit part 4"));
});

test("a part that begins while its words are changed takes its own", () => {
  const { root, update } = draw(CARDS, { parts: PARTS });
  named(root, "Edit part 3").click();
  update([{ part: 0 }, { part: 1 }, { part: 2, status: "planning" }], { parts: PARTS });
  assert.equal(root.querySelector("[data-husky-field=part]"), null);
  assert.deepEqual(marks(root), ["Done", "Done", "In hand", "To come"]);
  assert.ok(root.contains(document.activeElement), "the focus does not fall into the notebook");
});

test("its buttons have no keys: those are of the steps and of the run", () => {
  const { root } = draw(CARDS, { parts: PARTS });
  for (const one of root.querySelectorAll(".husky-plan button")) {
    assert.equal(one.getAttribute("aria-keyshortcuts"), null);
    assert.equal(one.title, one.getAttribute("aria-label"));
  }
});

test("the focus stays on a button while the list is drawn anew", () => {
  const { root, update } = draw(CARDS, { parts: PARTS });
  named(root, "Move part 3 down").focus();
  update(CARDS, { parts: ["Clean it.", "Count it.", "Plot it.", "Sort it."] });
  assert.equal(document.activeElement, named(root, "Move part 3 down"));
});

test("nothing is changed in a run that has ended, or without a kernel", () => {
  const { root, view, update } = draw(CARDS, { parts: PARTS });
  view.setLive(false);
  assert.equal(root.querySelector(".husky-plan button"), null);
  view.setLive(true);
  assert.ok(root.querySelector(".husky-plan button"));
  update(CARDS, { parts: PARTS, status: "stopped" });
  assert.equal(root.querySelector(".husky-plan button"), null);
});
