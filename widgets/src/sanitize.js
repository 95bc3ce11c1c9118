/**
 * Makes HTML of a tool fit for the page: no script, no form, no request to anywhere, no reach outside its own box.
 */
import createDOMPurify from "dompurify";

const OPTIONS = {
  USE_PROFILES: { html: true },
  ALLOW_DATA_ATTR: false,
  FORBID_TAGS: ["style", "form", "input", "button", "textarea", "select", "option", "audio", "video", "dialog"],
  FORBID_ATTR: ["name", "srcset", "background", "poster", "action", "ping", "contenteditable", "tabindex"],
  RETURN_DOM_FRAGMENT: /** @type {const} */ (true),
};

/** pandas names the tables it styles and all that is in them this way. */
const STYLER_ID = /^T_\w+$/;
const STYLER_RULE = /^#T_\w+[^,{}]*(,\s*#T_\w+[^,{}]*)*$/;

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
 * @returns {DocumentFragment|null} null where nothing would be left to see, or where it needs scripts or styles of its
 *   own to be readable: another form of the output serves better then
 */
export function sanitize(html) {
  const styles = tableStyles(html);
  if (styles === null) return null;
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
  for (const name of Array.from(style)) {
    const reaches = /^(position|z-index|inset|top|left|right|bottom|transform|translate|margin)/.test(name);
    if (reaches || fetches(style.getPropertyValue(name))) style.removeProperty(name);
  }
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
    kept += rules
      .filter((rule) => !fetches(rule.cssText))
      .map((rule) => rule.cssText)
      .join("\n");
  }
  return kept;
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

/**
 * @param {string} css
 * @returns {boolean} whether a browser would ask another host for something
 */
function fetches(css) {
  return /url\s*\(|image-set|@import|expression|\\/i.test(css);
}
