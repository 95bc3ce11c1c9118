/** Stands for what JupyterLab brings: imported before `lab/`, whose modules ask for it. */
import { register } from "node:module";

const PACKAGES = ["@jupyter-widgets/base", "@jupyterlab/notebook", "@jupyterlab/rendermime", "@lumino/widgets"];
const hook = `export const resolve = (name, context, next) =>
  next(${JSON.stringify(PACKAGES)}.includes(name) ? ${JSON.stringify(import.meta.url)} : name, context);`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);
globalThis.__webpack_public_path__ = new URL("../dist/", import.meta.url).href;

export const IJupyterWidgetRegistry = {};
export const INotebookTracker = {};
export const IRenderMimeRegistry = {};

/** What the notebook was told to do. */
export const NotebookActions = {
  insertBelow: (notebook) => notebook.insertBelow(),
  run: async (notebook) => notebook.run(),
};

/** A widget of Lumino. */
export class Widget {
  node = document.createElement("div");
  isDisposed = false;
  addClass(name) {
    this.node.classList.add(name);
  }
  dispose() {
    this.isDisposed = true;
  }
}

export class DOMWidgetModel {
  static serializers = { layout: {} };

  constructor(attributes, options) {
    this.listeners = [];
    this.sent = [];
    this.attributes = { ...this.defaults(), ...attributes };
    this.initialize(attributes, options);
  }

  defaults() {
    return {};
  }

  initialize() {}

  get(name) {
    return this.attributes[name];
  }

  set(name, value) {
    this.attributes[name] = value;
    this.fire(`change:${name}`);
  }

  send(content) {
    this.sent.push(content);
  }

  on(event, listener, context) {
    this.listeners.push({ event, listener, context });
  }

  off(event, listener) {
    this.listeners = this.listeners.filter((one) => one.listener !== listener);
  }

  fire(event, ...values) {
    for (const one of this.listeners) if (one.event === event) one.listener.call(one.context, ...values);
  }
}

export class DOMWidgetView {
  constructor({ model }) {
    this.model = model;
    this.el = document.createElement("div");
  }

  remove() {}
}

/** A signal of Lumino: a slot is connected once. */
export class Signal {
  #slots = new Set();
  connect = (slot) => this.#slots.add(slot);
  emit = (sender, value) => this.#slots.forEach((slot) => slot(sender, value));
}
