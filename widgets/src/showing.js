/** Which output of a run is its answer, twin of `husky_kernel/display/showing.py`. */

/** @typedef {import("./types.js").Output} Output */

/**
 * @param {import("./types.js").Run} run
 * @returns {boolean} whether there is an answer that is being checked
 */
export function checking({ status, confidence }) {
  return status === "running" && confidence === "checking";
}

/**
 * @param {import("./types.js").Run} run
 * @param {import("./types.js").Card[]} cards
 * @returns {Output|null} the table or figure that answers, out of the outputs of the step that it is of, else of the last
 *   that was done
 */
export function answerOutput(run, cards) {
  const { status, answer, kind, by } = run;
  if ((status === "running" && !checking(run)) || !answer || (kind !== "table" && kind !== "figure")) return null;
  const done = cards.filter((card) => card.status === "done" || card.status === "edited");
  const step = done.find((card) => card.index === by) ?? done.at(-1);
  return step?.outputs.findLast((output) => shows(output, kind)) ?? null;
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
