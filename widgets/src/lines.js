/** The words for the lines of a run. */

/** @typedef {import("./types.js").Line} Line */
/** @typedef {{line: Line, level: number, rise: number}} Node with its depth from 1; `rise` is rows below its parent */

/** @type {Record<Line["why"], (step: number) => string>} */
const BEGINNINGS = {
  first: () => "first run",
  edit: (step) => `step ${step} edited`,
  flip: (step) => `step ${step} with another tool`,
  rerun: (step) => `step ${step} run again`,
  skip: (step) => `step ${step} skipped`,
  hint: (step) => `a hint before step ${step}`,
};

/**
 * @param {Line[]} lines
 * @param {Line} line
 * @returns {string} `Branch 2`
 */
export function nameOf(lines, line) {
  return `Branch ${lines.findIndex((other) => other.id === line.id) + 1}`;
}

/**
 * @param {Line} line
 * @returns {string} what made it another one
 */
export function beginningOf({ why, at }) {
  return (BEGINNINGS[why] ?? BEGINNINGS.rerun)(at + 1);
}

/**
 * @param {Line[]} lines in order of creation
 * @returns {Node[]} every line after its parent
 */
export function treeOf(lines) {
  const known = new Set(lines.map((line) => line.id));
  /** @type {(parent: string|null, level: number) => Node[]} */
  const below = (parent, level) =>
    lines
      .filter((line) => (line.parent !== null && known.has(line.parent) ? line.parent : null) === parent)
      .flatMap((line) => [{ line, level, rise: 0 }, ...below(line.id, level + 1)]);
  const nodes = below(null, 1);
  const rowOf = new Map(nodes.map(({ line }, row) => [line.id, row]));
  return nodes.map((node, row) => ({ ...node, rise: row - (rowOf.get(node.line.parent ?? "") ?? row) }));
}

/**
 * @param {Line[]} lines
 * @param {Line} shown
 * @returns {Line|null} what it is best compared with: the live line, else the one it came from, else the newest other
 */
export function rivalOf(lines, shown) {
  const others = lines.filter((line) => line.id !== shown.id);
  return others.find((line) => line.live) ?? others.find((line) => line.id === shown.parent) ?? others.at(-1) ?? null;
}
