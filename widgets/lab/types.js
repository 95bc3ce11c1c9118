/**
 * What JupyterLab's plugins are made of, as far as it is used here.
 *
 * @typedef {object} WidgetRegistry
 * @property {(widgets: {name: string, version: string, exports: () => Promise<object>}) => void} registerWidget
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
