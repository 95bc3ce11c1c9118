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
