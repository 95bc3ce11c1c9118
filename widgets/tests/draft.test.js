import assert from "node:assert/strict";
import { test } from "node:test";
import { noteOf, rerunOf } from "../src/draft.js";

const before = { step: "Count.", call: "len(df)" };

test("nothing changed: the call runs again as it is", () => {
  assert.deepEqual(rerunOf(before, { ...before }), { ...before, edited: false });
});

test("only the step changed: its call is written anew", () => {
  const after = { step: "Count  the\n rows. ", call: "len(df)" };
  assert.deepEqual(rerunOf(before, after), { step: "Count the rows.", call: null, edited: true });
  assert.match(noteOf(before, after), /written anew/);
});

test("the call changed: it runs, whatever became of the step", () => {
  assert.deepEqual(rerunOf(before, { step: "Count.", call: "1" }), { step: "Count.", call: "1", edited: true });
  assert.deepEqual(rerunOf(before, { step: "Sum.", call: "1" }), { step: "Sum.", call: "1", edited: true });
  assert.equal(noteOf(before, { step: "Sum.", call: "1" }), "Rerun uses the variables as they are now.");
});

test("an emptied field is no wish for emptiness", () => {
  assert.deepEqual(rerunOf(before, { step: "  ", call: "len(df)" }), { ...before, edited: false });
  assert.deepEqual(rerunOf(before, { step: "Sum.", call: " \n" }), { step: "Sum.", call: null, edited: true });
});

test("a step without a call has none to send", () => {
  const commonsense = { step: "Which is larger?", call: null };
  assert.deepEqual(rerunOf(commonsense, { step: "Which is it?", call: null }), {
    step: "Which is it?",
    call: null,
    edited: true,
  });
  assert.doesNotMatch(noteOf(commonsense, { step: "Which is it?", call: null }), /written anew/);
});
