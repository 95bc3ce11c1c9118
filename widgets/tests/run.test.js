import assert from "node:assert/strict";
import { test } from "node:test";
import { draw, type } from "./draw.js";
import { press } from "./page.js";

const EDIT = "[data-husky-action=edit]";
const RERUN = "[data-husky-action=rerun]";
const STEP = "[data-husky-field=step]";
const CALL = "[data-husky-field=call] .cm-content";

test("the hooks that users and tests rely on", () => {
  const { root, find, card } = draw([{ status: "done" }, { status: "failed", error: "no" }], {
    status: "finished",
    answer: "42",
  });
  assert.equal(root.dataset.husky, "run");
  assert.equal(root.dataset.huskyStatus, "finished");
  assert.deepEqual([card(0).dataset.huskyStatus, card(1).dataset.huskyStatus], ["done", "failed"]);
  for (const step of [0, 1])
    for (const hook of [EDIT, RERUN, STEP, "[data-husky-field=call]"])
      assert.equal(card(step).querySelectorAll(hook).length, 1, hook);
  assert.equal(root.querySelectorAll("[data-husky-action=stop]").length, 1);
  assert.equal(root.querySelector("[data-husky-field=answer]").textContent, "42");
  assert.equal(find(STEP).textContent, "Count the rows.");
  assert.equal(find(CALL).textContent, "len(df)");
});

test("a step grows as the model writes", () => {
  const { update, find, card } = draw([
    { tool: "", step: "", call: null, output: "", observation: "", status: "planning" },
  ]);
  assert.equal(find(".husky-badge").dataset.huskyTool, "planning");
  update([{ step: "Count", call: null, output: "", status: "planning" }]);
  assert.equal(find(STEP).textContent, "Count");
  assert.equal(find("[data-husky-field=call]").hidden, true);
  update([{ call: "len(", output: "", status: "writing" }]);
  const line = find(".cm-line");
  update([{ call: "len(df)", output: "", status: "writing" }]);
  assert.equal(find(CALL).textContent, "len(df)");
  assert.ok(line.isConnected, "the editor is not built anew for each piece");
  assert.equal(card().dataset.huskyStatus, "writing");
  assert.equal(find(RERUN).getAttribute("aria-disabled"), "true");
  update([{}]);
  assert.equal(find("[data-husky-field=output]").textContent, "There are 3 rows.");
  assert.equal(find(RERUN).getAttribute("aria-disabled"), "false");
});

test("a call that is written after a failure is a repair", () => {
  const { find } = draw([{ status: "writing", call: "", error: "NameError: x" }]);
  assert.equal(find(".husky-status").textContent, "Repairing");
});

test("stop", () => {
  const { root, sent, update } = draw([], { status: "running" });
  const stop = root.querySelector("[data-husky-action=stop]");
  stop.click();
  assert.deepEqual(sent, [{ kind: "stop" }]);
  assert.match(stop.textContent, /Stopping/);
  update([], { status: "stopped" });
  assert.equal(stop.hidden, true);
  assert.match(root.querySelector("footer").textContent, /Stopped before/);
});

test("rerun without a change sends the call as it is, once", () => {
  const { sent, find, card } = draw([{}]);
  find(RERUN).click();
  find(RERUN).click();
  assert.deepEqual(sent, [{ kind: "rerun", index: 0, step: "Count the rows.", call: "len(df)", edited: false, keep: false, answer: "ask" }]);
  assert.equal(card().dataset.huskyStatus, "waiting");
});

test("a changed step is sent without its call, by Shift+Enter", () => {
  const { sent, find, card } = draw([{}]);
  find(EDIT).click();
  const field = find(STEP);
  assert.equal(field.tagName, "TEXTAREA");
  assert.equal(document.activeElement, field);
  assert.equal(find(".husky-note").textContent, "Rerun uses the variables as they are now.");
  field.value = "Count the columns.";
  field.dispatchEvent(new window.Event("input"));
  assert.match(find(".husky-note").textContent, /written anew/);
  assert.ok(press(field, "Enter").defaultPrevented, "a step is one line");
  assert.equal(sent.length, 0);
  press(field, "Enter", { shiftKey: true });
  assert.deepEqual(sent, [{ kind: "rerun", index: 0, step: "Count the columns.", call: null, edited: true, keep: false, answer: "ask" }]);
  assert.equal(find(STEP).textContent, "Count the columns.");
  assert.ok(card().contains(document.activeElement), "the focus stays on the card");
});

test("typing into the call opens the editing, and Ctrl+Enter reruns with it", () => {
  const { view, sent, find, card } = draw([{}, {}]);
  type(view, 1, " + 1");
  assert.ok(card(1).classList.contains("husky-editing"));
  assert.ok(!card(0).classList.contains("husky-editing"));
  press(find(CALL, 1), "Enter", { ctrlKey: true });
  assert.deepEqual(sent, [{ kind: "rerun", index: 1, step: "Count the rows.", call: "len(df) + 1", edited: true, keep: false, answer: "ask" }]);
});

test("Escape puts everything back", () => {
  const { view, sent, find, card } = draw([{}]);
  find(EDIT).click();
  type(view, 0, " + 1");
  find(STEP).value = "Something else.";
  press(find(CALL), "Escape");
  assert.equal(find(CALL).textContent, "len(df)");
  assert.equal(find(STEP).textContent, "Count the rows.");
  assert.ok(!card().classList.contains("husky-editing"));
  assert.deepEqual(sent, []);
});

test("news of the run leave alone what is being edited, until the step itself is taken up", () => {
  const { view, update, find } = draw([{}]);
  type(view, 0, " + 1");
  update([{ output: "Reworded." }, {}]);
  assert.equal(find(CALL).textContent, "len(df) + 1");
  update([{ status: "running" }]);
  assert.equal(find(CALL).textContent, "len(df)");
});

test("Tab indents while editing and else moves on", () => {
  const { find } = draw([{}]);
  assert.equal(press(find(CALL), "Tab", { keyCode: 9 }).defaultPrevented, false);
  find(EDIT).click();
  assert.equal(press(find(CALL), "Tab", { keyCode: 9 }).defaultPrevented, true);
});

test("keys stay with the cards, but for saving", () => {
  const { root, find } = draw([{}]);
  const seen = [];
  const notebook = (event) => seen.push([event.key, root.hasAttribute("data-lm-suppress-shortcuts")]);
  document.body.addEventListener("keydown", notebook);
  for (const key of ["d", "b", "Enter"]) press(find(EDIT), key);
  press(find(EDIT), "s", { ctrlKey: true });
  document.body.removeEventListener("keydown", notebook);
  assert.deepEqual(seen, [["s", false]]);
});

test("removed cards do not drop the focus into the notebook", () => {
  const { update, find, root } = draw([{}, {}]);
  find(EDIT, 1).focus();
  update([{}]);
  assert.equal(root.querySelectorAll("[data-husky-step]").length, 1);
  assert.equal(document.activeElement, root);
});

test("texts of models and tools are text", () => {
  const evil = "<img src=x onerror=alert(1)>";
  const { root } = draw(
    [
      {
        tool: evil,
        step: evil,
        output: evil,
        observation: evil + evil,
        error: evil,
        status: "failed",
        scores: { [evil]: 1 },
      },
    ],
    {
      question: evil,
      model: evil,
      status: "failed",
      answer: evil,
      error: evil,
      id: `x"]${evil}`,
    },
  );
  assert.equal(root.querySelector("img"), null);
});

test("sources link to the web only", () => {
  const sources = [
    { title: "A", url: "https://a.example" },
    { title: "B", source: "Factbook" },
    { title: "C", url: "javascript:x()" },
  ];
  const { find } = draw([{ sources }]);
  assert.equal(find(".husky-sources").textContent, "Sources: A, B (Factbook), C (javascript:x())");
  assert.equal(find(".husky-sources").querySelectorAll("a").length, 1);
});

test("the tool's scores, a person's mark and the check of a tool are told", () => {
  const { find } = draw([{ author: "human", status: "edited", error: "3 is not 4" }]);
  assert.equal(find(".husky-scores").getAttribute("aria-label"), "Tool scores: code 75%, math 25%");
  assert.equal(find(".husky-edited").textContent, "edited");
  assert.equal(find(".husky-checked").textContent, "3 is not 4");
});

test("header: progress, rerun, what goes on", () => {
  const { root, update } = draw([], { note: "Loading some-model …", fraction: 0.25 });
  const facts = () => root.querySelector(".husky-facts").textContent;
  assert.match(facts(), /Loading some-model/);
  assert.equal(root.querySelector(".husky-progress > div").style.width, "25%");
  update([{}, {}], { rerun: 1 });
  assert.match(facts(), /Rerun from step 2 · Step 2 of 8/);
  update([{}], { status: "limit", seconds: 65 });
  assert.match(facts(), /Step limit reached · 1 step/);
  assert.equal(root.querySelector(".husky-elapsed").textContent, "1:05");
});

test("without a kernel the cards are a record", () => {
  const { view, find, root } = draw([{}], { status: "running" });
  view.setLive(false);
  assert.equal(find(EDIT).getAttribute("aria-disabled"), "true");
  assert.equal(root.querySelector("[data-husky-action=stop]").hidden, true);
  assert.match(root.querySelector(".husky-facts").textContent, /kernel is gone/);
});

test("the saved copy of this run is not shown beside it", () => {
  const { root } = draw([], { status: "finished", id: "ab12" });
  assert.match(root.querySelector("style").textContent, /\[data-husky-saved="ab12"\]/);
});
