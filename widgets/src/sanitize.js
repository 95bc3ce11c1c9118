/**
 * Makes HTML of a tool fit for the page: no script, no form, no request to anywhere, no reach outside its own box.
 */
import createDOMPurify from "dompurify";

const FORBID_TAGS =
  "style form input button textarea select option optgroup fieldset label datalist audio video source track picture " +
  "dialog map area marquee blink template slot";
const FORBID_ATTR =
  "name srcset background poster action ping contenteditable tabindex accesskey autofocus usemap for download popover " +
  "popovertarget role slot is hidden inert draggable";

const OPTIONS = {
  USE_PROFILES: { html: true },
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  FORBID_TAGS: FORBID_TAGS.split(" "),
  FORBID_ATTR: FORBID_ATTR.split(" "),
  RETURN_DOM_FRAGMENT: /** @type {const} */ (true),
};

/** A page's own classes could make anything cover it: only those of tables of pandas. */
const TABLE_CLASS = /^(dataframe|data|blank|index_name|(row|col)(_heading|_trim|\d+)?|level\d+)$/;

/** What a cell may look like, by the first words of a style's name. All else could cover the page, move, or fetch. */
const LOOK = new RegExp(
  "^(color|background|font|border|padding|opacity|line-height|vertical-align|white-space|caption-side|empty-cells|" +
    "table-layout|overflow|word-break|text-(align|decoration|transform|overflow)|((min|max)-)?(width|height))(-|$)",
);

/** What makes a browser ask another host for something, or hides that it does. */
const FETCH = /(url|src|image|image-set|element|cross-fade|var|env|attr|expression)\s*\(|@import|\\/i;

/** pandas names the tables it styles and all that is in them this way. */
const STYLER_ID = /^T_\w+$/;
const STYLER_RULE = /^#T_\w+[\w\s.:()>#-]*(,\s*#T_\w+[\w\s.:()>#-]*)*$/;

/** @type {ReturnType<typeof createDOMPurify>|null} */
let purifier = null;

function purify() {
  if (purifier) return purifier;
  purifier = createDOMPurify(window);
  purifier.addHook("afterSanitizeAttributes", tame);
  return purifier;
}

/**
 * @param {string} html
 * @param {boolean} [whole] whether to give up where it needs scripts or styles of its own to be readable: another form
 *   of the output serves better then
 * @returns {DocumentFragment|null} null also where nothing would be left to see
 */
export function sanitize(html, whole = true) {
  const styles = tableStyles(html);
  if (styles === null && whole) return null;
  const fragment = purify().sanitize(html, OPTIONS);
  if (!fragment.textContent?.trim() && !fragment.querySelector("img, hr")) return null;
  if (styles) {
    const style = document.createElement("style");
    style.textContent = styles;
    fragment.prepend(style);
  }
  return fragment;
}

/** @param {Element} node */
function tame(node) {
  if (node.id && !STYLER_ID.test(node.id)) node.removeAttribute("id");
  const classes = Array.from(node.classList).filter((name) => TABLE_CLASS.test(name));
  if (classes.length) node.setAttribute("class", classes.join(" "));
  else node.removeAttribute("class");
  const source = node.getAttribute("src");
  if (source !== null && !/^data:image\//i.test(source)) node.removeAttribute("src");
  const link = node.getAttribute("href");
  if (link !== null && !/^(https?:|mailto:)/i.test(link)) node.removeAttribute("href");
  if (node.hasAttribute("href")) {
    node.setAttribute("target", "_blank");
    node.setAttribute("rel", "noopener noreferrer");
  }
  if (node instanceof HTMLElement && node.hasAttribute("style")) tameStyle(node.style);
}

/** @param {CSSStyleDeclaration} style */
function tameStyle(style) {
  for (const name of Array.from(style))
    if (!LOOK.test(name) || FETCH.test(style.getPropertyValue(name))) style.removeProperty(name);
}

/**
 * The rules of a styled DataFrame, which name nothing but its own table.
 *
 * @param {string} html
 * @returns {string|null} null where the page brings scripts or other styles
 */
function tableStyles(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  if (parsed.querySelector("script, link, iframe, object, embed, svg, canvas")) return null;
  let kept = "";
  for (const style of parsed.querySelectorAll("style")) {
    if (style.hasAttribute("scoped")) continue; // of a plain DataFrame: ours serve
    const rules = rulesOf(style.textContent ?? "");
    if (!rules.every((rule) => STYLER_RULE.test(rule.selectorText ?? ""))) return null;
    kept += rules.map(tamed).join("\n");
  }
  return kept;
}

/**
 * A rule written anew from its own declarations: rules nested in it could name anything on the page.
 *
 * @param {CSSStyleRule} rule
 * @returns {string}
 */
function tamed(rule) {
  tameStyle(rule.style);
  return rule.style.cssText ? `${rule.selectorText} {${rule.style.cssText}}` : "";
}

/**
 * @param {string} css
 * @returns {CSSStyleRule[]}
 */
function rulesOf(css) {
  const sheet = new CSSStyleSheet(); // applies to nothing, and leaves out @import
  sheet.replaceSync(css);
  return /** @type {CSSStyleRule[]} */ ([...sheet.cssRules]);
}
