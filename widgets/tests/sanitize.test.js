import "./page.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { sanitize } from "../src/sanitize.js";
import { place } from "./page.js";

/** @param {string} html */
const drawn = (html) => {
  const box = place();
  const fragment = sanitize(html);
  if (fragment) box.append(fragment);
  return box;
};

test("handlers, frames, forms and hooks of the page do not come through", () => {
  const box = drawn(`<p onclick="x()" data-commandlinker-command="notebook:delete-cell" data-husky="run" name="body">
    <b id="main">kept</b><input value=1><button>b</button><a href="javascript:x()">a</a><a href="https://a.example">w</a></p>`);
  assert.equal(box.querySelector("input, button, [onclick], [name], [id]"), null);
  assert.doesNotMatch(box.innerHTML, /commandlinker|data-husky|javascript/);
  assert.equal(box.querySelector("b").textContent, "kept");
  assert.equal(box.querySelector("a[href]").rel, "noopener noreferrer");
});

test("nothing is fetched: only images that came along, no styles that load", () => {
  const box = drawn(`<p>x<img src="https://a.example/x.png"><img src="data:image/png;base64,AA==">
    <i style="background: url(https://a.example/y.png); color: red">y</i></p>`);
  assert.deepEqual(
    [...box.querySelectorAll("img")].map((img) => img.getAttribute("src")),
    [null, "data:image/png;base64,AA=="],
  );
  assert.equal(box.querySelector("i").style.color, "red");
  assert.doesNotMatch(box.innerHTML, /a\.example/);
});

test("nothing covers the page", () => {
  const { style } = drawn(
    `<p style="position: fixed; top: 0; z-index: 9; margin-top: -90px; color: red">x</p>`,
  ).firstElementChild;
  assert.equal(style.cssText, "color: red;");
  const covering = "box-shadow: 0 0 0 9999px red; outline: 9999px solid; scale: 99; text-indent: -9999px; --x: 1";
  assert.equal(drawn(`<p style="${covering}">x</p>`).firstElementChild.getAttribute("style") || "", "");
  const classes = drawn(`<p class="jp-Dialog jp-mod-accept husky-button">x</p><table class="dataframe jp-x"></table>`);
  assert.deepEqual(
    [...classes.querySelectorAll("[class]")].map((node) => node.className),
    ["dataframe"],
  );
});

test("a styled DataFrame cannot reach beyond its table by its rules", () => {
  const html = (/** @type {string} */ rules) => `<style type="text/css">${rules}</style>
    <table id="T_ab1"><tbody><tr><td>1</td></tr></tbody></table>`;
  const style = drawn(html("#T_ab1 { position: fixed; inset: 0; color: red }")).querySelector("style");
  assert.match(style.textContent, /^#T_ab1 {color: red;}$/);
  for (const selector of ["#T_ab1 ~ *", "#T_ab1 + p", "#T_ab1[x=y]", "#T_ab1, *", "#T_ab1, body:has(p)"])
    assert.equal(sanitize(html(`${selector} { color: red }`)), null, selector);
});

test("nothing passes for a control of the notebook or of ours", () => {
  const box = drawn(`<a href="https://a.example" role="button" aria-label="Approve" accesskey="a" download>w</a>
    <label for="x">l</label><map name="m"><area href="https://a.example"></map><div popover hidden>p</div>`);
  assert.equal(box.querySelector("[role], [aria-label], [accesskey], [download], [for], [popover], label, area"), null);
});

test("a DataFrame keeps its table and loses its style sheet", () => {
  const box = drawn(`<div><style scoped>.dataframe tbody tr th { vertical-align: top; }</style>
    <table border="1" class="dataframe"><tbody><tr><th>0</th><td>&lt;b&gt;</td></tr></tbody></table></div>`);
  assert.equal(box.querySelector("style"), null);
  assert.equal(box.querySelector("table.dataframe td").textContent, "<b>");
});

test("a styled DataFrame keeps the rules for its own cells, save those that fetch", () => {
  const html = (/** @type {string} */ rules) => `<style type="text/css">${rules}</style>
    <table id="T_ab1"><tbody><tr><td id="T_ab1_row0_col0">1</td></tr></tbody></table>`;
  const box = drawn(html("#T_ab1_row0_col0 { color: red } #T_ab1 { background: url(https://a.example) }"));
  assert.match(box.querySelector("style").textContent, /#T_ab1_row0_col0 {color: red;}/);
  assert.doesNotMatch(box.innerHTML, /a\.example/);
  assert.equal(box.querySelector("td").id, "T_ab1_row0_col0");
  assert.equal(sanitize(html("body { display: none }")), null);
  assert.equal(sanitize(html("#T_ab1, .husky { display: none }")), null);
});

test("what needs a script, or shows nothing without one, is left to another form of the output", () => {
  assert.equal(sanitize(`<div id="plot"></div><script>Plotly.newPlot("plot")</script>`), null);
  assert.equal(sanitize(`<div> </div>`), null);
  assert.equal(sanitize(`<iframe src="https://a.example"></iframe>text`), null);
  assert.equal(sanitize(`<style>.xr-wrap { color: red }</style><div class="xr-wrap">x</div>`), null);
});
