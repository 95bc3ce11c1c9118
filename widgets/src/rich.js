/** Outputs that the notebook around the cards helps to draw, once they come near the view and are in the page. */
import { h } from "./dom.js";
import { cannotShow, nameOf, WIDGET } from "./kinds.js";
import { whenNear } from "./near.js";
import { sanitize } from "./sanitize.js";
import { textBlock } from "./text.js";

/** @typedef {import("./lab.js").Lab} Lab */

/** Formulas as Markdown has them, so that its parser leaves them alone. */
const MATH = /\$\$[^]+?\$\$|\$(?!\s)[^$\n]+?\$(?!\d)|\\\\\[[^]+?\\\\\]|\\\\\([^]+?\\\\\)/g;

/** @type {WeakMap<Element, () => void>} */
const frees = new WeakMap();

/** @param {Element} element an output that leaves the page for good */
export function free(element) {
  frees.get(element)?.();
  frees.delete(element);
}

/**
 * @param {Record<string, unknown>} data
 * @param {Record<string, any>} metadata
 * @param {Lab} lab
 * @returns {HTMLElement|null} null where nothing in it can be drawn so
 */
export function borrowed(data, metadata, lab) {
  const view = /** @type {{model_id?: string}|undefined} */ (data[WIDGET]);
  if (lab.manager && typeof view?.model_id === "string")
    return later(WIDGET, data, (host) => lab.widget(/** @type {string} */ (view.model_id), host));
  const type = Object.keys(data).find((name) => /^application\/(vnd\.|geo)/.test(name) && lab.draws(name));
  return type ? later(type, data, (host) => lab.draw(type, data[type], metadata[type] ?? {}, host)) : null;
}

/**
 * @param {string} source
 * @param {Lab} lab
 */
export function markdown(source, lab) {
  /** @type {string[]} */
  const math = [];
  const kept = source.replace(MATH, (formula) => `husky-math-${math.push(formula) - 1}-`);
  return later("text/markdown", { "text/plain": source }, async (host) => {
    const html = await lab.markdown(kept);
    const whole = html.replace(/husky-math-(\d+)-/g, (mark, at) => escape(math[at] ?? mark));
    const fragment = sanitize(whole);
    if (!fragment) throw new Error("nothing would be left to see");
    host.classList.add("husky-prose", "jp-RenderedHTMLCommon", "husky-formulas");
    host.replaceChildren(fragment);
    if (math.length) lab.typeset(host);
  });
}

/**
 * @param {string} source
 * @param {Lab} lab
 */
export function latex(source, lab) {
  return later("text/latex", { "text/plain": source }, async (host) => {
    host.classList.add("husky-formulas");
    host.textContent = source;
    lab.typeset(host);
  });
}

/**
 * @param {string} type
 * @param {Record<string, unknown>} data
 * @param {(host: HTMLElement) => Promise<void|(() => void)>} draw
 */
function later(type, data, draw) {
  const box = h("div", { class: "husky-borrowed" });
  let gone = false;
  frees.set(box, () => {
    gone = true;
  });
  const begin = async () => {
    try {
      const done = await draw(box);
      if (gone) done?.();
      else if (done) frees.set(box, done);
    } catch {
      const name = nameOf(type);
      box.replaceChildren(name ? h("div", { class: "husky-unshown" }, cannotShow(name)) : plain(data));
    }
  };
  whenNear(box, () => void begin());
  return box;
}

/** @param {Record<string, unknown>} data */
function plain(data) {
  return textBlock(String(data["text/plain"] ?? ""), "plain");
}

/** @param {string} text */
function escape(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
