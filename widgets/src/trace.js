/** The state of the cards out of a saved trace, twin of `husky_kernel/display/wire.py` and `display/saved.py`. */

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Card} Card */
/** @typedef {import("./types.js").Output} Output */

export const TRACE = "application/vnd.husky.trace+json";

const SCHEMA = "husky.trace/1";
const FIGURE = / src="data:image\/[a-z+]+;base64,([^"]*)"/g;
const MARK = "husky-figure:";
const SVG = "image/svg+xml";

/**
 * Anybody may have written it: what is of another kind than it should be is left out.
 *
 * @param {any} trace as it stands in a notebook's file
 * @param {unknown} html that stands beside it, with the figures
 * @returns {State|null} null if this is no trace that is known here
 */
export function stateOfTrace(trace, html) {
  if (!isObject(trace) || trace.schema !== SCHEMA) return null;
  const figures = [...joined(html).matchAll(FIGURE)].map((found) => found[1]);
  const steps = list(trace.steps).filter(isObject);
  const cards = steps.map((step) => cardOf(step, figures));
  const finish = isObject(trace.finish) ? trace.finish : {};
  const others = list(finish.others);
  /** @type {any} */
  const timeline = isObject(trace.timeline) && number(trace.timeline.wall) ? trace.timeline : null;
  return {
    cards,
    run: {
      id: text(trace.id),
      question: text(trace.question),
      model: text(trace.model),
      status: /** @type {any} */ (text(trace.status)),
      limit: null,
      rerun: null,
      note: "",
      fraction: null,
      answer: trace.answer === null ? null : text(trace.answer),
      kind: /** @type {any} */ (text(trace.answer_kind) || "none"),
      confidence: /** @type {any} */ (text(trace.confidence) || "none"),
      by: typeof finish.by === "number" ? finish.by : null,
      others: steps
        .filter((step) => others.includes(step.index) && isObject(step.result))
        .map((step) => ({ index: step.index, said: text(step.result.said) })),
      notes: texts(trace.notes),
      error: trace.error ? text(trace.error) : null,
      started: null,
      now: null,
      seconds: timeline ? number(timeline.wall) : cards.reduce((sum, card) => sum + card.seconds, 0),
      timeline,
      paused: false,
      stepping: false,
      approve: "none",
      hints: [],
      lines: [],
      shown: null,
    },
  };
}

/**
 * @param {any} step
 * @param {string[]} figures
 * @returns {Card}
 */
function cardOf(step, figures) {
  const seconds = isObject(step.seconds) ? Object.values(step.seconds) : [];
  const outputs = list(step.outputs).filter(isObject);
  return {
    index: number(step.index),
    tool: text(step.tool),
    step: text(step.step),
    call: step.call === null ? null : text(step.call),
    observation: text(step.observation),
    output: text(step.output),
    status: /** @type {any} */ (text(step.status)),
    author: step.author === "human" ? "human" : "model",
    error: step.error ? text(step.error) : null,
    seconds: seconds.reduce((sum, part) => sum + number(part), 0),
    tokens: isObject(step.tokens) ? number(step.tokens.generated) : 0,
    scores: isObject(step.tool_scores) ? step.tool_scores : {},
    sources: list(step.sources).filter(isObject),
    why: "",
    untrusted: [],
    effects: isObject(step.effects) ? step.effects : null,
    reason: text(step.reason),
    repairs: texts(step.repairs),
    notes: [...new Set([...texts(step.against), ...texts(step.notes)])],
    undoable: false,
    conflict: null,
    outputs: outputs.map((output) => withFigures(output, figures)),
  };
}

/**
 * @param {any} output
 * @param {string[]} figures in base 64, which the HTML holds once for all
 * @returns {Output}
 */
function withFigures(output, figures) {
  if (!isObject(output.data)) return output;
  const data = Object.entries(output.data).map(([kind, value]) => {
    const said = joined(value);
    if (!kind.startsWith("image/") || !said.startsWith(MARK)) return [kind, value];
    const found = figures[Number(said.slice(MARK.length))];
    return [kind, kind === SVG && found ? decoded(found) : (found ?? "")];
  });
  return { ...output, data: Object.fromEntries(data) };
}

/** @param {string} encoded */
function decoded(encoded) {
  return new TextDecoder().decode(Uint8Array.from(atob(encoded), (sign) => sign.charCodeAt(0)));
}

/** @param {any} value @returns {value is Record<string, any>} */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
/** @param {unknown} value @returns {any[]} */
const list = (value) => (Array.isArray(value) ? value : []);
/** @param {unknown} value */
const text = (value) => (typeof value === "string" ? value : "");
/** @param {unknown} value */
const texts = (value) => list(value).filter((one) => typeof one === "string");
/** @param {unknown} value */
const number = (value) => (typeof value === "number" && Number.isFinite(value) ? value : 0);
/** @param {unknown} value notebook files may hold a text as its lines */
const joined = (value) => (Array.isArray(value) ? value.join("") : text(value));
