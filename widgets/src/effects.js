import { h } from "./dom.js";
import { count } from "./format.js";
import { icon } from "./icons.js";

/** @typedef {import("./types.js").Effects} Effects */
/** @typedef {import("./types.js").TableChange} TableChange */

/** @type {["created"|"changed"|"deleted", string][]} */
const KINDS = [
  ["created", "Created"],
  ["changed", "Changed"],
  ["deleted", "Deleted"],
];

/**
 * What a step did to the variables, and to the world.
 *
 * @param {Effects|null|undefined} effects
 * @returns {HTMLElement|null} null where there is nothing to tell
 */
export function effectsBox(effects) {
  if (!effects) return null;
  const names = KINDS.filter(([kind]) => effects[kind]?.length).map(([kind, word]) =>
    h("span", { class: `husky-${kind}` }, `${word} `, ...codes(effects[kind])),
  );
  const rows = [
    names.length ? h("div", { class: "husky-names" }, ...names) : null,
    ...(effects.tables ?? []).map(tableLine).filter((line) => line !== null),
    marked("Cannot be undone", effects.outside ?? []),
    effects.uncopied?.length ? h("div", {}, `Not copied, so not put back: ${effects.uncopied.join("; ")}`) : null,
  ].filter((row) => row !== null);
  if (!rows.length) return null;
  return h("div", { class: "husky-effects", "data-husky-effects": true, role: "group", "aria-label": "Effects" }, ...rows);
}

/** @param {string[]} names */
function codes(names) {
  return names.flatMap((name, at) => [at ? ", " : "", h("code", {}, name)]);
}

/** @param {TableChange} table */
function tableLine(table) {
  const changes = changesOf(table);
  return changes.length ? h("div", {}, h("code", {}, table.name), ": ", changes.join(" · ")) : null;
}

/**
 * @param {TableChange} table
 * @returns {string[]}
 */
export function changesOf({ rows, added, removed, dtypes, nulls, cells }) {
  const number = (/** @type {number} */ n) => n.toLocaleString("en");
  const change = (/** @type {[number, number]} */ [from, to]) => `${number(from)} → ${number(to)}`;
  const types = Object.entries(dtypes ?? {}).map(([name, [from, to]]) => `${name} ${from} → ${to}`);
  return [
    rows && rows[0] !== rows[1] ? `rows ${change(rows)}` : "",
    added?.length ? `+ ${added.join(", ")}` : "",
    removed?.length ? `− ${removed.join(", ")}` : "",
    ...types,
    nulls && nulls[0] !== nulls[1] ? `missing values ${change(nulls)}` : "",
    cells ? `${count(cells, "cell")} changed` : "",
  ].filter(Boolean);
}

/**
 * @param {string} words
 * @param {string[]} items
 */
function marked(words, items) {
  if (!items.length) return null;
  const text = h("span", {}, h("strong", {}, `${words}: `), items.join("; "));
  return h("div", { class: "husky-marked" }, icon("warning"), text);
}
