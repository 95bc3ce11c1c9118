/** The state of a run, and how a message from Python changes it. Values are never changed in place. */

/**
 * @typedef {import("./types.js").State} State
 * @typedef {import("./types.js").Card} Card
 * @typedef {import("./types.js").Piece} Piece
 */

/**
 * @param {State} state
 * @param {import("./types.js").Message} message
 * @returns {State}
 */
export function apply(state, message) {
  switch (message.type) {
    case "run":
      return { ...state, run: message.run };
    case "card":
      return { ...state, cards: put(state.cards, message.card) };
    case "text":
      return message.pieces.reduce(write, state);
    case "outputs":
      return { ...state, cards: state.cards.map((card) => addOutputs(card, message)) };
    case "truncate":
      return { ...state, cards: state.cards.filter((card) => card.index < message.count) };
    default:
      return state;
  }
}

/**
 * A card sent without its outputs keeps those it has.
 *
 * @param {Card[]} cards
 * @param {Card} card
 * @returns {Card[]}
 */
function put(cards, card) {
  const old = cards.find((other) => other.index === card.index);
  const whole = { ...card, outputs: card.outputs ?? old?.outputs ?? [] };
  const others = cards.filter((other) => other.index !== card.index);
  return [...others, whole].sort((a, b) => a.index - b.index);
}

/**
 * @param {Card} card
 * @param {import("./types.js").NewOutputs} message
 * @returns {Card}
 */
function addOutputs(card, { index, kept, outputs }) {
  return card.index === index ? { ...card, outputs: [...card.outputs.slice(0, kept), ...outputs] } : card;
}

/**
 * @param {State} state
 * @param {Piece} piece
 * @returns {State}
 */
function write({ run, cards }, { index, field, text }) {
  if (field === "answer") return { run: { ...run, answer: (run.answer ?? "") + text }, cards };
  const longer = (/** @type {Card} */ card) => ({ ...card, [field]: (card[field] ?? "") + text });
  return { run, cards: cards.map((card) => (card.index === index ? longer(card) : card)) };
}

/**
 * Whether a model or a tool is at work on a card.
 *
 * @param {import("./types.js").CardStatus} status
 * @returns {boolean}
 */
export function busy(status) {
  return status === "planning" || status === "writing" || status === "running" || status === "rewriting";
}
