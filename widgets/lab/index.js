/** Our extension of JupyterLab and Notebook 7: the code of the cards comes with it, never with a notebook. */
import { IJupyterWidgetRegistry } from "@jupyter-widgets/base";
import { MODULE, VERSION } from "./names.js";
import { loadCards } from "./cards.js";
import { fixes } from "./fix.js";
import { questions } from "./questions.js";
import { saved } from "./saved.js";
import { widgetsOf } from "./widgets.js";

/** @type {import("./types.js").Plugin<[import("./types.js").WidgetRegistry]>} */
const widgets = {
  id: "husky-kernel-cards:widgets",
  description: "The cards of a husky run.",
  autoStart: true,
  requires: [IJupyterWidgetRegistry],
  activate: (_app, registry) => {
    const exports = async () => widgetsOf(await loadCards());
    registry.registerWidget({ name: MODULE, version: VERSION, exports });
  },
};

export default [widgets, questions, saved, fixes];
