/**
 * What travels between Python and the cards, twin of `husky_kernel/display/wire.py`.
 *
 * @typedef {'planning'|'writing'|'running'|'rewriting'|'waiting'} Phase what a step is doing
 * @typedef {Phase|'done'|'failed'|'stopped'|'edited'} CardStatus
 * @typedef {'running'|'finished'|'stopped'|'failed'|'limit'} RunStatus
 * @typedef {'step'|'call'|'output'|'answer'} StreamField the texts that a model writes piece by piece
 *
 * @typedef {object} Run the state of the header and the footer; times in seconds, `started` and `now` since 1970
 * @property {string} question
 * @property {string} model
 * @property {RunStatus} status
 * @property {number|null} limit most steps a run may take
 * @property {number|null} rerun how many steps a rerun kept; null in a first run
 * @property {string} note what goes on besides the steps, such as the loading of a model
 * @property {number|null} fraction how much of that is done, 0 to 1
 * @property {string|null} answer
 * @property {string|null} error
 * @property {number|null} started
 * @property {number|null} now the kernel's clock when this was sent
 * @property {number|null} seconds how long the run took, once it has ended
 * @property {string|null} id of the trace, once the run has ended
 *
 * @typedef {object} Card one step
 * @property {number} index
 * @property {string} tool
 * @property {string} step
 * @property {string|null} call
 * @property {string} observation
 * @property {string} output the sentence that joins the history
 * @property {CardStatus} status
 * @property {'model'|'human'} author
 * @property {string|null} error
 * @property {number} seconds
 * @property {number} tokens newly generated
 * @property {Record<string, number>} scores probability of each tool
 * @property {Output[]} outputs left out of a message where they did not change
 * @property {Source[]} sources
 *
 * @typedef {object} Output a rich output in notebook format
 * @property {string} output_type
 * @property {string|string[]} [text]
 * @property {Record<string, unknown>} [data]
 * @property {Record<string, any>} [metadata]
 * @property {string} [ename]
 * @property {string} [evalue]
 * @property {string[]} [traceback]
 *
 * @typedef {{title?: string, url?: string, source?: string}} Source where a fact came from; `source` is an address or
 *   the name of a collection
 *
 * @typedef {{run: Run, cards: Card[]}} State
 * @typedef {{index: number, field: StreamField, text: string}} Piece
 * @typedef {{type: 'run', run: Run}
 *   | {type: 'card', card: Card}
 *   | {type: 'text', pieces: Piece[]}
 *   | {type: 'truncate', count: number}} Message from Python
 *
 * @typedef {object} Command to Python; `step` and `call` come with a rerun
 * @property {'stop'|'rerun'} kind
 * @property {number} [index]
 * @property {string} [step]
 * @property {string|null} [call] null: the expert writes it anew
 * @property {boolean} [edited]
 */

export {};
