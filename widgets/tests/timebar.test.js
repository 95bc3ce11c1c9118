import assert from "node:assert/strict";
import { test } from "node:test";
import { draw } from "./draw.js";

const NONE = { queue: 0, prefill: 0, decode: 0, tool: 0, rewrite: 0, display: 0, idle: 0 };
const TIMELINE = { ...NONE, queue: 0.05, prefill: 2, decode: 6, tool: 1.5, display: 0.02, wall: 10 };

const barOf = (/** @type {Element} */ root) => root.querySelector(".husky-timebar");
const partsOf = (/** @type {Element} */ root) =>
  [...barOf(root).children].map((piece) => [piece.dataset.huskyPart, Number(piece.style.flexGrow)]);

test("the parts that can be seen in order, and what is left", () => {
  const { root } = draw([{}], { status: "finished", answer: "42", timeline: TIMELINE });
  assert.deepEqual(partsOf(root), [
    ["prefill", 0.2],
    ["decode", 0.6],
    ["tool", 0.15],
    ["other", 0.05],
  ]);
});

test("the bar in words, the largest part first", () => {
  const { root } = draw([{}], { status: "finished", answer: "42", timeline: TIMELINE });
  const words = "Time: 10 s. Writing 60%, reading 20%, tools 15%, other 5%";
  assert.equal(barOf(root).getAttribute("role"), "img");
  assert.equal(barOf(root).getAttribute("aria-label"), words);
  assert.equal(barOf(root).title, words);
});

test("nothing is left where the parts fill the run", () => {
  const { root } = draw([{}], { status: "finished", answer: "42", timeline: { ...NONE, tool: 2, wall: 2.01 } });
  assert.deepEqual(
    partsOf(root).map(([part]) => part),
    ["tool"],
  );
});

test("a run without an answer has its bar too", () => {
  const { root } = draw([{}], { status: "stopped", timeline: TIMELINE });
  assert.equal(barOf(root).hidden, false);
  assert.equal(root.querySelector("footer").hidden, false);
});

test("no bar while a run goes on, nor for one of an older version", () => {
  const { root, update } = draw([{}], { status: "running", timeline: TIMELINE });
  assert.equal(barOf(root).hidden, true);
  update([{}], { status: "finished", answer: "42", timeline: null });
  assert.equal(barOf(root).hidden, true);
  update([{}], { status: "finished", answer: "42", timeline: TIMELINE });
  assert.equal(barOf(root).hidden, false);
});
