from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_lab import Notebook, browser, find_browser, lab_server
from playwright.sync_api import BrowserContext


@pytest.fixture(scope="session")
def chromium() -> str:
    """A browser. Without one these tests are skipped, or fail where ``HUSKY_REQUIRE_BROWSER=1`` asks for them."""
    found = find_browser()
    if found is None and os.environ.get("HUSKY_REQUIRE_BROWSER") == "1":
        pytest.fail("no Chromium on this machine: install one, or set HUSKY_CHROMIUM to its path")
    if found is None:
        pytest.skip("NO BROWSER: the cards were NOT tested; install Chromium, or set HUSKY_CHROMIUM to its path")
    return found


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the notebooks are."""
    path = tmp_path_factory.mktemp("lab") / "notebooks"
    path.mkdir()
    return path


@pytest.fixture(scope="session")
def lab(chromium: str, folder: Path) -> Iterator[str]:
    """Address of a JupyterLab server that has the Husky kernel."""
    with lab_server(folder) as address:
        yield address


@pytest.fixture(scope="module")
def context(lab: str, chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    """A browser, one for a file: while it lives, its event loop keeps asynchronous tests from running."""
    with browser(chromium, tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture
def notebook(request: pytest.FixtureRequest, context: BrowserContext, lab: str, folder: Path) -> Iterator[Notebook]:
    """A page of JupyterLab. After a failed test its picture is beside the notebooks."""
    page = context.new_page()
    name = "".join(sign if sign.isalnum() else "_" for sign in request.node.name)
    failed = request.session.testsfailed
    opened = Notebook(page, lab, folder / f"{name}.ipynb")
    yield opened
    if request.session.testsfailed > failed:
        page.screenshot(path=folder / f"{name}.png")
    if page.url.startswith(lab):
        opened.shutdown()
    page.close()


@pytest.fixture
def script(tmp_path: Path) -> Callable[[Any], str]:
    """Writes a scripted model and returns its name."""

    def write(replies: Any) -> str:
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.json"
        path.write_text(json.dumps(replies))
        return f"scripted:{path}"

    return write
