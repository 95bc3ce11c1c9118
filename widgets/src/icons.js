const SVG = "http://www.w3.org/2000/svg";

/** Drawn on a 16 by 16 grid, in strokes that take the colour of the text. */
const PATHS = {
  code: "M5.5 4.5 2 8l3.5 3.5M10.5 4.5 14 8l-3.5 3.5",
  math: "M12 4.5V3H4l4.5 5L4 13h8v-1.5",
  search: "M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM10.5 10.5 14 14",
  commonsense: "M6 11.5h4M6.5 14h3M6 11.5c0-2-2-2.5-2-5a4 4 0 0 1 8 0c0 2.5-2 3-2 5",
  tool: "M6 2.5v3M10 2.5v3M4.5 5.5h7v2.5a3.5 3.5 0 0 1-7 0ZM8 11.5v2.5",
  planning: "M4 8h.01M8 8h.01M12 8h.01",
  edit: "m3 13 .7-2.9L10.9 2.9l2.2 2.2-7.2 7.2Z",
  rerun: "M13 8a5 5 0 1 1-1.6-3.7M13.2 2.2v2.8h-2.8",
  stop: "M4 4h8v8H4Z",
  done: "m3.5 8.5 3 3 6-7",
  failed: "m4.5 4.5 7 7M11.5 4.5l-7 7",
  stopped: "M5 5h6v6H5Z",
  pause: "M5.5 3.5v9M10.5 3.5v9",
  resume: "M5 3.2v9.6L12.5 8Z",
  approve: "m3.5 8.5 3 3 6-7",
  skip: "m3.5 4 4 4-4 4M8.5 4l4 4-4 4",
  "step-mode": "M3.5 3.5 10 8l-6.5 4.5ZM12.7 3.5v9",
  undo: "M6.5 3.5 3 7l3.5 3.5M3 7h6.5a3.2 3.2 0 0 1 0 6.4H6",
  hint: "M3 3h10v7.5H7.5L4.5 13v-2.5H3Z",
  branch: "M4.5 5.5v5M4.5 5.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3ZM4.5 13.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3ZM11.5 5.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3ZM11.5 5.5c0 3-7 2-7 5",
  compare: "M2.5 3h4.5v10H2.5ZM9 3h4.5v10H9Z",
  take: "m3.5 8.5 3 3 6-7",
  promote: "M8 13V3.5M4 7.3l4-4 4 4",
  reword: "m3 13 .7-2.9L10.9 2.9l2.2 2.2-7.2 7.2Z",
  raise: "M8 13V3.5M4 7.3l4-4 4 4",
  "leave-out": "m4.5 4.5 7 7M11.5 4.5l-7 7",
  lower: "M8 3v9.5M4 8.7l4 4 4-4",
  help: "M5.8 6a2.2 2.2 0 1 1 3.3 1.9C8.3 8.4 8 8.8 8 9.7M8 12.3h.01",
  warning: "M8 2.5 14 13H2ZM8 6.5v3M8 11.2h.01",
  finish: "M4 14V2.5h8l-2 3 2 3H4",
  close: "m4.5 4.5 7 7M11.5 4.5l-7 7",
  arrow: "M3 3.5V8h9.5M9.5 5l3 3-3 3",
};

/**
 * @param {string} name of an icon; one that is not known gives the icon of an unknown tool
 * @returns {SVGSVGElement}
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "husky-icon");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", Object.hasOwn(PATHS, name) ? PATHS[/** @type {keyof typeof PATHS} */ (name)] : PATHS.tool);
  svg.append(path);
  return svg;
}
