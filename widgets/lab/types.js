/**
 * What JupyterLab's plugins are made of, as far as it is used here.
 *
 * @typedef {object} WidgetRegistry
 * @property {(widgets: {name: string, version: string, exports: () => Promise<object>}) => void} registerWidget
 */

/**
 * @template Sender, Value
 * @typedef {{connect: (slot: (sender: Sender, value: Value) => void) => void}} Signal a slot is connected once
 */

/**
 * @typedef {object} CellModel
 * @property {string} type
 * @property {string} mimeType
 * @property {{getSource: () => string}} sharedModel
 * @property {Signal<CellModel, unknown>} contentChanged
 * @property {Signal<CellModel, unknown>} mimeTypeChanged
 *
 * @typedef {object} Notebook
 * @property {string} codeMimetype
 * @property {{cells: Iterable<CellModel> & {changed: Signal<unknown, unknown>}}|null} model
 * @property {Signal<unknown, unknown>} modelChanged
 *
 * @typedef {object} NotebookTracker
 * @property {(visit: (panel: NotebookPanel) => void) => void} forEach
 * @property {(fits: (panel: NotebookPanel) => boolean) => NotebookPanel|undefined} find
 * @property {Signal<unknown, NotebookPanel>} widgetAdded
 *
 * @typedef {object} NotebookPanel
 * @property {HTMLElement} node
 * @property {boolean} isDisposed
 * @property {Notebook & Cells} content
 * @property {{session: {kernel: Kernel|null}|null, kernelChanged: Signal<unknown, unknown>}} sessionContext
 *
 * @typedef {object} Cells what of a notebook is shown
 * @property {any} rendermime
 * @property {CodeCell[]} widgets
 * @property {number} activeCellIndex
 * @property {CodeCell|null} activeCell
 *
 * @typedef {object} CodeCell
 * @property {CodeModel} model
 * @property {{node: HTMLElement}} outputArea
 *
 * @typedef {object} CodeModel
 * @property {string} type
 * @property {number} executionCount
 * @property {{getSource: () => string, setSource: (text: string) => void}} sharedModel
 * @property {{length: number, get: (at: number) => {type: string}, changed: Signal<unknown, unknown>}} outputs
 * @property {Signal<unknown, unknown>} stateChanged
 *
 * @typedef {object} Kernel
 * @property {string} name
 * @property {(target: string) => Comm} createComm
 *
 * @typedef {object} Comm
 * @property {(message: {content: {data: any}}) => void} onMsg
 * @property {() => void} onClose
 * @property {(data: object) => {done: Promise<unknown>}} open
 * @property {() => void} close
 *
 * @typedef {object} MimeModel what an output holds, by media type
 * @property {Record<string, any>} data
 * @property {(options: {data: Record<string, any>}) => void} setData
 *
 * @typedef {object} RendererFactory
 * @property {boolean} safe
 * @property {string[]} mimeTypes
 * @property {(options: any) => unknown} createRenderer
 *
 * @typedef {{addFactory: (factory: RendererFactory, rank: number) => void}} Renderers
 */

/**
 * @template {any[]} Services
 * @typedef {object} Plugin
 * @property {string} id
 * @property {string} description
 * @property {boolean} autoStart
 * @property {unknown[]} [requires]
 * @property {unknown[]} [optional]
 * @property {(app: unknown, ...services: Services) => void} activate
 */

export {};
