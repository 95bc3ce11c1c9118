import "./page.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { renderOutputs } from "../src/output.js";
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
  assert.equal(drawn(data({ "application/x-unknown": "?" })).childElementCount, 0);
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
