/** What the notebook around the cards lends them: its renderers of other media types, and the widgets it shows. */

/**
 * The parts of JupyterLab's widget manager that are used; other front ends have some of them or none.
 *
 * @typedef {object} Manager
 * @property {(id: string) => Promise<any>} get_model
 * @property {(model: any, options: object) => Promise<any>} create_view
 * @property {any} [rendermime]
 */

export class Lab {
  /** @param {Manager|null|undefined} manager */
  constructor(manager) {
    this.manager = manager ?? null;
    this.rendermime = manager?.rendermime ?? null;
  }

  /**
   * Whether it has a renderer for `type` that runs nothing out of the data, as for notebooks that nobody trusts.
   *
   * @param {string} type
   */
  draws(type) {
    return Boolean(this.rendermime?.getFactory?.(type)?.safe);
  }

  get typesets() {
    return Boolean(this.rendermime?.latexTypesetter);
  }

  get parsesMarkdown() {
    return Boolean(this.rendermime?.markdownParser);
  }

  /**
   * @param {string} type
   * @param {unknown} value
   * @param {object} metadata
   * @param {HTMLElement} host which is in the page
   * @returns {Promise<() => void>} frees what was made
   */
  async draw(type, value, metadata, host) {
    const renderer = this.rendermime.createRenderer(type);
    const options = { data: { [type]: value }, metadata: { [type]: metadata }, trusted: false };
    await renderer.renderModel(this.rendermime.createModel(options));
    return attach(renderer, host);
  }

  /**
   * A widget that lives in this kernel. One out of a notebook's file is not shown: nobody knows whose it is.
   *
   * @param {string} id
   * @param {HTMLElement} host which is in the page
   */
  async widget(id, host) {
    const model = await this.manager?.get_model(id);
    if (!model?.comm_live) throw new Error("this widget has no kernel");
    const view = await this.manager?.create_view(model, {});
    return attach(view.luminoWidget ?? view.pWidget, host);
  }

  /**
   * @param {string} source
   * @returns {Promise<string>} HTML that is not safe yet
   */
  markdown(source) {
    return this.rendermime.markdownParser.render(source);
  }

  /** @param {HTMLElement} element whose formulas are set */
  typeset(element) {
    this.rendermime?.latexTypesetter?.typeset(element);
  }
}

/**
 * Lumino wants to be told when one of its widgets comes into the page: by the widget's own class, not another copy's.
 *
 * @param {any} widget
 * @param {HTMLElement} host
 */
function attach(widget, host) {
  host.replaceChildren();
  widget.constructor.attach(widget, host);
  return () => {
    if (!widget.isDisposed) widget.dispose();
  };
}
