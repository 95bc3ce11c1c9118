/** What a person is changing on a card, and what pressing Rerun would mean. */

/**
 * @typedef {object} Draft
 * @property {string} step
 * @property {string|null} call null where the step has none
 */

/**
 * Only the step's text was changed: its expert must write the call anew. Else the call runs as it stands.
 *
 * @param {Draft} before
 * @param {Draft} after
 * @returns {{step: string, call: string|null, edited: boolean}}
 */
export function rerunOf(before, after) {
  const step = after.step.replace(/\s+/g, " ").trim() || before.step;
  const stepChanged = step !== before.step;
  const callChanged = after.call !== before.call && Boolean(after.call?.trim());
  const call = stepChanged && !callChanged ? null : callChanged ? after.call : before.call;
  return { step, call: call || null, edited: stepChanged || callChanged };
}

/**
 * @param {Draft} before
 * @param {Draft} after
 * @param {{waiting?: boolean, undoable?: boolean}} [where]
 * @returns {string} what to know before pressing Rerun, or Approve
 */
export function noteOf(before, after, { waiting = false, undoable = false } = {}) {
  const { call } = rerunOf(before, after);
  const note = waiting
    ? "Approve runs the step as it stands here."
    : undoable
      ? "Rerun first puts the variables back to what they were before this step."
      : "Rerun uses the variables as they are now.";
  return before.call && call === null ? `${note} The call will be written anew from the step.` : note;
}
