"use strict";
(Array.isArray(self["webpackChunkhusky_kernel_cards"]) ? self["webpackChunkhusky_kernel_cards"] : (self["webpackChunkhusky_kernel_cards"] = [])).push([["lab_index_js"],{

/***/ "./lab/index.js"
(__unused_webpack_module, __webpack_exports__, __webpack_require__) {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  "default": () => (/* binding */ lab)
});

// EXTERNAL MODULE: consume shared module (default) @jupyter-widgets/base@^6.0.0 (singleton)
var base_6_0_singleton_ = __webpack_require__("webpack/sharing/consume/default/@jupyter-widgets/base");
;// ./lab/names.js
/**
 * The twins of `husky_kernel/display/widget.py`.
 *
 * Front ends that do not know a module look for an npm package of its name on a CDN. No package's name can begin with
 * an underscore, so that nobody can publish one for them to run.
 */
const MODULE = "_husky_kernel_cards";

/** Goes up with every change of what travels between Python and the cards. */
const VERSION = "1.0.0";

;// ./lab/cards.js
/** Loads the cards, which `src/` is built into, when the first is to be drawn. They lie beside this extension. */

/** @typedef {typeof import("../src/index.js").default} Cards */

/** @type {Promise<Cards>|undefined} */
let cards;

/** @returns {Promise<Cards>} */
function loadCards() {
  cards ??= load();
  return cards;
}

async function load() {
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = `${__webpack_require__.p}husky.css`;
  document.head.append(sheet);
  const module = await import(/* webpackIgnore: true */ `${__webpack_require__.p}husky.js`);
  return module.default;
}

// EXTERNAL MODULE: consume shared module (default) @jupyterlab/notebook@^4.6.4 (singleton)
var notebook_4_6_singleton_ = __webpack_require__("webpack/sharing/consume/default/@jupyterlab/notebook");
;// ./lab/fix.js
/** A button below the error of the cell that ran last: the next cell tells why, and shows the failed one put right. */


/** @typedef {import("./types.js").CodeCell} CodeCell */
/** @typedef {import("./types.js").NotebookPanel} NotebookPanel */

const FIX = "%husky fix";
const OURS = /^\s*%%?husky\b/;
const LOADS = /^\s*%(?:load|reload)_ext\s+husky_kernel\b/m;

/** @param {CodeCell} cell */
const source = (cell) => cell.model.sharedModel.getSource();

/** @param {NotebookPanel} panel */
const programs = (panel) => panel.content.widgets.filter((cell) => cell.model.type === "code");

/**
 * The cell that failed, if it is the one that ran last and its notebook knows our magics.
 *
 * @param {NotebookPanel} panel
 * @returns {CodeCell|null}
 */
function failed(panel) {
  const ran = programs(panel).filter((cell) => cell.model.executionCount);
  const last = ran.sort((one, other) => other.model.executionCount - one.model.executionCount)[0];
  if (!last || OURS.test(source(last))) return null;
  const { outputs } = last.model;
  const errors = Array.from({ length: outputs.length }, (_, at) => outputs.get(at).type === "error");
  const ours = panel.sessionContext.session?.kernel?.name === "husky";
  return errors.includes(true) && (ours || ran.some((cell) => LOADS.test(source(cell)))) ? last : null;
}

/**
 * Insert a cell below that asks, and run it.
 *
 * @param {NotebookPanel} panel
 * @param {CodeCell} cell
 */
async function fix({ content, sessionContext }, cell) {
  content.activeCellIndex = content.widgets.indexOf(cell);
  notebook_4_6_singleton_.NotebookActions.insertBelow(content);
  content.activeCell?.model.sharedModel.setSource(FIX);
  await notebook_4_6_singleton_.NotebookActions.run(content, sessionContext);
}

/** @param {NotebookPanel} panel */
function watch(panel) {
  const known = new Set();
  const button = document.createElement("button");
  button.type = "button";
  button.className = "husky-fix jp-mod-styled";
  button.textContent = "Fix with Husky";
  button.title = "Why did this fail? The next cell tells, and shows this one put right";
  button.dataset.huskyAction = "fix";
  button.style.cssText = "margin: 4px 0 4px calc(var(--jp-cell-prompt-width, 64px) + var(--jp-cell-padding, 5px))";
  /** @type {CodeCell|null} */
  let at = null;
  button.addEventListener("click", () => at && void fix(panel, at));
  const show = () => {
    at = panel.isDisposed ? null : failed(panel);
    if (at) at.outputArea.node.append(button);
    else button.remove();
  };
  let frame = 0;
  const look = () => {
    cancelAnimationFrame(frame); // what is shown of an output comes a moment after it is in the model
    frame = requestAnimationFrame(() => {
      for (const { model } of programs(panel)) {
        if (known.has(model)) continue;
        known.add(model);
        model.outputs.changed.connect(look);
        model.stateChanged.connect(look);
      }
      show();
    });
  };
  const begin = () => {
    panel.content.model?.cells.changed.connect(look);
    look();
  };
  panel.content.modelChanged.connect(begin);
  panel.sessionContext.kernelChanged.connect(look);
  begin();
}

/** @type {import("./types.js").Plugin<[import("./types.js").NotebookTracker]>} */
const fixes = {
  id: "husky-kernel-cards:fix",
  description: "A button below an error that asks Husky why.",
  autoStart: true,
  requires: [notebook_4_6_singleton_.INotebookTracker],
  activate: (_app, tracker) => {
    tracker.forEach(watch);
    tracker.widgetAdded.connect((_tracker, panel) => watch(panel));
  },
};

;// ./lab/questions.js
/** Cells that ask a question are plain text: coloured as Python, their words would look like a broken program. */


/** @typedef {import("./types.js").CellModel} CellModel */
/** @typedef {import("./types.js").Notebook} Notebook */

const QUESTION = /^\s*%%husky\b/;
const PLAIN = "text/plain";

/** @param {Notebook} notebook */
function questions_watch(notebook) {
  /** @param {CellModel} cell */
  const colour = (cell) => {
    const asks = QUESTION.test(cell.sharedModel.getSource());
    if (asks) cell.mimeType = PLAIN;
    else if (cell.mimeType === PLAIN) cell.mimeType = notebook.codeMimetype;
  };
  const follow = () => {
    for (const cell of notebook.model?.cells ?? []) {
      if (cell.type !== "code") continue;
      colour(cell);
      cell.contentChanged.connect(colour);
      cell.mimeTypeChanged.connect(colour); // the notebook sets it anew when its kernel has told its language
    }
  };
  const begin = () => {
    notebook.model?.cells.changed.connect(follow);
    follow();
  };
  notebook.modelChanged.connect(begin);
  begin();
}

/** @type {import("./types.js").Plugin<[import("./types.js").NotebookTracker]>} */
const questions = {
  id: "husky-kernel-cards:questions",
  description: "Shows cells that begin with %%husky as plain text.",
  autoStart: true,
  requires: [notebook_4_6_singleton_.INotebookTracker],
  activate: (_app, tracker) => {
    tracker.forEach(({ content }) => questions_watch(content));
    tracker.widgetAdded.connect((_tracker, { content }) => questions_watch(content));
  },
};

// EXTERNAL MODULE: consume shared module (default) @jupyterlab/rendermime@^4.6.4 (singleton)
var rendermime_4_6_singleton_ = __webpack_require__("webpack/sharing/consume/default/@jupyterlab/rendermime");
// EXTERNAL MODULE: consume shared module (default) @lumino/widgets@^2.3.1-alpha.1 (singleton)
var widgets_2_3_1_alpha_singleton_ = __webpack_require__("webpack/sharing/consume/default/@lumino/widgets");
;// ./src/trace.js
/** The state of the cards out of a saved trace, twin of `husky_kernel/display/wire.py` and `display/saved.py`. */

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Card} Card */
/** @typedef {import("./types.js").Output} Output */

const TRACE = "application/vnd.husky.trace+json";

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
function stateOfTrace(trace, html) {
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
      id: trace_text(trace.id),
      question: trace_text(trace.question),
      model: trace_text(trace.model),
      status: /** @type {any} */ (trace_text(trace.status)),
      limit: null,
      rerun: null,
      note: "",
      fraction: null,
      answer: trace.answer === null ? null : trace_text(trace.answer),
      kind: /** @type {any} */ (trace_text(trace.answer_kind) || "none"),
      confidence: /** @type {any} */ (trace_text(trace.confidence) || "none"),
      by: typeof finish.by === "number" ? finish.by : null,
      others: steps
        .filter((step) => others.includes(step.index) && isObject(step.result))
        .map((step) => ({ index: step.index, said: trace_text(step.result.said) })),
      notes: texts(trace.notes),
      error: trace.error ? trace_text(trace.error) : null,
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
    tool: trace_text(step.tool),
    step: trace_text(step.step),
    call: step.call === null ? null : trace_text(step.call),
    observation: trace_text(step.observation),
    output: trace_text(step.output),
    status: /** @type {any} */ (trace_text(step.status)),
    author: step.author === "human" ? "human" : "model",
    error: step.error ? trace_text(step.error) : null,
    seconds: seconds.reduce((sum, part) => sum + number(part), 0),
    tokens: isObject(step.tokens) ? number(step.tokens.generated) : 0,
    scores: isObject(step.tool_scores) ? step.tool_scores : {},
    sources: list(step.sources).filter(isObject),
    why: "",
    untrusted: [],
    effects: isObject(step.effects) ? step.effects : null,
    reason: trace_text(step.reason),
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
const trace_text = (value) => (typeof value === "string" ? value : "");
/** @param {unknown} value */
const texts = (value) => list(value).filter((one) => typeof one === "string");
/** @param {unknown} value */
const number = (value) => (typeof value === "number" && Number.isFinite(value) ? value : 0);
/** @param {unknown} value notebook files may hold a text as its lines */
const joined = (value) => (Array.isArray(value) ? value.join("") : trace_text(value));

;// ./lab/saved.js
/**
 * Runs that stand in a notebook's file: shown as the cards that they were, without a kernel; with one they go on, in
 * their own cell.
 */






/** @typedef {import("./types.js").NotebookTracker} NotebookTracker */
/** @typedef {import("./types.js").MimeModel} MimeModel */

const HTML = "text/html";
const VIEW = "application/vnd.jupyter.widget-view+json";
const DEAD = "Error displaying widget: model not found";
const LATE = 1500; // milliseconds, by which the widgets of a notebook are there, or are not

const FIRST = 0; // before the HTML that GitHub shows

/** The twin of `husky_kernel/kernel/saved/revival.py`: what is opened to have a saved run go on. */
const REVIVAL = "husky.revival";

/** One output of a cell that holds a run. Nothing is drawn before somebody sees it: live cards hide it. */
class SavedRun extends widgets_2_3_1_alpha_singleton_.Widget {
  /** @param {NotebookTracker|null} tracker */
  constructor(tracker) {
    super();
    this.tracker = tracker;
    this.addClass("husky-saved");
    /** @type {(() => void)|null} */
    this.close = null;
    this.live = false;
    this.seen = new IntersectionObserver((entries) => {
      if (entries.at(-1)?.isIntersecting) void this.draw();
      else if (!this.live && !this.node.getClientRects().length) this.clear(); // live cards came
    });
  }

  /** @param {MimeModel} model */
  async renderModel(model) {
    this.model = model;
    if (this.live || !(HTML in model.data)) return; // lines in plain text need no cards below
    this.node.dataset.huskySaved = String(model.data[TRACE]?.id ?? "");
    this.clear();
    this.seen.observe(this.node);
    this.node.style.minHeight = "1px"; // what has no height is never seen
  }

  async draw() {
    const data = this.model?.data;
    if (!data || this.close || this.live) return;
    const mine = (this.close = () => {});
    const cards = await loadCards();
    if (this.close !== mine) return; // hidden meanwhile
    const rendermime = this.panel?.content.rendermime;
    const manager = rendermime && { rendermime, get_model: nobody, create_view: nobody };
    this.close = cards.record({ el: this.node, trace: data[TRACE], html: data[HTML], manager });
    if (!this.close) this.node.textContent = "This run was saved by another version of Husky: it cannot be shown.";
    else if (this.panel) this.node.firstElementChild?.append(this.bar());
    this.hideDead();
    setTimeout(() => this.hideDead(), LATE);
  }

  /** The cards that the run had are gone with their kernel: what ipywidgets says of that is of no use beside these. */
  hideDead() {
    const before = this.node.closest(".jp-OutputArea-child")?.previousElementSibling;
    if (before instanceof HTMLElement && before.textContent?.trim() === DEAD) before.style.display = "none";
  }

  get panel() {
    return this.tracker?.find((panel) => panel.node.contains(this.node)) ?? null;
  }

  /** What goes on from here. */
  bar() {
    const bar = document.createElement("div");
    const button = document.createElement("button");
    const told = document.createElement("span");
    bar.className = "husky-revival";
    button.type = "button";
    button.className = "husky-button";
    button.dataset.huskyAction = "revive";
    button.textContent = "Go on with this run";
    button.title = "Make these cards live: edit, rerun and undo their steps";
    told.setAttribute("role", "status");
    button.addEventListener("click", () => this.revive((text) => (told.textContent = text)));
    bar.append(button, told);
    return bar;
  }

  /** @param {(text: string) => void} tell */
  revive(tell) {
    const kernel = this.panel?.sessionContext.session?.kernel;
    if (!kernel) return tell("The notebook has no kernel: choose one first.");
    const comm = kernel.createComm(REVIVAL);
    tell("Asking the kernel …");
    comm.onMsg = ({ content: { data } }) => {
      if (data.error) tell(String(data.error));
      else if (data.bundle) this.model?.setData({ data: data.bundle });
      else if (data.model_id) void this.show(data.model_id).catch((error) => tell(String(error)));
    };
    comm.onClose = () => this.live || tell("This kernel does not know how: %load_ext husky_kernel");
    comm.open({ id: this.node.dataset.huskySaved });
  }

  /** @param {string} id of the widget that the kernel has made */
  async show(id) {
    const rendermime = this.panel?.content.rendermime;
    const renderer = rendermime.createRenderer(VIEW);
    const view = { model_id: id, version_major: 2, version_minor: 0 };
    await renderer.renderModel(rendermime.createModel({ data: { [VIEW]: view }, trusted: true }));
    this.live = true;
    this.seen.disconnect();
    this.clear();
    delete this.node.dataset.huskySaved;
    renderer.constructor.attach(renderer, this.node);
  }

  clear() {
    this.close?.();
    this.close = null;
    this.node.replaceChildren();
  }

  dispose() {
    if (this.isDisposed) return;
    this.seen.disconnect();
    this.close?.();
    super.dispose();
  }
}

/** Widgets of a file belong to no kernel. */
async function nobody() {
  throw new Error("a saved run has no widgets");
}

/** @type {import("./types.js").Plugin<[import("./types.js").Renderers, NotebookTracker|null]>} */
const saved = {
  id: "husky-kernel-cards:saved",
  description: "Shows the runs that a notebook's file holds.",
  autoStart: true,
  requires: [rendermime_4_6_singleton_.IRenderMimeRegistry],
  optional: [notebook_4_6_singleton_.INotebookTracker],
  activate: (_app, renderers, tracker) => {
    const createRenderer = () => new SavedRun(tracker);
    renderers.addFactory({ safe: true, mimeTypes: [TRACE], createRenderer }, FIRST);
  },
};

;// ./lab/widgets.js
/** The cards as a Jupyter widget. Its state holds data only. */


/**
 * @param {import("./cards.js").Cards} cards
 * @returns {{RunModel: typeof DOMWidgetModel, RunView: typeof DOMWidgetView}}
 */
function widgetsOf(cards) {
  class RunModel extends base_6_0_singleton_.DOMWidgetModel {
    /** A notebook that is saved with its widgets holds the run already, as its trace. */
    static serializers = {
      ...base_6_0_singleton_.DOMWidgetModel.serializers,
      run: { serialize: () => ({}) },
      cards: { serialize: () => [] },
    };

    defaults() {
      return { ...super.defaults(), run: {}, cards: [] };
    }

    /** @type {DOMWidgetModel["initialize"]} */
    initialize(attributes, options) {
      super.initialize(attributes, options);
      /** Whether a kernel made it: what a notebook file says of a run is no live run. */
      this.fromKernel = Boolean(options.comm);
      cards.initialize({ model: this });
    }
  }

  class RunView extends base_6_0_singleton_.DOMWidgetView {
    render() {
      const { model } = this;
      if (!(/** @type {RunModel} */ (model).fromKernel)) return;
      /** @type {Parameters<typeof cards.render>[0]["model"] & {widget_manager: unknown}} */
      const host = {
        widget_manager: model.widget_manager,
        get: (name) => model.get(name),
        set: (name, value) => model.set(name, value),
        send: (content) => model.send(content),
        on: (event, listener) => model.on(event, listener, this),
        off: (event, listener) => model.off(event, listener),
      };
      this.close = cards.render({ el: this.el, model: host });
    }

    remove() {
      this.close?.();
      return super.remove();
    }
  }

  return { RunModel, RunView };
}

;// ./lab/index.js
/** Our extension of JupyterLab and Notebook 7: the code of the cards comes with it, never with a notebook. */








/** @type {import("./types.js").Plugin<[import("./types.js").WidgetRegistry]>} */
const widgets = {
  id: "husky-kernel-cards:widgets",
  description: "The cards of a husky run.",
  autoStart: true,
  requires: [base_6_0_singleton_.IJupyterWidgetRegistry],
  activate: (_app, registry) => {
    const exports = async () => widgetsOf(await loadCards());
    registry.registerWidget({ name: MODULE, version: (/* inlined export .VERSION */"1.0.0"), exports });
  },
};

/* harmony default export */ const lab = ([widgets, questions, saved, fixes]);


/***/ }

}]);