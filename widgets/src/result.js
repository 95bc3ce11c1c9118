import { h, setText, show } from "./dom.js";
import { icon } from "./icons.js";
import { whenNear } from "./near.js";
import { Outputs } from "./output.js";
import { busy } from "./state.js";
import { textBlock } from "./text.js";

/** @typedef {import("./types.js").Card} State */

/** What came out of a step: the tool's rich outputs or text, where facts came from, the error, the sentence. */
export class Result {
  /** @type {State|null} */
  #state = null;
  /** @type {import("./types.js").Output|null} */
  #answer = null;
  /** Whether the outputs are drawn only once they come near the view: those of a long run that is drawn at once. */
  #late = false;

  /** @param {import("./lab.js").Lab} [lab] */
  constructor(lab) {
    this.rich = new Outputs(lab);
    this.told = h("div", { class: "husky-outputs", hidden: true });
    this.sources = h("div", { class: "husky-sources", hidden: true });
    this.error = h("div", { class: "husky-error", hidden: true });
    this.sentence = h("span", { "data-husky-field": "output" });
    this.line = h("div", { class: "husky-sentence", hidden: true }, icon("arrow"), this.sentence);
    this.element = h("div", { class: "husky-result" }, this.rich.element, this.told, this.sources, this.error, this.line);
  }

  drawLate() {
    this.#late = true;
    whenNear(this.element, () => {
      this.#late = false;
      if (this.#state) this.#showOutputs(this.#state);
    });
  }

  /**
   * @param {State} state
   * @param {import("./types.js").Output|null} [answer] one of its outputs, which is shown elsewhere
   */
  update(state, answer = null) {
    const old = this.#state;
    const moved = answer !== this.#answer;
    [this.#state, this.#answer] = [state, answer];
    const same = old?.outputs === state.outputs && old?.observation === state.observation;
    const fresh = !same || moved || busy(old?.status) !== busy(state.status);
    if (fresh && !this.#late) this.#showOutputs(state);
    if (old?.sources !== state.sources) this.#showSources(state.sources);
    const error = state.error ?? "";
    const told = state.outputs.some((output) => output.output_type === "error") || error.trim() === state.output.trim();
    setText(this.error, error);
    this.error.classList.toggle("husky-checked", state.status !== "failed");
    show(this.error, Boolean(error) && !told);
    setText(this.sentence, state.output);
    show(this.line, Boolean(state.output));
  }

  /** @param {State} state */
  #showOutputs({ outputs, observation, output, status }) {
    const here = this.#answer ? outputs.filter((one) => one !== this.#answer) : outputs;
    const count = this.rich.update(here, busy(status));
    const told = !count && !this.#answer && observation.trim() && observation.trim() !== output.trim();
    this.told.replaceChildren(...(told ? [textBlock(observation, "plain")] : []));
    show(this.rich.element, count > 0);
    show(this.told, Boolean(told));
  }

  destroy() {
    this.rich.destroy();
  }

  /** @param {import("./types.js").Source[]} sources */
  #showSources(sources) {
    this.sources.replaceChildren(...(sources.length ? ["Sources: ", ...sources.flatMap(linkOf).slice(1)] : []));
    show(this.sources, sources.length > 0);
  }
}

/**
 * @param {import("./types.js").Source} source
 * @returns {(Node|string)[]} a comma, and the source's name
 */
function linkOf({ title, url, source }) {
  const place = url || source || "";
  if (/^https?:\/\//i.test(place))
    return [", ", h("a", { href: place, target: "_blank", rel: "noopener noreferrer" }, title || place)];
  return [", ", title && place ? `${title} (${place})` : title || place || "unnamed"];
}
