/** Rich outputs in notebook format, drawn safely; with the notebook's help where there is one. */
import { h, show } from "./dom.js";
import { cannotShow, nameOf, saysNothing } from "./kinds.js";
import { Lab } from "./lab.js";
import { borrowed, free, latex, markdown } from "./rich.js";
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
  ["text/markdown", prose],
  ["text/latex", formula],
  ["application/json", json],
  ["text/plain", words],
  ["text/html", bareHtml],
  ["text/latex", plain],
]);

/** What is shown of a step; an output that stays as it was keeps its element, with all that happens in it. */
export class Outputs {
  /** @type {{output: Output, element: HTMLElement|null, running: boolean}[]} */
  #drawn = [];

  /** @param {Lab} [lab] */
  constructor(lab = new Lab(null)) {
    this.lab = lab;
    this.element = h("div", { class: "husky-outputs" });
  }

  /**
   * @param {Output[]} outputs
   * @param {boolean} [running] whether more may come: of a long text the end is shown
   * @returns {number} how many can be seen
   */
  update(outputs, running = false) {
    const old = this.#drawn;
    this.#drawn = mergeStreams(outputs).map((output, at) => {
      const before = old[at];
      const same = before && isSame(before.output, output) && (output.output_type !== "stream" || !before.running);
      return same ? { ...before, output } : { output, running, element: renderOutput(output, this.lab, running) };
    });
    const kept = new Set(this.#drawn.map(({ element }) => element));
    for (const { element } of old) if (element && !kept.has(element)) free(element);
    const elements = this.#drawn.flatMap(({ element }) => element ?? []);
    place(this.element, elements);
    return elements.length;
  }

  destroy() {
    for (const { element } of this.#drawn) if (element) free(element);
    this.#drawn = [];
  }
}

/**
 * @param {Output[]} outputs
 * @param {Lab} [lab]
 * @returns {HTMLElement[]}
 */
export function renderOutputs(outputs, lab = new Lab(null)) {
  return mergeStreams(outputs).flatMap((output) => renderOutput(output, lab) ?? []);
}

/**
 * Put `elements` into `parent` without taking those out that are there.
 *
 * @param {HTMLElement} parent
 * @param {HTMLElement[]} elements
 */
function place(parent, elements) {
  for (const child of [...parent.children]) if (!elements.includes(/** @type {any} */ (child))) child.remove();
  elements.forEach((element, at) => {
    if (parent.children[at] !== element) parent.insertBefore(element, parent.children[at] ?? null);
  });
}

/**
 * @param {Output} one
 * @param {Output} other
 */
function isSame(one, other) {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

/**
 * @param {Output} output
 * @param {Lab} lab
 * @param {boolean} [running]
 * @returns {HTMLElement|null}
 */
function renderOutput(output, lab, running = false) {
  if (output.output_type === "stream") {
    const text = join(output.text);
    const kind = /** @type {any} */ (output).name === "stderr" ? "stderr" : "stdout";
    return text.trim() ? textBlock(text, kind, running) : null;
  }
  if (output.output_type === "error") {
    const trace = (output.traceback ?? []).join("\n") || `${output.ename}: ${output.evalue}`;
    return textBlock(trace, "error");
  }
  const data = output.data ?? {};
  const help = borrowed(data, output.metadata ?? {}, lab);
  if (help) return help;
  const name = Object.keys(data).map(nameOf).find(Boolean);
  for (const [type, draw] of RENDERERS) {
    if (data[type] === undefined || (name && draw === words)) continue; // the text of a chart is its program's
    const element = draw(data[type], type, output.metadata?.[type] ?? {}, lab);
    if (element) return element;
  }
  return unseen(data, name);
}

/**
 * @param {Record<string, unknown>} data
 * @param {string|undefined} name
 */
function unseen(data, name) {
  const types = Object.keys(data).filter((type) => type !== "text/plain");
  if (!types.length) return plain(data["text/plain"]);
  const fallback = types.includes("text/html") ? "An interactive page" : `An output of the type ${types[0]}`;
  return h("div", { class: "husky-unshown" }, cannotShow(name ?? fallback));
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
  return fragment && boxed(fragment);
}

/** @param {DocumentFragment} fragment */
function boxed(fragment) {
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

/**
 * HTML whose own styles or scripts were taken out: the last resort.
 *
 * @param {unknown} value
 */
function bareHtml(value) {
  const fragment = sanitize(join(value), false);
  return fragment?.textContent?.trim() ? boxed(fragment) : null;
}

/**
 * @param {unknown} value
 * @param {string} _type
 * @param {object} _metadata
 * @param {Lab} lab
 */
function prose(value, _type, _metadata, lab) {
  return lab.parsesMarkdown && join(value).trim() ? markdown(join(value), lab) : plain(value);
}

/**
 * @param {unknown} value
 * @param {string} _type
 * @param {object} _metadata
 * @param {Lab} lab
 */
function formula(value, _type, _metadata, lab) {
  return lab.typesets ? latex(join(value), lab) : null;
}

/** @param {unknown} value text that says more than the name of a class */
function words(value) {
  return saysNothing(join(value)) ? null : plain(value);
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
