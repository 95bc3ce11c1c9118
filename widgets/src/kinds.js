/** Media types by name, twin of `husky_kernel/display/kinds.py`. */

export const WIDGET = "application/vnd.jupyter.widget-view+json";

/** What is shown by a program of its own; text beside it says nothing. @type {[start: string, name: string][]} */
const NAMES = [
  [WIDGET, "An interactive widget"],
  ["application/vnd.plotly", "A Plotly figure"],
  ["application/vnd.vega", "A Vega chart"],
  ["application/vnd.bokeh", "A Bokeh plot"],
  ["application/vnd.holoviews", "A HoloViews plot"],
  ["application/geo+json", "A map"],
  ["application/javascript", "A script"],
  ["application/pdf", "A PDF document"],
  ["video/", "A video"],
  ["audio/", "A sound"],
];

/**
 * @param {string} type
 * @returns {string|undefined} its name, where it takes a program of its own to show it
 */
export function nameOf(type) {
  return NAMES.find(([start]) => type.startsWith(start))?.[1];
}

/** @param {string} name */
export function cannotShow(name) {
  return `${name}, which cannot be shown here. Run this step's code in a cell of its own to see it.`;
}

/** What IPython says of an object whose text tells nothing: `<IPython.core.display.HTML object>`. */
export function saysNothing(/** @type {string} */ text) {
  return /^<[\w.]+ object( at 0x[0-9a-f]+)?>$/.test(text.trim());
}
