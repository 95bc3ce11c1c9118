"""Nothing that a model, a table, a tool or a saved file says runs in the notebook: through the real browser."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from attacks import ALL, ATTACKS, CONTROL, FOREIGN, SVG_FIGURES, as_table
from jupyter_lab import Notebook
from playwright.sync_api import BrowserContext, Dialog, Locator, Page, Request

pytestmark = pytest.mark.browser

LISTEN = "window.pwnedBy = []; window.pwned = (...by) => { window.pwnedBy.push(String(new Error().stack)) };"

FAULTS = r"""(area) => {
  const banned = "script, iframe, frame, object, embed, base, meta, link, form, template, marquee, math";
  const found = [...area.querySelectorAll(banned)].filter((element) => !element.closest("mjx-assistive-mml"));
  const faults = found.map((element) => `element ${element.outerHTML.slice(0, 200)}`);
  for (const element of area.querySelectorAll("*")) {
    const from = element.closest(".husky-html, .husky-borrowed, [data-husky-saved]:not(.husky-saved)");
    const set = element.closest(".husky-formulas mjx-container");
    for (const { name, value } of element.attributes) {
      const address = value.replace(/[\u0000-\u0020]/g, "");
      const runs = /^(javascript|vbscript|data:text)/i.test(address) || /^on/i.test(name);
      const foreign = /^(src|srcset|poster|background|style|data)$/i.test(name) && !value.startsWith("data:image/")
        && value.includes("evil.invalid");
      const within = from && !set && element !== from;
      const clobbers = within && (name === "name" || (name === "id" && !/^T_\w+$/.test(value)));
      const hooks = within && /^(data-(?!husky-saved)|aria-|role$)/.test(name);
      if (runs || foreign || clobbers || hooks) faults.push(`${element.tagName} ${name}=${value.slice(0, 200)}`);
    }
    if (from && getComputedStyle(element).position === "fixed") faults.push(`fixed ${element.outerHTML.slice(0, 200)}`);
    if (from && /jp-Dialog|lm-Widget|jp-mod/.test(element.className)) faults.push(`class ${element.className}`);
    if (element.tagName.toLowerCase().startsWith("mjx") && !set) faults.push("a formula was set");
  }
  for (const style of area.querySelectorAll("style"))
    if (/evil|url\(|@import|body:has|fixed/.test(style.textContent)) faults.push(`style ${style.textContent}`);
  return faults;
}"""

TOOL = """
import json, pathlib, pandas as pd
import husky_kernel
from husky_kernel.agent.types import Observation
from IPython.display import display
attacks = json.loads(pathlib.Path("attacks.json").read_text())
pd.set_option("display.max_columns", None, "display.max_rows", None, "display.max_colwidth", None)

class Lookup:
    name, description, executes, instructions = "lookup", "Look up.", True, ""
    examples = action_examples = ()

    def run(self, call):
        hits = tuple({"title": text, "snippet": text, "url": text, "source": text} for text in attacks["texts"])
        return Observation("\\n".join(attacks["texts"]), sources=hits, checked=attacks["all"])

husky_kernel.register_tool(Lookup())
"""
STEPS = (
    "index = pd.Index(attacks['texts'][:2], name=attacks['all'])\n"
    "pd.DataFrame({text: [text, text] for text in attacks['texts']}, index=index)",
    "for text in attacks['texts']:\n    display({'text/html': f'<p>kept</p>{text}', 'text/plain': text}, raw=True)",
    "display({'text/html': attacks['table'], 'text/plain': attacks['all']}, raw=True)",
    "frame = pd.DataFrame({text: [text] for text in attacks['texts']})\nframe.style.set_caption(attacks['all'])",
    "for kind in ('text/markdown', 'text/latex', 'application/javascript', 'application/json', 'image/png'):\n"
    "    display({kind: attacks['all'], 'text/plain': attacks['all']}, raw=True)",
    "for figure in attacks['figures']:\n    display({'image/svg+xml': figure}, raw=True)",
    "import sys\nprint(attacks['all'])\nprint(attacks['all'], file=sys.stderr)\nattacks['all']",
    "raise ValueError(attacks['all'])",
)


class Watch:
    """What a page did that it must not."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.dialogs: list[str] = []
        self.foreign: list[str] = []
        page.add_init_script(LISTEN)
        page.on("dialog", self._dialog)
        page.on("request", self._request)

    def _dialog(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob", "file") and address.hostname != "127.0.0.1":
            self.foreign.append(request.url)

    def check(self, area: Locator) -> None:
        """Nothing ran, nothing was asked, and nothing is there that could."""
        self.page.wait_for_timeout(500)  # for what comes late
        assert self.page.evaluate("window.pwnedBy") == []
        assert (self.dialogs, self.foreign) == ([], [])
        assert area.evaluate(FAULTS) == []


def replies() -> dict[str, dict[str, str]]:
    """A model that repeats every attack in every field, and whose code brings them in by every way out."""
    count = len(STEPS)
    action = {str(at): f"[code] Part {at}: {ALL}" for at in range(count)}
    action |= {str(count): f"[lookup] {ALL}", str(count + 1): f"[math] Derive {ALL}", str(count + 2): f"[finish] {ALL}"}
    return {
        "action": action,
        "code": {str(at): f"# {ALL.encode('unicode_escape').decode()}\n{code}" for at, code in enumerate(STEPS)},
        "lookup": {str(count): ALL},
        "math": {str(count + 1): f"{ALL} \\boxed{{{ALL}}}"},
        "commonsense": {str(at): f"The output is {ALL}" for at in range(count + 3)},
        "rewrite": {str(at): f"The output is {ALL}" for at in range(count + 3)},
    }


def test_the_attacks_are_no_blanks(context: BrowserContext, tmp_path: Path) -> None:
    assert len(ATTACKS) >= 30
    file = tmp_path / "control.html"
    file.write_text(f"<!doctype html><meta charset=utf-8>{CONTROL}")
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.goto(file.as_uri(), wait_until="domcontentloaded")
    page.wait_for_timeout(1000)
    assert page.evaluate("window.count") >= 15
    assert sum(FOREIGN in url for url in asked) >= 5
    assert page.evaluate(FAULTS.replace("(area)", "(_, area = document.body)")) != []
    page.close()


def test_no_attack_runs_in_cards_in_the_saved_copy_or_in_a_bare_page(
    notebook: Notebook, script: Callable, folder: Path, context: BrowserContext, tmp_path: Path
) -> None:
    texts = list(ATTACKS.values())
    brought = {"texts": texts, "all": ALL, "table": as_table(texts), "figures": SVG_FIGURES}
    (folder / "attacks.json").write_text(json.dumps(brought))
    watch = Watch(notebook.page)
    question = ALL.replace("\n", " ")
    notebook.create([TOOL, f"%%husky --max-steps 20 --model {script(replies())}\nWhat is {question}?"])
    notebook.run(0)
    notebook.run(1)
    notebook.wait_run(1, "finished")
    for index in range(len(STEPS) + 2):
        notebook.card(1, index).wait_for()
    assert notebook.cell(1).locator(".husky-html").count() >= 3
    for drawn in notebook.cell(1).locator(".husky-borrowed").all():  # they are drawn where they are seen
        drawn.scroll_into_view_if_needed()
    notebook.cell(1).locator(".husky-formulas mjx-container").first.wait_for()
    watch.check(notebook.cell(1).locator(".jp-OutputArea"))

    outputs = notebook.save()["cells"][1]["outputs"]
    [html] = [output["data"]["text/html"] for output in outputs if "text/html" in output.get("data", {})]
    notebook.shutdown()
    notebook.open_without_kernel()
    saved = notebook.cell(1).locator(".jp-OutputArea")
    saved.locator("details").first.wait_for()
    watch.check(saved)

    bare = tmp_path / "bare.html"
    bare.write_text(f"<!doctype html><meta charset=utf-8><div id=area>{html}</div>")
    page = context.new_page()
    watch = Watch(page)
    page.goto(bare.as_uri())
    assert page.locator("[data-husky-saved]").count() == 1
    for element in page.locator("details").all():
        element.evaluate("(details) => { details.open = true }")
    watch.check(page.locator("#area"))
    page.close()
