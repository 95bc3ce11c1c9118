import "./page.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { Lab } from "../src/lab.js";
import { Outputs, renderOutputs } from "../src/output.js";
import { place } from "./page.js";

/** @param {...object} outputs */
const drawn = (...outputs) => {
  const box = place();
  box.append(...renderOutputs(outputs));
  return box;
};
const data = (data, metadata = {}) => ({ output_type: "display_data", data, metadata });

test("the richest form is shown, and a form that cannot be shown gives way", () => {
  assert.ok(
    drawn(data({ "text/plain": "t", "text/html": "<table><tr><td>1</td></tr></table>" })).querySelector("table"),
  );
  const plot = data({ "text/plain": "Figure", "text/html": "<script>draw()</script>", "image/png": "AA==" });
  assert.equal(drawn(plot).querySelector("img").getAttribute("src"), "data:image/png;base64,AA==");
  assert.equal(drawn(data({ "text/plain": "x**2", "text/latex": "$x^2$" })).textContent, "x**2");
  assert.match(drawn(data({ "application/x-unknown": "?" })).textContent, /^An output of the type application\/x-unknown/);
});

test("what says nothing in words gives way to what does", () => {
  const json = { "text/plain": "<IPython.core.display.JSON object>", "application/json": { a: [1] } };
  assert.match(drawn(data(json)).textContent, /"a": \[/);
  const html = "<style>p{color:red}</style><p>kept</p>";
  const page = { "text/plain": "<IPython.core.display.HTML object>", "text/html": html };
  assert.equal(drawn(data(page)).querySelector(".husky-html").textContent, "kept");
  assert.equal(drawn(data(page)).querySelector("style"), null);
});

test("a chart that cannot be drawn says what it is, and its image or table is taken where there is one", () => {
  const spec = { data: [], layout: {} };
  const script = "<div><script>Plotly.newPlot()</script></div>";
  const plotly = { "application/vnd.plotly.v1+json": spec, "text/html": script, "text/plain": "Figure({'data': []})" };
  assert.match(drawn(data(plotly)).textContent, /^A Plotly figure, which cannot be shown here/);
  assert.ok(drawn(data({ ...plotly, "image/png": "AA==" })).querySelector("img"));
  const widget = { "application/vnd.jupyter.widget-view+json": { model_id: "1" }, "text/plain": "IntSlider(value=3)" };
  assert.match(drawn(data(widget)).textContent, /^An interactive widget, which cannot be shown here/);
});

/** A notebook that lends what JupyterLab does: it draws charts of Vega, Markdown, formulas and the widget `live`. */
function lab() {
  const log = [];
  class Lumino {
    static attach(widget, host) {
      host.append(widget.node);
    }
    node = document.createElement("canvas");
    isDisposed = false;
    dispose() {
      log.push("freed");
    }
  }
  const rendermime = {
    getFactory: (type) => ({ safe: type.startsWith("application/vnd.vega") }),
    createModel: (options) => options,
    createRenderer: () => Object.assign(new Lumino(), { renderModel: async ({ trusted }) => log.push({ trusted }) }),
    markdownParser: { render: async (text) => `<h1 onclick=x()>${text}</h1><img src="https://evil.invalid/x.png">` },
    latexTypesetter: { typeset: (element) => log.push(element.textContent) },
  };
  const create_view = async () => ({ luminoWidget: new Lumino() });
  const get_model = async (id) => ({ comm_live: id === "live" });
  return { log, manager: { rendermime, create_view, get_model } };
}
const settled = () => new Promise((done) => setTimeout(done));

test("charts and widgets are drawn by the notebook, once, and are freed", async () => {
  const { log, manager } = lab();
  const outputs = new Outputs(new Lab(manager));
  place().append(outputs.element);
  const chart = data({ "application/vnd.vegalite.v5+json": { mark: "bar" }, "text/plain": "<VegaLite>" });
  const widget = data({ "application/vnd.jupyter.widget-view+json": { model_id: "live" }, "text/plain": "HBox" });
  const bar = data({ "application/vnd.jupyter.widget-view+json": { model_id: "gone" }, "text/plain": "HBox" });
  outputs.update([chart, widget, bar], true);
  await settled();
  const canvases = [...outputs.element.querySelectorAll("canvas")];
  assert.deepEqual([canvases.length, log], [2, [{ trusted: false }]]);
  assert.match(outputs.element.textContent, /^An interactive widget, which/);
  const printed = { output_type: "stream", name: "stdout", text: "more" };
  outputs.update([{ ...chart }, widget, bar, printed], true);
  await settled();
  assert.deepEqual([...outputs.element.querySelectorAll("canvas")], canvases);
  outputs.update([]);
  assert.deepEqual(log.slice(1), ["freed", "freed"]);
});

test("Markdown and formulas are the notebook's, and nothing in them runs or asks another host", async () => {
  const { log, manager } = lab();
  const outputs = new Outputs(new Lab(manager));
  place().append(outputs.element);
  const formula = data({ "text/latex": "$x^2$", "text/plain": "x**2" });
  outputs.update([data({ "text/markdown": "Title $a_1 < b_1$ & more" }), formula]);
  await settled();
  const title = outputs.element.querySelector("h1");
  assert.deepEqual([title.textContent, title.attributes.length], ["Title $a_1 < b_1$ & more", 0]);
  assert.equal(outputs.element.querySelector("img")?.getAttribute("src") ?? null, null);
  assert.deepEqual(log, ["$x^2$", "Title $a_1 < b_1$ & more"]);
});

test("of a long text the end is shown while more of it comes", () => {
  const outputs = new Outputs();
  const text = Array.from({ length: 100 }, (_, i) => `line ${i}`).join("\n");
  outputs.update([{ output_type: "stream", name: "stdout", text }], true);
  assert.match(outputs.element.textContent, /line 99$/);
  outputs.update([{ output_type: "stream", name: "stdout", text }]);
  assert.match(outputs.element.textContent, /^line 0\n/);
  assert.ok(outputs.element.querySelector("button"));
});

test("an image keeps the size it was given", () => {
  const image = drawn(data({ "image/png": "AA\nBB" }, { "image/png": { width: 300 } })).querySelector("img");
  assert.equal(image.getAttribute("src"), "data:image/png;base64,AABB");
  assert.equal(image.getAttribute("width"), "300");
});

test("a drawing is an image, so that no script in it runs", () => {
  const box = drawn(data({ "image/svg+xml": ["<svg>", "<script>x()</script></svg>"] }));
  assert.equal(box.querySelector("svg, script"), null);
  assert.match(box.querySelector("img").src, /^data:image\/svg\+xml/);
});

test("pieces of one stream are one text; standard error stands apart", () => {
  const stream = (name, text) => ({ output_type: "stream", name, text });
  const box = drawn(
    stream("stdout", "a"),
    stream("stdout", ["b\n", "c\n"]),
    stream("stderr", "careful"),
    stream("stdout", "\n"),
  );
  assert.deepEqual(
    [...box.children].map((pre) => pre.textContent),
    ["ab\nc", "careful"],
  );
  assert.ok(box.querySelector(".husky-stderr"));
});

test("an error shows its traceback, or its name without one", () => {
  const error = { output_type: "error", ename: "KeyError", evalue: "'a'" };
  assert.equal(
    drawn({ ...error, traceback: ["\x1b[31mline 1\x1b[0m", "KeyError: 'a'"] }).textContent,
    "line 1\nKeyError: 'a'",
  );
  assert.equal(drawn({ ...error, traceback: [] }).textContent, "KeyError: 'a'");
});

test("a long text is cut until it is asked for", () => {
  const text = Array.from({ length: 500 }, (_, i) => `line ${i}`).join("\n");
  const box = drawn(data({ "text/plain": text }));
  assert.equal(box.querySelector("pre").textContent.split("\n").length, 30);
  box.querySelector("button").click();
  assert.equal(box.querySelector("pre").textContent, text);
  assert.equal(box.querySelector("button"), null);
});

test("one endless line is cut too", () => {
  assert.equal(drawn(data({ "text/plain": "x".repeat(1e5) })).querySelector("pre").textContent.length, 6000);
});
