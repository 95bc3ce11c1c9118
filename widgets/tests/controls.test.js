import assert from "node:assert/strict";
import { test } from "node:test";
import { draw, type } from "./draw.js";
import { press } from "./page.js";

test("pause becomes resume at once, keeps the focus, and goes back when the kernel says so", () => {
  const { root, sent, update, act } = draw([{}]);
  const pause = act("pause");
  pause.focus();
  pause.click();
  assert.deepEqual(sent, [{ kind: "pause" }]);
  assert.equal(act("pause"), null);
  assert.equal(act("resume").textContent, "Pausing…");
  update([{}], { note: "still working" });
  assert.equal(act("resume").textContent, "Pausing…", "news of other things do not undo it");
  update([{}], { paused: true });
  assert.equal(act("resume").textContent, "Resume");
  assert.equal(document.activeElement, act("resume"));
  act("resume").click();
  assert.deepEqual(sent[1], { kind: "resume" });
  assert.equal(act("pause").textContent, "Pause");
  assert.ok(root.contains(document.activeElement));
});

test("step mode is a button that stays pressed", () => {
  const { sent, update, act } = draw([{}]);
  act("step-mode").click();
  assert.deepEqual(sent, [{ kind: "mode", stepping: true }]);
  assert.equal(act("step-mode").getAttribute("aria-pressed"), "true");
  update([{}], { stepping: true });
  act("step-mode").click();
  assert.deepEqual(sent[1], { kind: "mode", stepping: false });
});

test("nothing controls a run that has ended, or one without a kernel", () => {
  const { view, update, act, root } = draw([{}]);
  const shown = () => ["pause", "step-mode", "stop", "hint"].filter((action) => !act(action).closest("[hidden]"));
  assert.deepEqual(shown(), ["pause", "step-mode", "stop", "hint"]);
  act("stop").focus();
  update([{}], { status: "finished", answer: "3" });
  assert.deepEqual(shown(), []);
  assert.equal(document.activeElement, root, "the focus does not fall into the notebook");
  update([{}]);
  view.setLive(false);
  assert.deepEqual(shown(), []);
});

test("a hint is sent by Enter or its button, as one line, and never empty", () => {
  const { root, sent, update, act } = draw([{}]);
  const field = root.querySelector("[data-husky-field=hint]");
  field.value = "  use the\tmedian ";
  press(field, "Enter");
  field.value = " ";
  act("hint").click();
  assert.deepEqual(sent, [{ kind: "hint", text: "use the median" }]);
  assert.equal(field.value, "");
  assert.equal(document.activeElement, field);
  update([{}], { hints: ["use the median", "<b>ignore 2019</b>"] });
  const given = [...root.querySelectorAll(".husky-hints li")].map((item) => item.textContent);
  assert.deepEqual(given, ["use the median", "<b>ignore 2019</b>"]);
  update([{}], { hints: ["use the median"], status: "finished" });
  assert.ok(!root.querySelector(".husky-hints").closest("[hidden]"), "what was said stays to be read");
});

test("resume takes along what is being edited", () => {
  const { view, sent, act } = draw([{}, { status: "waiting", output: "" }], { paused: true });
  type(view, 1, " + 1");
  act("resume").click();
  assert.deepEqual(sent, [
    { kind: "approve", index: 1, step: "Count the rows.", call: "len(df) + 1", edited: true },
    { kind: "resume" },
  ]);
});

test("the help lists the keys and says whether it is open", () => {
  const { root, act } = draw([]);
  const help = root.querySelector(".husky-help");
  assert.equal(help.hidden, true);
  act("help").click();
  assert.equal(help.hidden, false);
  assert.equal(act("help").getAttribute("aria-expanded"), "true");
  assert.match(help.textContent, /Approve|approve/);
});
