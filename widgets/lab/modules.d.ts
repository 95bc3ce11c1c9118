/** What is used of JupyterLab and of Jupyter's widgets. They bring it themselves: nothing of it is installed here. */

declare const __webpack_public_path__: string;

declare module "@jupyter-widgets/base" {
  export const IJupyterWidgetRegistry: unknown;

  export class DOMWidgetModel {
    static serializers: Record<string, object>;
    comm_live: boolean;
    widget_manager: any;
    defaults(): Record<string, unknown>;
    initialize(attributes: object, options: { comm?: unknown }): void;
    get(name: string): any;
    set(name: string, value: unknown): void;
    send(content: object): void;
    on(event: string, listener: (...args: any[]) => void, context?: unknown): void;
    off(event: string, listener: (...args: any[]) => void): void;
  }

  export class DOMWidgetView {
    el: HTMLElement;
    model: DOMWidgetModel;
    close?: () => void;
    render(): void;
    remove(): void;
  }
}

declare module "@jupyterlab/rendermime" {
  export const IRenderMimeRegistry: unknown;
}

declare module "@lumino/widgets" {
  export class Widget {
    node: HTMLElement;
    isDisposed: boolean;
    addClass(name: string): void;
    dispose(): void;
  }
}

declare module "@jupyterlab/notebook" {
  export const INotebookTracker: unknown;
  export const NotebookActions: {
    insertBelow(notebook: object): void;
    run(notebook: object, context: object): Promise<boolean>;
  };
}
