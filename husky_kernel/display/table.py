"""Tables out of HTML that is not trusted: their cells' text, and no markup but that of a plain table."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser

from husky_kernel.display.lines import clean

TAGS = frozenset({"table", "thead", "tbody", "tfoot", "tr", "th", "td"})
SILENT = frozenset({"style", "script", "title", "template"})
_NUMBER = re.compile(r"[0-9]{1,4}")
CELL = "padding:2px 8px;text-align:right;white-space:pre"


def safe_table(html: str) -> str:
    """The tables in ``html`` with nothing but their text; empty if there are none."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.result()


class _Reader(HTMLParser):
    """Writes every allowed tag anew, balanced, and every text escaped; what is not a table's is left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._open: list[str] = []
        self._silent = 0

    def result(self) -> str:
        return "".join(self._parts) + "".join(f"</{tag}>" for tag in reversed(self._open))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self._silent += 1
        elif tag == "br":
            self.handle_data("\n")
        elif tag in TAGS and (tag == "table" or self._open):
            self._open.append(tag)
            self._parts.append(f"<{tag}{_attributes(tag, dict(attrs))}>")

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in self._open:
            while self._open[-1] != tag:
                self._parts.append(f"</{self._open.pop()}>")
            self._parts.append(f"</{self._open.pop()}>")

    def handle_data(self, data: str) -> None:
        if not self._silent and self._open and self._open[-1] in ("th", "td"):
            self._parts.append(escape(clean(data)))


def _attributes(tag: str, given: dict[str, str | None]) -> str:
    if tag == "table":
        return ' style="border-collapse:collapse"'
    if tag not in ("th", "td"):
        return ""
    spans = {name: given.get(name) or "" for name in ("colspan", "rowspan")}
    kept = "".join(f' {name}="{value}"' for name, value in spans.items() if _NUMBER.fullmatch(value))
    return f' style="{CELL}"{kept}'
