/** A page for the tests: imported first, because CodeMirror and DOMPurify look for one when they are loaded. */
import { JSDOM } from "jsdom";

const { window } = new JSDOM("<!doctype html><body></body>", { pretendToBeVisual: true, url: "http://localhost/" });
for (const name of Object.getOwnPropertyNames(window))
  if (
    !(name in globalThis) &&
    /^[A-Z]|^(document|getComputedStyle|requestAnimationFrame|cancelAnimationFrame)/.test(name)
  )
    globalThis[name] = window[name];
globalThis.window = window;
globalThis.Node = window.Node;
// jsdom lays nothing out; CodeMirror only wants to be told so.
window.Range.prototype.getClientRects = () => [];
// Nor does it have style sheets of its own making, only those of the page.
globalThis.CSSStyleSheet = class {
  /** @param {string} css */
  replaceSync(css) {
    const style = document.createElement("style");
    style.textContent = css;
    document.head.append(style);
    this.cssRules = [...style.sheet.cssRules];
    style.remove();
  }
};

/** @returns {HTMLElement} a fresh part of the page */
export function place() {
  const element = document.createElement("div");
  document.body.replaceChildren(element);
  return element;
}

/**
 * @param {Element} element
 * @param {string} key
 * @param {object} [modifiers]
 * @returns {KeyboardEvent} after it was dispatched
 */
export function press(element, key, modifiers = {}) {
  const event = new window.KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...modifiers });
  element.dispatchEvent(event);
  return event;
}

/** @type {import("../src/types.js").Run} */
export const RUN = {
  id: null,
  question: "How many?",
  model: "some-model",
  status: "running",
  limit: 8,
  rerun: null,
  note: "",
  fraction: null,
  answer: null,
  kind: "none",
  confidence: "none",
  notes: [],
  error: null,
  started: null,
  now: null,
  seconds: null,
  timeline: null,
  paused: false,
  stepping: false,
  approve: "none",
  hints: [],
  lines: [],
  shown: null,
};

/** @type {import("../src/types.js").Card} */
export const CARD = {
  index: 0,
  tool: "code",
  step: "Count the rows.",
  call: "len(df)",
  observation: "3",
  output: "There are 3 rows.",
  status: "done",
  author: "model",
  error: null,
  seconds: 1.5,
  tokens: 20,
  scores: { code: 0.75, math: 0.25 },
  outputs: [],
  sources: [],
  why: "",
  untrusted: [],
  effects: null,
  reason: "",
  repairs: [],
  notes: [],
  undoable: false,
  conflict: null,
};
