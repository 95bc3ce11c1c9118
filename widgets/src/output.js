/** Rich outputs in notebook format, drawn without the notebook's help. */
import { h, show } from "./dom.js";
import { sanitize } from "./sanitize.js";
import { textBlock } from "./text.js";

/** @typedef {import("./types.js").Output} Output */

/** Richest first; a form that cannot be drawn safely gives way to the next. */
const RENDERERS = /** @type {const} */ ([
  ["text/html", html],
  ["image/svg+xml", svg],
  ["image/png", bitmap],
  ["image/jpeg", bitmap],
  ["image/gif", bitmap],
  ["image/webp", bitmap],
  ["text/markdown", plain],
  ["text/plain", plain],
  ["text/latex", plain],
  ["application/json", json],
]);

/**
 * @param {Output[]} outputs
 * @returns {HTMLElement[]}
 */
export function renderOutputs(outputs) {
  return mergeStreams(outputs)
    .map(renderOutput)
    .filter((element) => element !== null);
}

/**
 * @param {Output} output
 * @returns {HTMLElement|null}
 */
function renderOutput(output) {
  if (output.output_type === "stream") {
    const text = join(output.text);
    return text.trim() ? textBlock(text, /** @type {any} */ (output).name === "stderr" ? "stderr" : "stdout") : null;
  }
  if (output.output_type === "error") {
    const trace = (output.traceback ?? []).join("\n") || `${output.ename}: ${output.evalue}`;
    return textBlock(trace, "error");
  }
  for (const [type, draw] of RENDERERS) {
    const value = output.data?.[type];
    const element = value === undefined ? null : draw(value, type, output.metadata?.[type] ?? {});
    if (element) return element;
  }
  return null;
}

/**
 * @param {Output[]} outputs
 * @returns {Output[]} with neighbouring pieces of one stream as one
 */
function mergeStreams(outputs) {
  /** @type {any[]} */
  const merged = [];
  for (const output of /** @type {any[]} */ (outputs)) {
    const last = merged.at(-1);
    if (output.output_type === "stream" && last?.output_type === "stream" && last.name === output.name)
      merged[merged.length - 1] = { ...last, text: join(last.text) + join(output.text) };
    else merged.push(output);
  }
  return merged;
}

/**
 * @param {unknown} value a string, or its lines
 * @returns {string}
 */
function join(value) {
  return Array.isArray(value) ? value.join("") : String(value ?? "");
}

/** @param {unknown} value */
function html(value) {
  const fragment = sanitize(join(value));
  if (!fragment) return null;
  const box = h("div", { class: "husky-html jp-RenderedHTMLCommon" });
  box.append(fragment);
  return clamp(box);
}

/** @param {unknown} value */
function svg(value) {
  const source = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(join(value))}`;
  return h("img", { class: "husky-image", src: source, alt: "Figure" });
}

/**
 * @param {unknown} value in base 64
 * @param {string} type
 * @param {{width?: number, height?: number}} size
 */
function bitmap(value, type, { width, height }) {
  const encoded = join(value).replace(/\s/g, "");
  if (!/^[\w+/=]+$/.test(encoded)) return null;
  const source = `data:${type};base64,${encoded}`;
  return h("img", { class: "husky-image", src: source, alt: "Figure", width, height });
}

/** @param {unknown} value */
function plain(value) {
  return join(value) ? textBlock(join(value), "plain") : null;
}

/** @param {unknown} value */
function json(value) {
  return textBlock(JSON.stringify(value, null, 2), "plain");
}

/** What is wider than the card is scrolled by keyboard too. */
const SCROLLED = /** @type {const} */ ([
  ["tabindex", "0"],
  ["role", "group"],
  ["aria-label", "Wide output"],
]);

/**
 * Cut a tall element, with a button for the rest.
 *
 * @param {HTMLElement} content
 * @returns {HTMLElement}
 */
function clamp(content) {
  const window_ = h("div", { class: "husky-clamp" }, content);
  const more = h(
    "button",
    {
      type: "button",
      class: "husky-more",
      hidden: true,
      click: () => {
        window_.classList.add("husky-open");
        more.remove();
        watcher?.disconnect();
      },
    },
    "Show all",
  );
  const fit = () => {
    show(more, content.offsetHeight > window_.clientHeight + 1);
    if (content.scrollWidth <= window_.clientWidth) return window_.removeAttribute("tabindex");
    for (const [name, value] of SCROLLED) window_.setAttribute(name, value);
  };
  const watcher = globalThis.ResizeObserver ? new ResizeObserver(fit) : null;
  watcher?.observe(content);
  return h("div", {}, window_, more);
}
