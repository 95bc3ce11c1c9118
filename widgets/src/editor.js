/** The editor of a call: CodeMirror 6, with Python's colours and indentation for code, plain text for queries. */
import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentLess, indentMore } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { Compartment, EditorState, Prec, Transaction } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/**
 * @typedef {object} Handlers
 * @property {() => void} onRerun
 * @property {() => void} onCancel
 * @property {() => void} onChange the person changed the text
 * @property {() => boolean} isEditing Tab indents only then; else it leaves the editor, as keyboard users expect
 */

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword], color: "var(--husky-code-keyword)", fontWeight: "bold" },
  { tag: [tags.bool, tags.null, tags.atom], color: "var(--husky-code-atom)" },
  { tag: tags.number, color: "var(--husky-code-number)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--husky-code-string)" },
  { tag: tags.comment, color: "var(--husky-code-comment)", fontStyle: "italic" },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.className], color: "var(--husky-code-def)" },
  { tag: [tags.operator, tags.meta], color: "var(--husky-code-operator)" },
]);

const PYTHON = [
  python(),
  indentUnit.of("    "),
  indentOnInput(),
  bracketMatching(),
  closeBrackets(),
  keymap.of(closeBracketsKeymap),
  syntaxHighlighting(colours),
];

export class CallEditor {
  #language = new Compartment();
  #writable = new Compartment();

  /**
   * @param {HTMLElement} parent
   * @param {Handlers} handlers
   */
  constructor(parent, handlers) {
    const state = EditorState.create({
      extensions: [
        Prec.highest(keymap.of(commands(handlers))),
        this.#language.of(EditorView.lineWrapping),
        this.#writable.of(writable(false)),
        history(),
        keymap.of([...defaultKeymap, ...historyKeymap]),
        EditorState.tabSize.of(4),
        // By keyboard too a long call is scrolled, while it cannot be edited.
        EditorView.contentAttributes.of({ "aria-label": "Call of this step", tabindex: "0" }),
        EditorView.updateListener.of((update) => {
          const byHand = update.transactions.some((change) => change.annotation(Transaction.userEvent));
          if (update.docChanged && byHand) handlers.onChange();
        }),
      ],
    });
    this.view = new EditorView({ state, parent });
    this.language = "";
    this.writable = false;
  }

  get text() {
    return this.view.state.doc.toString();
  }

  /** Text from the kernel: what was there already stays, so that a stream only adds to it. */
  set text(text) {
    const old = this.text;
    if (text === old) return;
    const kept = text.startsWith(old) ? old.length : 0;
    this.view.dispatch({
      changes: { from: kept, to: old.length, insert: text.slice(kept) },
      annotations: Transaction.addToHistory.of(false),
    });
  }

  /** @param {"python"|"text"} language */
  setLanguage(language) {
    if (language === this.language) return;
    this.language = language;
    const extensions = language === "python" ? PYTHON : EditorView.lineWrapping;
    this.view.dispatch({ effects: this.#language.reconfigure(extensions) });
  }

  /** @param {boolean} allowed */
  setWritable(allowed) {
    if (allowed === this.writable) return;
    this.writable = allowed;
    this.view.dispatch({ effects: this.#writable.reconfigure(writable(allowed)) });
  }

  focus() {
    this.view.focus();
  }

  destroy() {
    this.view.destroy();
  }
}

/** @param {boolean} allowed */
function writable(allowed) {
  return [EditorState.readOnly.of(!allowed), EditorView.editable.of(allowed)];
}

/**
 * @param {Handlers} handlers
 * @returns {import("@codemirror/view").KeyBinding[]}
 */
function commands({ onRerun, onCancel, isEditing }) {
  const rerun = () => (onRerun(), true);
  return [
    { key: "Shift-Enter", run: rerun },
    { key: "Ctrl-Enter", run: rerun },
    { key: "Mod-Enter", run: rerun },
    { key: "Escape", run: () => (onCancel(), true) },
    { key: "Tab", run: (view) => isEditing() && indentMore(view), shift: (view) => isEditing() && indentLess(view) },
  ];
}
