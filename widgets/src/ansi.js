/**
 * Terminal text: colours as spans, carriage returns as a terminal shows them.
 *
 * @typedef {{fg: string|null, bg: string|null, bold: boolean, underline: boolean, inverse: boolean}} Style
 */

/** @returns {Style} */
const plain = () => ({ fg: null, bg: null, bold: false, underline: false, inverse: false });

const ESCAPE = /\x1b\[([0-9:;<=>?]*)[ -/]*([@-~])|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[@-Z\\-_]/g;

/**
 * Let each carriage return overwrite the line so far, as progress bars expect.
 *
 * @param {string} text
 * @returns {string}
 */
export function overwrite(text) {
  if (!text.includes("\r")) return text;
  return text
    .replaceAll("\r\n", "\n")
    .replace(/^[^\n]*\r(?=[^\n])/gm, "")
    .replaceAll("\r", "");
}

/**
 * @param {string} text with ANSI escapes
 * @returns {string} without them
 */
export function strip(text) {
  return text.replace(ESCAPE, "");
}

/**
 * @param {string} text with ANSI escapes
 * @returns {DocumentFragment}
 */
export function render(text) {
  const fragment = document.createDocumentFragment();
  let style = plain();
  let from = 0;
  for (const match of text.matchAll(ESCAPE)) {
    append(fragment, text.slice(from, match.index), style);
    if (match[2] === "m") style = restyle(style, match[1]);
    from = match.index + match[0].length;
  }
  append(fragment, text.slice(from), style);
  return fragment;
}

/**
 * @param {DocumentFragment} fragment
 * @param {string} text
 * @param {Style} style
 */
function append(fragment, text, style) {
  if (!text) return;
  const { fg, bg, bold, underline, inverse } = style;
  if (!fg && !bg && !bold && !underline && !inverse) return fragment.append(text);
  const span = document.createElement("span");
  span.textContent = text;
  if (bold) span.style.fontWeight = "bold";
  if (underline) span.style.textDecoration = "underline";
  // Made for a terminal's black or white, colours must stay readable on either: mixed, and never one on another.
  const back = inverse ? (fg ?? "var(--husky-other)") : bg;
  if (back) span.style.backgroundColor = `color-mix(in srgb, ${back} 30%, transparent)`;
  else if (fg) span.style.color = fg.startsWith("rgb") ? `color-mix(in srgb, ${fg} 60%, var(--husky-fg))` : fg;
  fragment.append(span);
}

/**
 * @param {Style} old
 * @param {string} codes of one SGR escape, such as `1;31`
 * @returns {Style}
 */
function restyle(old, codes) {
  const style = { ...old };
  const list = codes.split(/[;:]/).map(Number);
  for (let i = 0; i < list.length; i++) {
    const code = list[i];
    if (code === 0) Object.assign(style, plain());
    else if (code === 1) style.bold = true;
    else if (code === 4) style.underline = true;
    else if (code === 7) style.inverse = true;
    else if (code === 22) style.bold = false;
    else if (code === 24) style.underline = false;
    else if (code === 27) style.inverse = false;
    else if (code === 38 || code === 48) {
      const wide = list[i + 1] === 2;
      style[code === 38 ? "fg" : "bg"] = wide ? rgb(list.slice(i + 2, i + 5)) : palette(list[i + 2]);
      i += wide ? 4 : 2;
    } else if (code === 39) style.fg = null;
    else if (code === 49) style.bg = null;
    else if (code >= 30 && code <= 37) style.fg = palette(code - 30);
    else if (code >= 40 && code <= 47) style.bg = palette(code - 40);
    else if (code >= 90 && code <= 97) style.fg = palette(code - 82);
    else if (code >= 100 && code <= 107) style.bg = palette(code - 92);
  }
  return style;
}

/**
 * @param {number} n of the 256 colours of a terminal
 * @returns {string|null}
 */
function palette(n) {
  if (!(n >= 0 && n <= 255)) return null;
  if (n < 16) return `var(--husky-ansi-${n % 8})`;
  if (n >= 232) return rgb(Array(3).fill(8 + (n - 232) * 10));
  const level = (/** @type {number} */ i) => (i ? 55 + i * 40 : 0);
  return rgb([Math.floor((n - 16) / 36), Math.floor((n - 16) / 6) % 6, (n - 16) % 6].map(level));
}

/**
 * @param {number[]} parts
 * @returns {string|null}
 */
function rgb(parts) {
  return parts.length === 3 && parts.every((part) => part >= 0 && part <= 255) ? `rgb(${parts.join(", ")})` : null;
}
