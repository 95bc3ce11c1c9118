/** The cards as a Jupyter widget. Its state holds data only. */
import { DOMWidgetModel, DOMWidgetView } from "@jupyter-widgets/base";

/**
 * @param {import("./cards.js").Cards} cards
 * @returns {{RunModel: typeof DOMWidgetModel, RunView: typeof DOMWidgetView}}
 */
export function widgetsOf(cards) {
  class RunModel extends DOMWidgetModel {
    /** A notebook that is saved with its widgets holds the run already, as its trace. */
    static serializers = {
      ...DOMWidgetModel.serializers,
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

  class RunView extends DOMWidgetView {
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
