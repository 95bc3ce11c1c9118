/** Which output of a run is its answer, twin of `husky_kernel/display/showing.py`. */

/** @typedef {import("./types.js").Output} Output */

/**
 * @param {import("./types.js").Run} run
 * @param {import("./types.js").Card[]} cards
 * @returns {Output|null} the table or figure that answers, out of the outputs of the last step that was done
 */
export function answerOutput({ status, answer, kind }, cards) {
  if (status === "running" || !answer || (kind !== "table" && kind !== "figure")) return null;
  const last = cards.findLast((card) => card.status === "done" || card.status === "edited");
  return last?.outputs.findLast((output) => shows(output, kind)) ?? null;
}

/**
 * @param {Output} output
 * @param {"table"|"figure"} kind
 */
function shows({ data }, kind) {
  const types = Object.keys(data ?? {});
  if (kind === "table") return types.includes("text/html");
  return types.some((type) => /^(image\/|application\/vnd\.)/.test(type));
}
