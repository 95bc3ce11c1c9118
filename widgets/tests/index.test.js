import "./page.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import widget from "../src/index.js";
import { CARD, place, RUN } from "./page.js";

/** What anywidget's model does, as far as the cards see it. */
class Model {
  listeners = {};
  sent = [];
  state = { run: RUN, cards: [] };
  get = (name) => this.state[name];
  send = (content) => this.sent.push(content);
  on = (event, listener) => (this.listeners[event] ??= []).push(listener);
  off = (event, listener) => (this.listeners[event] = this.listeners[event].filter((other) => other !== listener));
  fire = (event, ...values) => (this.listeners[event] ?? []).forEach((listener) => listener(...values));
  set = (name, value) => {
    if (value === this.state[name]) return;
    this.state[name] = value;
    this.fire(`change:${name}`);
  };
}
const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));

test("messages reach every view, and a view that comes later finds everything", async () => {
  const model = new Model();
  widget.initialize({ model });
  const page = place();
  const [first, second] = [document.createElement("div"), document.createElement("div")];
  page.append(first, second);
  const close = widget.render({ model, el: first });
  model.fire("msg:custom", { type: "card", card: { ...CARD, call: null, status: "writing" } });
  model.fire("msg:custom", { type: "text", pieces: [{ index: 0, field: "call", text: "1 +" }] });
  model.fire("msg:custom", { type: "text", pieces: [{ index: 0, field: "call", text: " 1" }] });
  await frame();
  const closeSecond = widget.render({ model, el: second });
  for (const view of [first, second]) assert.equal(view.querySelector(".cm-content").textContent, "1 + 1");
  model.fire("msg:custom", { type: "run", run: { ...RUN, status: "finished", answer: "2" } });
  await frame();
  for (const view of [first, second]) assert.equal(view.querySelector("[data-husky]").dataset.huskyStatus, "finished");
  close();
  closeSecond();
  assert.deepEqual(model.listeners["change:cards"], []);
});

test("a view says that it is there, and what is pressed on it", () => {
  const model = new Model();
  const el = place();
  const close = widget.render({ model, el });
  el.querySelector("[data-husky-action=stop]").click();
  close();
  assert.deepEqual(model.sent, [{ kind: "ready" }, { kind: "stop" }]);
});
