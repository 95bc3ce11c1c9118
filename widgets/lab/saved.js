/**
 * Runs that stand in a notebook's file: shown as the cards that they were, without a kernel; with one they go on, in
 * their own cell.
 */
import { INotebookTracker } from "@jupyterlab/notebook";
import { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import { Widget } from "@lumino/widgets";
import { loadCards } from "./cards.js";
import { TRACE } from "../src/trace.js";

/** @typedef {import("./types.js").NotebookTracker} NotebookTracker */
/** @typedef {import("./types.js").MimeModel} MimeModel */

const HTML = "text/html";
const VIEW = "application/vnd.jupyter.widget-view+json";
const DEAD = "Error displaying widget: model not found";
const LATE = 1500; // milliseconds, by which the widgets of a notebook are there, or are not

const FIRST = 0; // before the HTML that GitHub shows

/** The twin of `husky_kernel/kernel/saved/revival.py`: what is opened to have a saved run go on. */
export const REVIVAL = "husky.revival";

/** One output of a cell that holds a run. Nothing is drawn before somebody sees it: live cards hide it. */
class SavedRun extends Widget {
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
export const saved = {
  id: "husky-kernel-cards:saved",
  description: "Shows the runs that a notebook's file holds.",
  autoStart: true,
  requires: [IRenderMimeRegistry],
  optional: [INotebookTracker],
  activate: (_app, renderers, tracker) => {
    const createRenderer = () => new SavedRun(tracker);
    renderers.addFactory({ safe: true, mimeTypes: [TRACE], createRenderer }, FIRST);
  },
};
