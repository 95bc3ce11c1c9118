import assert from "node:assert/strict";
import { test } from "node:test";
import { rivalOf, treeOf } from "../src/lines.js";
import { draw } from "./draw.js";
import { CARD, press } from "./page.js";

const LINES = [
  line("a", null, { why: "first" }),
  line("b", "a", { at: 1, why: "flip", live: true, answer: "4", steps: 3 }),
  line("c", "b", { at: 2, status: "stopped", answer: null }),
  line("d", "a"),
];
const RUN = { status: "finished", answer: "4", lines: LINES, shown: "b" };
const nodes = (root) => [...root.querySelectorAll("[data-husky-branch]")];

test("no tree with one line, and none without", () => {
  const { root, update } = draw([{}], { ...RUN, lines: LINES.slice(0, 1), shown: "a" });
  assert.ok(root.querySelector("[role=tree]").closest("[hidden]"));
  update([{}], RUN);
  assert.equal(root.querySelector("[role=tree]").closest("[hidden]"), null);
});

test("every line follows its parent, and says what made it another one", () => {
  const { root } = draw([{}], RUN);
  assert.deepEqual(
    nodes(root).map((node) => [node.dataset.huskyBranch, node.getAttribute("aria-level")]),
    [
      ["a", "1"],
      ["b", "2"],
      ["c", "3"],
      ["d", "2"],
    ],
  );
  assert.deepEqual(
    nodes(root).map((node) => node.textContent),
    [
      "Branch 1first run · 2 steps3",
      "Branch 2livestep 2 with another tool · 3 steps4",
      "Branch 3step 3 edited · 2 steps · stopped",
      "Branch 4step 1 edited · 2 steps3",
    ],
  );
  assert.deepEqual(
    treeOf(LINES).map(({ rise }) => rise),
    [0, 1, 1, 3],
  );
});

test("a line whose parent is not there is drawn all the same", () => {
  assert.deepEqual(
    treeOf([line("x", "gone")]).map(({ level }) => level),
    [1],
  );
});

test("arrows move through the tree, Enter shows, and the focus outlives an update", () => {
  const { root, sent, update } = draw([{}], RUN);
  const at = (id) => root.querySelector(`[data-husky-branch=${id}]`);
  at("b").focus();
  press(at("b"), "ArrowDown");
  assert.equal(document.activeElement, at("c"));
  press(at("c"), "ArrowLeft");
  assert.equal(document.activeElement, at("b"));
  press(at("b"), "ArrowRight");
  press(at("c"), "Home");
  assert.equal(document.activeElement, at("a"));
  assert.deepEqual(sent, []);
  press(at("a"), "Enter");
  at("b").click();
  assert.deepEqual(sent, [{ kind: "show", line: "a" }]);
  update([{}], { ...RUN, shown: "a" });
  assert.equal(document.activeElement, at("a"));
  assert.equal(at("a").getAttribute("aria-selected"), "true");
});

test("promote is for a line that is not live", () => {
  const { sent, act, update } = draw([{}], RUN);
  assert.equal(act("promote").hidden, true);
  update([{}], { ...RUN, shown: "c" });
  act("promote").click();
  assert.deepEqual(sent, [{ kind: "promote", line: "c", answer: "ask" }]);
});

test("a promotion may be asked about", () => {
  const { sent, act, update } = draw([{}], { ...RUN, shown: "c" });
  act("promote").click();
  update([{ conflict: ["x"] }], { ...RUN, shown: "c" });
  act("overwrite").click();
  assert.deepEqual(sent[1], { kind: "promote", line: "c", answer: "overwrite" });
});

test("while a run goes on, the lines are only shown", () => {
  const { root, sent, act } = draw([{}], { ...RUN, status: "running" });
  nodes(root)[0].click();
  assert.deepEqual(sent, []);
  assert.ok(act("compare").hidden && act("promote").hidden);
});

test("what a line is compared with: the live one, else its parent", () => {
  assert.equal(rivalOf(LINES, LINES[3]).id, "b");
  assert.equal(rivalOf(LINES, LINES[1]).id, "a");
  assert.equal(rivalOf(LINES.slice(0, 1), LINES[0]), null);
});

test("two lines side by side: steps, answers, effects, seconds and tokens", () => {
  const { root, view, sent, act } = draw([{}], RUN);
  act("compare").click();
  assert.deepEqual(sent, [{ kind: "compare", left: "a", right: "b" }]);
  const effects = { created: ["x"], changed: [], deleted: [], tables: [], outside: [], uncopied: [] };
  const left = { ...LINES[0], cards: [CARD, { ...CARD, index: 1, step: "Sum.", effects }] };
  view.showComparison({ type: "compare", left, right: { ...LINES[1], cards: [CARD] } });
  const [one, other] = root.querySelectorAll(".husky-column");
  assert.match(one.textContent, /2 steps · 3.0 s · 40 tokens · finished/);
  assert.match(other.textContent, /1 step · 1.5 s · 20 tokens · finished/);
  assert.ok(one.querySelector("[data-husky-effects]"));
  assert.equal(root.querySelectorAll(".husky-same").length, 2);
  assert.equal(other.querySelector(".husky-answer").textContent, "4");
  assert.equal(root.querySelector(".husky-cards").hidden, true);
  press(one, "Escape");
  assert.equal(root.querySelector(".husky-cards").hidden, false);
  assert.equal(root.querySelector("footer").hidden, false);
});

test("a comparison that another view asked for is not shown, and a new run closes one", () => {
  const { root, view, act, update } = draw([{}], RUN);
  const sides = { type: "compare", left: { ...LINES[0], cards: [] }, right: { ...LINES[1], cards: [] } };
  view.showComparison(sides);
  assert.equal(root.querySelector(".husky-compare").hidden, true);
  act("compare").click();
  view.showComparison(sides);
  assert.equal(root.querySelector(".husky-compare").hidden, false);
  update([{}], { ...RUN, status: "running" });
  assert.equal(root.querySelector(".husky-compare").hidden, true);
});

test("another line is chosen in the comparison itself", () => {
  const { root, view, sent, act } = draw([{}], RUN);
  act("compare").click();
  view.showComparison({ type: "compare", left: { ...LINES[0], cards: [] }, right: { ...LINES[1], cards: [] } });
  const choice = root.querySelector(".husky-column select");
  assert.deepEqual(
    [...choice.options].map((option) => option.value),
    ["a", "c", "d"],
  );
  choice.value = "d";
  choice.dispatchEvent(new window.Event("change"));
  assert.deepEqual(sent[1], { kind: "compare", left: "d", right: "b" });
});

/** @param {string} id */
function line(id, parent, more = {}) {
  return { id, parent, at: 0, status: "finished", answer: "3", steps: 2, live: false, why: "edit", ...more };
}
