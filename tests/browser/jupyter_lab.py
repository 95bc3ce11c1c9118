"""A real JupyterLab, driven in headless Chromium."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from installation import LABEXTENSIONS, install
from playwright.sync_api import BrowserContext, Locator, Page, sync_playwright

SECONDS = 180.0
"""Patience with a busy machine."""

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync")
SERVER = (
    "--no-browser",
    "--allow-root",
    "--ip=127.0.0.1",
    "--ServerApp.port_retries=0",
    "--IdentityProvider.token=",
    "--ServerApp.disable_check_xsrf=True",
    "--LabApp.expose_app_in_browser=True",
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
)

READY = """async () => {
  const end = Date.now() + 60000;
  while (Date.now() < end) {
    const panel = window.jupyterapp?.shell.currentWidget;
    if (panel?.sessionContext) {
      await panel.context.ready;
      await panel.sessionContext.ready;
      const kernel = panel.sessionContext.session?.kernel;
      if (!kernel) return "no kernel";
      await kernel.info;
      if (kernel.status === "idle") return "idle";
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("the notebook did not become ready");
}"""

RUN = """(index) => {
  const panel = window.jupyterapp.shell.currentWidget;
  panel.content.activeCellIndex = index;
  panel.content.deselectAll();
  window.jupyterapp.commands.execute("notebook:run-cell");
}"""

IDLE = "!document.querySelector('.jp-NotebookPanel:not(.lm-mod-hidden)').innerText.includes('[*]')"


def find_browser() -> str | None:
    """Path of a Chromium: that of ``HUSKY_CHROMIUM``, or one on the path."""
    given = os.environ.get("HUSKY_CHROMIUM")
    return given or next((path for name in BROWSERS if (path := shutil.which(name))), None)


@contextmanager
def lab_server(folder: Path) -> Iterator[str]:
    """Serve ``folder`` with what our wheel installs; yields the address. The user's own Jupyter is not seen."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = folder.parent / "jupyter"
    install(own)
    settings = {f"JUPYTER_{kind}_DIR": str(own / kind) for kind in ("CONFIG", "DATA", "RUNTIME")}
    settings |= {f"JUPYTERLAB_{kind}_DIR": str(own / kind) for kind in ("SETTINGS", "WORKSPACES")}
    settings |= {"IPYTHONDIR": str(own / "ipython"), "JUPYTER_PATH": str(own / "share" / "jupyter")}
    log = (folder.parent / "server.log").open("w")
    place = (f"--ServerApp.root_dir={folder}", f"--LabApp.labextensions_path={own / LABEXTENSIONS}")
    command = [sys.executable, "-m", "jupyterlab", *SERVER, f"--port={port}", *place]
    server = subprocess.Popen(command, stdout=log, stderr=log, env=os.environ | settings, cwd=folder)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, server, folder.parent / "server.log")
        yield address
    finally:
        server.terminate()
        server.wait(15)
        log.close()


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/api/status", timeout=2)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()[-4000:]}")


@contextmanager
def browser(executable: str, profile: Path) -> Iterator[BrowserContext]:
    """A headless browser that may copy and paste."""
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=executable,
            headless=True,
            args=list(SWITCHES),
            viewport={"width": 1200, "height": 900},
        )
        context.set_default_timeout(SECONDS * 1000)
        try:
            yield context
        finally:
            context.close()


class Notebook:
    """One notebook that is open in JupyterLab."""

    def __init__(self, page: Page, address: str, path: Path) -> None:
        self.page = page
        self.address = address
        self.path = path

    def create(self, sources: list[str], kernel: str = "husky") -> None:
        """Write the notebook and open it."""
        cells = [
            {
                "cell_type": "code",
                "id": f"c{at}",
                "source": source,
                "metadata": {},
                "outputs": [],
                "execution_count": None,
            }
            for at, source in enumerate(sources)
        ]
        spec = {"name": kernel, "display_name": kernel, "language": "python"}
        whole = {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": spec}, "cells": cells}
        self.path.write_text(json.dumps(whole))
        self.open()

    def open(self) -> None:
        """Open it, and wait until it is ready."""
        self.page.goto(f"{self.address}/lab/tree/{self.path.name}?reset")
        self.page.wait_for_selector(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell")
        self.page.evaluate(READY)

    def open_without_kernel(self) -> None:
        """Open it as somebody does who only reads."""
        whole = json.loads(self.path.read_text())
        whole["metadata"]["kernelspec"]["name"] = "none-such"
        self.path.write_text(json.dumps(whole))
        self.page.goto("about:blank")
        self.page.goto(f"{self.address}/lab/tree/{self.path.name}?reset")
        self.page.locator(".jp-Dialog button", has_text="No Kernel").click()

    def start(self, index: int) -> None:
        """Run a cell without waiting for its end."""
        self.page.evaluate(RUN, index)

    def run(self, index: int) -> str:
        """Run a cell to its end; returns its output as text."""
        self.start(index)
        self.wait_idle()
        return self.output(index)

    def run_all(self) -> None:
        """Run all cells; does not wait."""
        self.page.evaluate("() => void window.jupyterapp.commands.execute('notebook:run-all-cells')")

    def command(self, name: str) -> None:
        """Carry out a command of JupyterLab."""
        self.page.evaluate("(name) => window.jupyterapp.commands.execute(name)", name)

    def interrupt(self) -> None:
        """Kernel > Interrupt."""
        self.command("notebook:interrupt-kernel")

    def save(self) -> dict[str, Any]:
        """Save, and read what is in the file."""
        self.command("docmanager:save")
        whole: dict[str, Any] = json.loads(self.path.read_text())
        return whole

    def shutdown(self) -> None:
        """End the kernel, so that the notebook opens without one."""
        self.page.evaluate("async () => { await window.jupyterapp.shell.currentWidget.sessionContext.shutdown(); }")

    def wait_idle(self) -> None:
        """Until no cell runs or waits. The status of the kernel flickers with the messages of widgets."""
        self.page.wait_for_timeout(150)
        self.page.wait_for_function(IDLE)

    def cell(self, index: int) -> Locator:
        return self.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook .jp-CodeCell").nth(index)

    def output(self, index: int) -> str:
        area = self.cell(index).locator(".jp-Cell-outputArea")
        return area.inner_text() if area.count() else ""

    def card(self, cell: int, step: int) -> Locator:
        """The card of a step. What the notebook's file holds of a run lies hidden below live cards for a moment."""
        return self.cell(cell).locator(f"[data-husky-step='{step}']:visible")

    def wait_card(self, cell: int, step: int, status: str) -> Locator:
        """Until the card of a step has a status."""
        card = self.cell(cell).locator(f"[data-husky-step='{step}'][data-husky-status='{status}']:visible")
        card.wait_for()
        return card

    def wait_run(self, cell: int, status: str) -> None:
        """Until the run of a cell has a status."""
        self.cell(cell).locator(f"[data-husky='run'][data-husky-status='{status}']:visible").wait_for()

    def press(self, within: Locator, action: str) -> None:
        """Press a button of a card or of the header."""
        within.locator(f"[data-husky-action='{action}']").first.click()

    def write(self, card: Locator, field: str, text: str) -> None:
        """Replace the step or the call of a card that is being edited."""
        if field == "step":
            card.locator("textarea[data-husky-field='step']").fill(text)
            return
        card.locator(".cm-content").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.press("Delete")
        self.page.keyboard.insert_text(text)

    def rerun(self, card: Locator, field: str, text: str) -> None:
        """Edit a field of a card and run its step again."""
        self.press(card, "edit")
        self.write(card, field, text)
        self.press(card, "rerun")
