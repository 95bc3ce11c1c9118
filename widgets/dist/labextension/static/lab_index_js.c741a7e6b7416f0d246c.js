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
;// ./lab/questions.js
/** Cells that ask a question are plain text: coloured as Python, their words would look like a broken program. */


/** @typedef {import("./types.js").CellModel} CellModel */
/** @typedef {import("./types.js").Notebook} Notebook */

const QUESTION = /^\s*%%husky\b/;
const PLAIN = "text/plain";

/** @param {Notebook} notebook */
function watch(notebook) {
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
    tracker.forEach(({ content }) => watch(content));
    tracker.widgetAdded.connect((_tracker, { content }) => watch(content));
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

/* harmony default export */ const lab = ([widgets, questions]);


/***/ }

}]);