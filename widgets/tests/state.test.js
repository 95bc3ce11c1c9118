import assert from "node:assert/strict";
import { test } from "node:test";
import { apply } from "../src/state.js";

const state = () => ({ run: { answer: null }, cards: [{ index: 0, step: "a", call: null, outputs: [1] }] });

test("a card is added in its place, and replaced by the next of its index", () => {
  const three = apply(apply(state(), card({ index: 2, step: "c" })), card({ index: 1, step: "b" }));
  assert.deepEqual(
    three.cards.map(({ step }) => step),
    ["a", "b", "c"],
  );
  assert.deepEqual(
    apply(three, card({ index: 1, step: "B" })).cards.map(({ step }) => step),
    ["a", "B", "c"],
  );
});

test("a card sent without outputs keeps its own, and one sent with none loses them", () => {
  assert.deepEqual(apply(state(), card({ index: 0 })).cards[0].outputs, [1]);
  assert.deepEqual(apply(state(), card({ index: 0, outputs: [] })).cards[0].outputs, []);
});

test("streamed pieces go to the end of their field, and leave other cards as they are", () => {
  const before = apply(state(), card({ index: 1, step: "b", call: null }));
  const after = apply(before, {
    type: "text",
    pieces: [piece(1, "call", "x ="), piece(1, "call", " 1"), piece(9, "call", "lost")],
  });
  assert.equal(after.cards[1].call, "x = 1");
  assert.equal(after.cards[0], before.cards[0]);
});

test("what a running step puts out follows what stays of it", () => {
  const before = apply(state(), card({ index: 0, outputs: [1, 2, 3] }));
  const after = apply(before, { type: "outputs", index: 0, kept: 1, outputs: [4] });
  assert.deepEqual(after.cards[0].outputs, [1, 4]);
  assert.equal(apply(before, { type: "outputs", index: 9, kept: 0, outputs: [] }).cards[0], before.cards[0]);
});

test("an answer streams into the run", () => {
  const after = apply(state(), { type: "text", pieces: [piece(3, "answer", "4"), piece(3, "answer", "2")] });
  assert.equal(after.run.answer, "42");
});

test("truncate keeps the first cards", () => {
  const two = apply(state(), card({ index: 1 }));
  assert.equal(apply(two, { type: "truncate", count: 1 }).cards.length, 1);
  assert.equal(apply(two, { type: "truncate", count: 0 }).cards.length, 0);
});

test("a message of a later version changes nothing, and no state is changed in place", () => {
  const before = state();
  assert.equal(apply(before, { type: "unheard-of" }), before);
  apply(before, { type: "truncate", count: 0 });
  apply(before, { type: "text", pieces: [piece(0, "step", "!")] });
  assert.deepEqual(before, state());
});

const card = (values) => ({ type: "card", card: values });
const piece = (index, field, text) => ({ index, field, text });
