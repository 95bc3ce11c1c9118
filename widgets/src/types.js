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
 * @property {'number'|'text'|'table'|'figure'|'changes'|'files'|'none'} kind of the answer
 * @property {'checked'|'computed'|'unsure'|'recalled'|'checking'|'none'} confidence how far it can be relied on
 * @property {number|null} [by] index of the step that it is of, where that is known
 * @property {Other[]} [others] what other programs came to
 * @property {string[]} notes what a person should know of it
 * @property {string|null} error
 * @property {number|null} started
 * @property {number|null} now the kernel's clock when this was sent
 * @property {number|null} seconds how long the run took, once it has ended
 * @property {string|null} id of the trace, once the run has ended
 * @property {Timeline|null} timeline where the time went, once the run has ended; null where that was not booked
 *
 * @property {boolean} paused held before the next step acts
 * @property {boolean} stepping every step waits for a person
 * @property {'none'|'code'|'all'} approve which steps wait anyway
 * @property {string[]} hints what a person said for all later steps
 * @property {string[]} [parts] of a question that asks for several things one after the other
 * @property {Line[]} lines the branches, in order of creation
 * @property {string|null} shown id of the line whose cards these are
 *
 * @typedef {{index: number, said: string}} Other the answer of another program, and its step
 *
 * @typedef {object} Timeline seconds
 * @property {number} queue asks of a model without its work
 * @property {number} prefill
 * @property {number} decode
 * @property {number} tool
 * @property {number} rewrite
 * @property {number} display
 * @property {number} idle waiting for a person
 * @property {number} wall the whole, measured on its own
 *
 * @typedef {object} Line one way the run went
 * @property {string} id
 * @property {string|null} parent
 * @property {number} at index of the first step that differs from the parent's
 * @property {RunStatus} status
 * @property {string|null} answer
 * @property {number} steps
 * @property {boolean} live whether the variables are those of this line
 * @property {'first'|'edit'|'flip'|'rerun'|'skip'|'hint'} why it began
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
 * @property {string} why it waits for a person
 * @property {string[]} untrusted texts from outside that the step carries
 * @property {Effects|null} effects
 * @property {string} reason why this tool was taken, where no model chose it
 * @property {string[]} repairs what was put right in the call without the model
 * @property {string[]} notes what was seen while it ran
 * @property {boolean} undoable whether the variables can be put back to what they were before it
 * @property {number} [part] the place of the part of the question that it belongs to
 * @property {string[]|null} conflict variables changed since that the last command would overwrite: to be asked about
 *
 * @typedef {object} Effects what a step did
 * @property {string[]} created variables
 * @property {string[]} changed
 * @property {string[]} deleted
 * @property {TableChange[]} tables
 * @property {string[]} outside what cannot be undone
 * @property {string[]} uncopied what could not be put back, and why
 *
 * @typedef {object} TableChange
 * @property {string} name
 * @property {[number, number]} rows before and after
 * @property {string[]} added columns
 * @property {string[]} removed
 * @property {Record<string, [string, string]>} dtypes
 * @property {[number, number]} nulls
 * @property {number|null} cells how many differ; null where that was not counted
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
 *   | NewOutputs
 *   | {type: 'truncate', count: number}
 *   | Comparison} Message from Python
 * @typedef {{type: 'outputs', index: number, kept: number, outputs: Output[]}} NewOutputs of a step that runs: the first
 *   `kept` stay, these follow
 * @typedef {Line & {cards: Card[]}} Side
 * @typedef {{type: 'compare', left: Side, right: Side}} Comparison
 *
 * @typedef {'ask'|'overwrite'|'mine'} Answer about variables changed since
 * @typedef {{step: string, call: string|null, edited: boolean}} Call null: the expert writes it anew
 * @typedef {{kind: 'stop'|'pause'|'resume'}
 *   | {kind: 'mode', stepping: boolean}
 *   | {kind: 'hint', text: string}
 *   | {kind: 'approve', index: number} & Call
 *   | {kind: 'skip', index: number}
 *   | {kind: 'flip', index: number, tool: string, answer?: Answer}
 *   | {kind: 'rerun', index: number, keep: boolean, answer: Answer} & Call
 *   | {kind: 'undo', index: number, answer: Answer}
 *   | {kind: 'take', index: number}
 *   | {kind: 'plan', parts: string[]}
 *   | {kind: 'show', line: string}
 *   | {kind: 'promote', line: string, answer: Answer}
 *   | {kind: 'compare', left: string, right: string}} Command to Python
 */

export {};
