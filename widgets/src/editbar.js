import { button } from "./button.js";
import { h, setText, show, Slot } from "./dom.js";

/** Below a call that is being edited: what Rerun would mean, whether later steps stay, Rerun and Cancel. */
export class EditBar {
  /** @param {() => void} onCancel */
  constructor(onCancel) {
    this.note = h("span", { class: "husky-note" });
    this.keep = h("input", { type: "checkbox", "data-husky-action": "keep" });
    const title = "Run the calls that follow again as they are, instead of having them written anew";
    this.kept = h("label", { class: "husky-keep", title }, this.keep, "Keep what follows");
    this.cancel = button("cancel", "Cancel editing", onCancel, "Cancel");
    this.element = h("div", { class: "husky-editbar" }, this.note, this.kept, this.cancel);
    this.slot = new Slot(this.element);
  }

  /**
   * @param {string} note
   * @param {boolean} follows whether there are steps after this one
   */
  update(note, follows) {
    setText(this.note, note);
    show(this.kept, follows);
  }

  /** @param {boolean} shown */
  show(shown) {
    if (!shown) this.keep.checked = false;
    this.slot.show(shown);
  }
}
