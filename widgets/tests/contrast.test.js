import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const css = readFileSync(new URL("../src/css/theme.css", import.meta.url), "utf8");
const PAGES = { light: "#ffffff", dark: "#111111" };

/** @param {string} selector the beginning of a rule's */
function colours(selector) {
  const rule = css.slice(css.indexOf(selector)).match(/{([^}]*)}/)[1];
  return Object.fromEntries(
    [...rule.matchAll(/--husky-([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]),
  );
}
const THEMES = { light: colours(".husky {"), dark: colours('body[data-jp-theme-light="false"] .husky') };

/** @param {string} hex */
function luminance(hex) {
  const [r, g, b] = [1, 3, 5]
    .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast ratio of WCAG 2. */
function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

for (const [theme, values] of Object.entries(THEMES)) {
  test(`badges read well in the ${theme} theme, and are not alike`, () => {
    const tools = ["code", "math", "search", "commonsense", "other"];
    for (const tool of tools) {
      const ratio = contrast(values[`${tool}-fg`], values[`${tool}-bg`]);
      assert.ok(ratio >= 4.5, `${tool}: ${ratio.toFixed(2)}`);
      assert.ok(contrast(values[tool], PAGES[theme]) >= 2.5, `${tool} in the score bar`);
    }
    assert.equal(new Set(tools.map((tool) => values[`${tool}-bg`])).size, tools.length);
  });

  test(`warnings, errors and terminal colours read well in the ${theme} theme`, () => {
    assert.ok(contrast(values.bad, values["bad-bg"]) >= 4.5);
    assert.ok(contrast(values["good-fg"], values["good-bg"]) >= 4.5);
    assert.ok(contrast(values["warn-fg"], values["warn-bg"]) >= 4.5);
    for (let n = 0; n < 8; n++) {
      const ratio = contrast(values[`ansi-${n}`], PAGES[theme]);
      assert.ok(ratio >= 4.5, `ansi ${n}: ${ratio.toFixed(2)}`);
    }
  });
}
