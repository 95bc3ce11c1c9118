import assert from "node:assert/strict";
import { test } from "node:test";
import { draw, type } from "./draw.js";
import { press } from "./page.js";

const WAITING = { status: "waiting", observation: "", output: "", why: "step mode" };

test("a step that waits says why and offers what can be done, and only there", () => {
  const { root, card, update } = draw([{}, WAITING]);
  for (const hook of ["approve", "edit", "skip"])
    assert.equal(card(1).querySelectorAll(`[data-husky-action=${hook}]`).length, 1, hook);
  assert.equal(root.querySelectorAll("[data-husky-action=approve], [data-husky-action=skip]").length, 2);
  assert.match(card(1).querySelector(".husky-gate").textContent, /Waits for you: step mode/);
  assert.match(root.querySelector(".husky-facts").textContent, /Step 2 of 8 waits for you/);
  assert.match(root.querySelector(".husky-unseen[aria-live]").textContent, /Step 2, code, waits for you: step mode/);
  update([{}, { ...WAITING, status: "running" }]);
  assert.equal(root.querySelector("[data-husky-action=approve]"), null);
  assert.equal(root.querySelector(".husky-unseen[aria-live]").textContent, "");
});

test("approve sends the step as it stands, once, and keeps the focus on the card", () => {
  const { sent, act, update, card } = draw([WAITING]);
  act("approve").focus();
  act("approve").click();
  act("approve").click();
  assert.deepEqual(sent, [{ kind: "approve", index: 0, step: "Count the rows.", call: "len(df)", edited: false }]);
  update([{ ...WAITING, status: "running" }]);
  assert.equal(document.activeElement, card(0));
});

test("edits travel with the approval; Shift+Enter approves", () => {
  const { view, sent, find, act } = draw([WAITING]);
  type(view, 0, " + 1");
  assert.equal(act("approve").textContent, "Approve as edited");
  assert.match(find(".husky-note").textContent, /^Approve runs/);
  press(find(".cm-content"), "Enter", { shiftKey: true });
  assert.deepEqual(sent, [{ kind: "approve", index: 0, step: "Count the rows.", call: "len(df) + 1", edited: true }]);
});

test("a changed step without its call has it written anew", () => {
  const { sent, find, act } = draw([WAITING]);
  act("edit").click();
  find("textarea").value = "Count the columns.";
  find("textarea").dispatchEvent(new window.Event("input"));
  act("approve").click();
  assert.deepEqual(sent, [{ kind: "approve", index: 0, step: "Count the columns.", call: null, edited: true }]);
});

test("skip", () => {
  const { sent, act } = draw([WAITING]);
  act("skip").click();
  assert.deepEqual(sent, [{ kind: "skip", index: 0 }]);
});

test("the tools are radio buttons that flip the step", () => {
  const { sent, find, card } = draw([WAITING]);
  const radios = [...card().querySelectorAll("[role=radiogroup] > [role=radio]")];
  assert.deepEqual(
    radios.map((radio) => radio.dataset.huskyTool),
    ["code", "math", "search", "commonsense", "finish"],
  );
  assert.deepEqual(
    radios.map((radio) => [radio.getAttribute("aria-checked"), radio.tabIndex]),
    [["true", 0], ...Array(4).fill(["false", -1])],
  );
  radios[0].focus();
  press(radios[0], "ArrowRight");
  assert.equal(document.activeElement, radios[1]);
  assert.deepEqual(sent, [], "moving is not choosing");
  radios[0].click();
  assert.deepEqual(sent, [], "it has this tool already");
  find("button[data-husky-tool=math]").click();
  assert.deepEqual(sent, [{ kind: "flip", index: 0, tool: "math" }]);
});

test("a tool of a user's own can be flipped to", () => {
  const { sent, find } = draw([{ ...WAITING, scores: { code: 0.5, weather: 0.5 } }]);
  find("button[data-husky-tool=weather]").click();
  assert.deepEqual(sent, [{ kind: "flip", index: 0, tool: "weather" }]);
});

test("after the run a flip starts a branch; while it goes on there is none", () => {
  const { sent, find, update } = draw([{}]);
  assert.equal(find(".husky-scores").getAttribute("role"), "img");
  assert.equal(find(".husky-scores button"), null);
  update([{}], { status: "finished", answer: "3" });
  find("button[data-husky-tool=math]").click();
  assert.deepEqual(sent, [{ kind: "flip", index: 0, tool: "math", answer: "ask" }]);
});

test("text from outside is shown as text", () => {
  const { find, root } = draw([{ ...WAITING, untrusted: ["<img src=x onerror=alert(1)>"] }]);
  assert.match(find(".husky-outside").textContent, /<img src=x onerror=alert\(1\)>/);
  assert.equal(find(".husky-warn").textContent, "outside text");
  assert.equal(root.querySelector("img"), null);
});

test("keys: from anywhere in the run to the step that waits, and none while typing", () => {
  const { root, sent, find, act } = draw([{}, WAITING]);
  press(act("pause"), "2");
  press(find("textarea, .cm-content", 1), "a", { ctrlKey: true });
  assert.deepEqual(sent, [{ kind: "flip", index: 1, tool: "math" }]);
  const hint = root.querySelector("[data-husky-field=hint]");
  press(hint, "k");
  press(hint, "p");
  assert.equal(sent.length, 1);
});

for (const [key, command] of [
  ["a", { kind: "approve", index: 1, step: "Count the rows.", call: "len(df)", edited: false }],
  ["k", { kind: "skip", index: 1 }],
  ["p", { kind: "pause" }],
  ["t", { kind: "mode", stepping: true }],
  ["s", { kind: "stop" }],
])
  test(`the key ${key}`, () => {
    const { root, sent } = draw([{}, WAITING]);
    root.focus();
    press(root, key);
    assert.deepEqual(sent, [command]);
  });

test("the key e edits the card that has the focus, or the one that waits", () => {
  const { root, card } = draw([{}, WAITING]);
  press(root, "e");
  assert.ok(card(1).contains(document.activeElement));
  assert.equal(document.activeElement.tagName, "TEXTAREA");
});

test("every button that has a key says so", () => {
  const { root } = draw([{}, WAITING]);
  for (const element of root.querySelectorAll("[data-husky-action]:not(input)"))
    assert.ok(element.getAttribute("aria-keyshortcuts"), element.dataset.huskyAction);
});
