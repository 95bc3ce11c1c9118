import "./page.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { overwrite, render, strip } from "../src/ansi.js";
import { place } from "./page.js";

/** @param {string} text */
const drawn = (text) => {
  const box = place();
  box.append(render(text));
  return box;
};

test("colours become spans, and the text stays whole", () => {
  const box = drawn("\x1b[0;31mKeyError\x1b[0m: \x1b[1;38;5;28mname\x1b[39m!\x1b[0m");
  assert.equal(box.textContent, "KeyError: name!");
  const [red, green, bold] = box.querySelectorAll("span");
  assert.match(red.style.color, /--husky-ansi-1/);
  assert.match(green.getAttribute("style"), /rgb\(0, 135, 0\)/);
  assert.equal(bold.style.fontWeight, "bold");
  assert.equal(bold.style.color, "");
});

test("backgrounds and inverse text do not hide their letters", () => {
  const [marked, inverse] = drawn("\x1b[30;43mhere\x1b[0m \x1b[7mthere\x1b[27m").querySelectorAll("span");
  assert.equal(marked.style.color, "");
  assert.match(marked.getAttribute("style"), /color-mix.*--husky-ansi-3/);
  assert.match(inverse.getAttribute("style"), /background-color/);
});

test("markup in a text stays text", () => {
  const box = drawn("\x1b[31m<img src=x onerror=alert(1)>\x1b[0m<b>");
  assert.equal(box.querySelector("img, b"), null);
  assert.equal(box.textContent, "<img src=x onerror=alert(1)><b>");
});

test("other escapes are left out", () => {
  assert.equal(drawn("a\x1b[2Kb\x1b]0;title\x07c\x1b[?25ld").textContent, "abcd");
  assert.equal(strip("\x1b[1;31mred\x1b[0m"), "red");
  assert.equal(drawn("\x1b[38;5;999mx\x1b[38;2;300;0;0my").textContent, "xy");
});

test("a carriage return writes over its line", () => {
  assert.equal(overwrite("10%\r50%\r100%\ndone"), "100%\ndone");
  assert.equal(overwrite("a\r\nb\r\n"), "a\nb\n");
  assert.equal(overwrite("working\r"), "working");
});
