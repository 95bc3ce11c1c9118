import "./page.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import "./jupyter.js";
import { place } from "./page.js";
import { stateOfTrace, TRACE } from "../src/trace.js";

let look;
let hide;
globalThis.IntersectionObserver = class {
  constructor(seen) {
    look = () => seen([{ isIntersecting: true }]);
    hide = () => seen([{ isIntersecting: false }]);
  }
  observe() {}
  disconnect() {}
};
const { saved } = await import("../lab/saved.js");
const drawn = () => new Promise((done) => setTimeout(done, 100));

const STEP = {
  index: 0,
  tool: "code",
  step: "Count the rows.",
  call: "len(df)",
  observation: "3",
  output: "3",
  status: "done",
  author: "model",
  error: null,
  seconds: { action: 0.5, expert: 1, tool: 0.25, rewrite: 0 },
  tokens: { prompt: 9, reused: 4, generated: 20 },
  tool_scores: { code: 1 },
  outputs: [{ output_type: "display_data", data: { "image/png": "husky-figure:0", "text/plain": "Figure" } }],
  against: ["too few rows"],
  notes: ["1 row left out", "too few rows"],
  result: { kind: "number", said: "3" },
};
const SAVED = {
  schema: "husky.trace/1",
  id: "ab12",
  question: "How many?",
  model: "m",
  status: "finished",
  answer: "3",
  answer_kind: "number",
  confidence: "computed",
  notes: [],
  error: null,
  steps: [STEP],
  finish: { by: 0, others: [0] },
  timeline: { wall: 2.5 },
};
const HTML = '<div data-husky-saved="ab12"><img src="data:image/png;base64,QUJD"></div>';

test("a saved trace has the state of the cards that it was", () => {
  const { run, cards } = stateOfTrace(SAVED, ["<p></p>", HTML]);
  assert.deepEqual([run.answer, run.confidence, run.seconds, run.by], ["3", "computed", 2.5, 0]);
  assert.deepEqual(run.others, [{ index: 0, said: "3" }]);
  assert.deepEqual([cards[0].seconds, cards[0].tokens], [1.75, 20]);
  assert.deepEqual(cards[0].notes, ["too few rows", "1 row left out"]);
  assert.equal(cards[0].outputs[0].data["image/png"], "QUJD");
});

test("what is no trace is none, and what is of another kind is left out", () => {
  for (const strange of [null, 1, "x", [], {}, { ...SAVED, schema: "husky.trace/2" }])
    assert.equal(stateOfTrace(strange, HTML), null);
  const odd = { ...SAVED, steps: [1, { index: "x", outputs: [2, { data: { "image/png": "husky-figure:9" } }] }], notes: 1 };
  const { run, cards } = stateOfTrace(odd, null);
  assert.deepEqual([run.notes, cards.length, cards[0].index], [[], 1, 0]);
  assert.equal(cards[0].outputs[0].data["image/png"], "");
});

/** What a notebook lends: a kernel whose comms are kept, and a renderer that shows the id of a widget. */
function notebook(host, comms, kernel = true) {
  const createComm = () => {
    const comm = { sent: [], open: (data) => comm.sent.push(data) };
    comms.push(comm);
    return comm;
  };
  class View {
    static attach(view, node) {
      node.append(view.id);
    }
    async renderModel(model) {
      this.id = model.data["application/vnd.jupyter.widget-view+json"].model_id;
    }
  }
  const rendermime = { createRenderer: () => new View(), createModel: (options) => options };
  return { node: host, content: { rendermime }, sessionContext: { session: kernel ? { kernel: { createComm } } : null } };
}

async function shown(model, panel) {
  let factory;
  const tracker = { find: (fits) => (panel && fits(panel) ? panel : undefined) };
  saved.activate(null, { addFactory: (made) => (factory = made) }, tracker);
  assert.deepEqual(factory.mimeTypes, [TRACE]);
  const renderer = Object.assign(factory.createRenderer({}), { look, hide }); // the editor looks for itself, too
  panel?.node.append(renderer.node);
  await renderer.renderModel(model);
  return renderer;
}

test("it is drawn once somebody sees it, read-only, and not at all where the lines are there already", async () => {
  const renderer = await shown({ data: { [TRACE]: SAVED, "text/html": HTML } }, notebook(place(), []));
  assert.equal(renderer.node.dataset.huskySaved, "ab12");
  assert.equal(renderer.node.childElementCount, 0);
  renderer.look();
  await drawn();
  assert.equal(renderer.node.querySelectorAll("[data-husky-step]").length, 1);
  assert.equal(renderer.node.querySelector("[data-husky-action=rerun]").getAttribute("aria-disabled"), "true");
  assert.equal(renderer.node.querySelector("[data-husky-run]"), null);
  renderer.hide(); // jsdom lays nothing out: it is as if live cards had come
  assert.equal(renderer.node.childElementCount, 0);
  renderer.look();
  await drawn();
  assert.equal(renderer.node.querySelectorAll("[data-husky-step]").length, 1);
  renderer.dispose();
  const plain = await shown({ data: { [TRACE]: SAVED, "text/plain": "" } }, notebook(place(), []));
  assert.equal(plain.node.dataset.huskySaved, undefined);
});

test("it goes on in its place, and what it comes to is written into the file", async () => {
  const comms = [];
  const model = { data: { [TRACE]: SAVED, "text/html": HTML }, setData: ({ data }) => (model.data = data) };
  const renderer = await shown(model, notebook(place(), comms));
  renderer.look();
  await drawn();
  renderer.node.querySelector("[data-husky-action=revive]").click();
  assert.deepEqual(comms[0].sent, [{ id: "ab12" }]);
  comms[0].onMsg({ content: { data: { error: "save the notebook first" } } });
  assert.match(renderer.node.textContent, /save the notebook first/);
  comms[0].onMsg({ content: { data: { model_id: "w7" } } });
  await drawn();
  assert.equal(renderer.node.textContent, "w7");
  assert.equal(renderer.node.dataset.huskySaved, undefined);
  comms[0].onMsg({ content: { data: { bundle: { [TRACE]: { ...SAVED, answer: "4" } } } } });
  assert.equal(model.data[TRACE].answer, "4");
  await renderer.renderModel(model);
  assert.equal(renderer.node.textContent, "w7");
  renderer.dispose();
});

test("without a kernel it says so, and a kernel that does not know is told of", async () => {
  const renderer = await shown({ data: { [TRACE]: SAVED, "text/html": HTML } }, notebook(place(), [], false));
  renderer.look();
  await drawn();
  renderer.node.querySelector("[data-husky-action=revive]").click();
  assert.match(renderer.node.textContent, /no kernel/);
  renderer.dispose();
  const comms = [];
  const other = await shown({ data: { [TRACE]: SAVED, "text/html": HTML } }, notebook(place(), comms));
  other.look();
  await drawn();
  other.node.querySelector("[data-husky-action=revive]").click();
  comms[0].onClose();
  assert.match(other.node.textContent, /load_ext husky_kernel/);
  other.dispose();
});
