/** Loads the cards, which `src/` is built into, when the first is to be drawn. They lie beside this extension. */

/** @typedef {typeof import("../src/index.js").default} Cards */

/** @type {Promise<Cards>|undefined} */
let cards;

/** @returns {Promise<Cards>} */
export function loadCards() {
  cards ??= load();
  return cards;
}

async function load() {
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = `${__webpack_public_path__}husky.css`;
  document.head.append(sheet);
  const module = await import(/* webpackIgnore: true */ `${__webpack_public_path__}husky.js`);
  return module.default;
}
