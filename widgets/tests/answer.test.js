import "./page.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { draw } from "./draw.js";

const table = (cell) => ({
  output_type: "execute_result",
  data: { "text/html": `<table><tr><td>${cell}</td></tr></table>`, "text/plain": cell },
  metadata: {},
});
const ended = (more) => ({ status: "finished", answer: "4 rows: amount by region", ...more });

test("the confidence stands beside the answer, as a word that says what it means", () => {
  const { root, update } = draw([{}], ended({ confidence: "unsure" }));
  const badge = root.querySelector(".husky-confidence");
  assert.match(badge.textContent, /^not sure: Something speaks against this answer/);
  assert.match(badge.title, /^Something speaks against/);
  assert.match([...root.querySelectorAll("[aria-live]")].at(-1).textContent, /Answer, not sure: 4 rows/);
  update([{}], ended({ confidence: "checked" }));
  assert.match(badge.textContent, /^checked: Two independent ways/);
  for (const run of [ended({ confidence: "none" }), { answer: "4", confidence: "checked" }]) {
    update([{}], run);
    assert.ok(badge.hidden);
  }
});

test("a table that answers is shown below its line, and not once more on its card", () => {
  const [first, last] = [table("first"), table("last")];
  const { root, find, update } = draw([{ outputs: [first, last] }], ended({ kind: "table" }));
  const footer = root.querySelector("footer");
  assert.equal(footer.querySelector("td").textContent, "last");
  const [line, shown] = [footer.querySelector(".husky-answer"), footer.querySelector(".husky-outputs")];
  assert.ok(line.compareDocumentPosition(shown) & Node.DOCUMENT_POSITION_FOLLOWING);
  assert.equal(find(".husky-outputs").querySelectorAll("td").length, 1);
  update([{ outputs: [first, last] }], { status: "running", answer: null, kind: "none" });
  assert.equal(find(".husky-outputs").querySelectorAll("td").length, 2);
  assert.equal(footer.querySelector("td"), null);
});

test("an answer that is being checked is shown at once, and Enough takes it", () => {
  const so = { status: "running", answer: "4 rows: amount by region", kind: "table", confidence: "checking", by: 0 };
  const cards = [{ outputs: [table("first")] }, { index: 1, status: "writing", outputs: [] }];
  const { root, sent, update } = draw(cards, so);
  const badge = root.querySelector(".husky-confidence");
  assert.match(badge.textContent, /^checking: /);
  assert.equal(root.querySelector("footer td").textContent, "first");
  assert.match([...root.querySelectorAll("[aria-live]")].at(-1).textContent, /Answer so far: 4 rows.*being checked/);
  const stop = root.querySelector('[data-husky-action="stop"]');
  assert.equal(stop.textContent, "Enough");
  stop.click();
  assert.deepEqual(sent.at(-1), { kind: "stop" });
  assert.equal(stop.textContent, "Stopping…");
  update(cards, { ...so, confidence: "none", answer: null, kind: "none" });
  assert.ok(badge.hidden);
});

test("what other programs came to can be taken by a press, while a kernel listens", () => {
  const others = [{ index: 2, said: "7 rows: amount by shop" }];
  const { root, sent, view } = draw([{}, { index: 1 }, { index: 2 }], ended({ confidence: "unsure", others }));
  const group = root.querySelector('[aria-label="Other readings"]');
  const take = group.querySelector("button");
  assert.equal(take.textContent, "7 rows: amount by shop");
  assert.equal(take.getAttribute("aria-label"), "Take 7 rows: amount by shop of step 3 as the answer");
  take.click();
  assert.deepEqual(sent.at(-1), { kind: "take", index: 2 });
  view.setLive(false);
  assert.ok(group.hidden);
});

test("the table that answers is that of its step, whatever was done later", () => {
  const cards = [{ outputs: [table("first")] }, { index: 1, outputs: [table("other")] }];
  const { root, update } = draw(cards, ended({ kind: "table", by: 0 }));
  assert.equal(root.querySelector("footer td").textContent, "first");
  update(cards, ended({ kind: "table" }));
  assert.equal(root.querySelector("footer td").textContent, "other");
});

test("no table is shown for an answer of another kind, or of a step that failed", () => {
  const { root, update } = draw([{ outputs: [table("a")] }], ended({ kind: "number" }));
  assert.equal(root.querySelector("footer td"), null);
  update([{ outputs: [table("a")], status: "failed" }], ended({ kind: "table" }));
  assert.equal(root.querySelector("footer td"), null);
});

test("notes stand below the answer, and a step tells its reason, repairs and notes", () => {
  const told = { repairs: ["'Regin' read as 'region'"], notes: ["2 rows are empty"] };
  const step = { reason: "the question names a file", ...told };
  const { root, card } = draw([step], ended({ notes: ["<b>3</b> rows were left out"] }));
  const items = (within) => [...within.querySelectorAll(".husky-remarks:not([hidden]) li")];
  const texts = (within) => items(within).map((item) => item.textContent);
  assert.deepEqual(texts(root.querySelector("footer")), ["<b>3</b> rows were left out"]);
  assert.deepEqual(texts(card()), ["Put right: 'Regin' read as 'region'", "2 rows are empty"]);
  assert.equal(card().querySelector(".husky-why").textContent, "the question names a file");
});

test("a failed run says so in its head, at its end and to screen readers", () => {
  const { root } = draw([{ status: "failed" }], { status: "failed", error: "KeyError: 'x'" });
  assert.match(root.querySelector(".husky-facts").textContent, /Failed · 1 step/);
  assert.equal(root.querySelector(".husky-reason").textContent, "KeyError: 'x'");
  assert.ok(root.querySelector(".husky-reason .husky-icon"));
  assert.match([...root.querySelectorAll("[aria-live]")].at(-1).textContent, /without an answer. KeyError/);
});
