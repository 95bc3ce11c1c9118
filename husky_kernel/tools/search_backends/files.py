"""Reads one file of a user's folder as passages: txt, md, csv, ipynb and html."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import islice
from pathlib import Path

from husky_kernel.tools.search_backends.chunks import chunks
from husky_kernel.tools.search_backends.store import Passage

MAX_BYTES = 5_000_000
MAX_NOTEBOOK_BYTES = 50_000_000
MAX_ROWS = 5_000
MAX_OUTPUT = 500

_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*\s*$", re.MULTILINE)
_BLOCKS = {"p", "div", "section", "article", "li", "tr", "br", "table", "ul", "ol", "pre", "blockquote", "dt", "dd"}
_HEADINGS = {"title", "h1", "h2", "h3", "h4", "h5", "h6"}
_SILENT = {"script", "style", "noscript", "template", "svg"}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file gave: its passages, and a note where something was left out."""

    passages: tuple[Passage, ...]
    note: str = ""


class _Skip(Exception):
    """A file that cannot be read as its name says; the message is the note."""


def read_file(path: Path) -> Reading:
    """Passages of one file. Never raises for what stands in the file: a note says what was skipped."""
    suffix = path.suffix.lower()
    limit = MAX_NOTEBOOK_BYTES if suffix == ".ipynb" else MAX_BYTES
    notes = []
    try:
        if path.stat().st_size > limit:
            notes.append(f"only the first {limit // 1_000_000} MB were read")
        with path.open("rb") as file:
            sections = list(READERS[suffix](_decode(file.read(limit))))
    except (_Skip, OSError, ValueError, RecursionError, csv.Error) as error:
        return Reading((), f"{path.name}: skipped, {error}")
    if suffix in TABLES and len(sections) > MAX_ROWS + 1:
        sections = sections[: MAX_ROWS + 1]
        notes.append(f"only the first {MAX_ROWS:,} rows were read")
    passages = tuple(
        Passage(title, text, str(path)) for heading, body in sections for title, text in _titled(path, heading, body)
    )
    return Reading(passages, f"{path.name}: {' and '.join(notes)}" if notes else "")


def _titled(path: Path, heading: str, body: str) -> Iterator[tuple[str, str]]:
    title = f"{path.name}: {heading}" if heading else path.name
    return ((title, text) for text in chunks(body))


def _decode(data: bytes) -> str:
    """Text of a file in UTF-8 or UTF-16 with its mark, in Windows-1252 otherwise."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    if b"\0" in data[:8192]:
        raise _Skip("it is not text")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # A cut in the middle of a character at the size limit is not a wrong encoding.
        cut = error.start >= len(data) - 4
        return data.decode("utf-8-sig" if cut else "cp1252", errors="replace")


def _read_text(text: str) -> Iterator[tuple[str, str]]:
    yield "", text


def _read_markdown(text: str) -> Iterator[tuple[str, str]]:
    parts = _HEADING.split(text)
    yield "", parts[0]
    yield from zip(parts[1::2], parts[2::2], strict=True)


def _read_csv(text: str) -> Iterator[tuple[str, str]]:
    """A line that names the columns, then every row as ``column: value; ...``, titled by its first value."""
    rows = csv.reader(io.StringIO(text, newline=""), _dialect(text))
    columns = [column.strip() or f"column {number}" for number, column in enumerate(next(rows, []), start=1)]
    if not columns:
        raise _Skip("it is empty")
    yield "", f"Table with the columns {', '.join(columns)}."
    for row in islice(rows, MAX_ROWS + 1):
        cells = [f"{column}: {value.strip()}" for column, value in zip(columns, row, strict=False) if value.strip()]
        if cells:
            yield row[0].strip()[:80], "; ".join(cells)


def _dialect(text: str) -> type[csv.Dialect]:
    try:
        return csv.Sniffer().sniff(text[:8192], delimiters=",;\t|")
    except csv.Error:
        return csv.excel


def _read_notebook(text: str) -> Iterator[tuple[str, str]]:
    """Markdown cells under their headings, code cells with the beginning of their text output."""
    heading = ""
    for cell in _dicts(json.loads(text), "cells"):
        source = _joined(cell.get("source", ""))
        if cell.get("cell_type") == "markdown":
            for section, body in _read_markdown(source):
                heading = section or heading
                yield heading, body
        elif cell.get("cell_type") == "code":
            yield heading, f"{source}\n\n{_output(cell)[:MAX_OUTPUT]}"


def _joined(source: object) -> str:
    return "".join(map(str, source)) if isinstance(source, list) else str(source)


def _dicts(holder: object, key: str) -> list[dict[str, object]]:
    """The objects in the list ``holder[key]``; none where the file is of another shape."""
    items = holder.get(key) if isinstance(holder, dict) else None
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _output(cell: dict[str, object]) -> str:
    texts = []
    for output in _dicts(cell, "outputs"):
        data = output.get("data")
        texts.append(_joined(output.get("text") or (data.get("text/plain", "") if isinstance(data, dict) else "")))
    return "\n".join(texts)


class _Page(HTMLParser):
    """Collects the visible text of a page under its headings."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.sections: list[tuple[str, list[str]]] = [("", [])]
        self._silent = 0
        self._heading: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag in _HEADINGS:
            self._heading = []
        elif tag in _BLOCKS:
            self.sections[-1][1].append("\n\n" if tag != "br" else "\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _HEADINGS and self._heading is not None:
            self.sections.append((" ".join("".join(self._heading).split()), []))
            self._heading = None
        elif tag in {"td", "th"}:
            self.sections[-1][1].append(" ")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            (self.sections[-1][1] if self._heading is None else self._heading).append(data)


def _read_html(text: str) -> Iterator[tuple[str, str]]:
    page = _Page()
    page.feed(text)
    page.close()
    for heading, pieces in page.sections:
        yield heading, "".join(pieces)


def plain(markup: str) -> str:
    """A short piece of HTML as one line of text."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


READERS: dict[str, Callable[[str], Iterator[tuple[str, str]]]] = {
    ".txt": _read_text,
    ".md": _read_markdown,
    ".markdown": _read_markdown,
    ".csv": _read_csv,
    ".tsv": _read_csv,
    ".ipynb": _read_notebook,
    ".html": _read_html,
    ".htm": _read_html,
}
TABLES = frozenset({".csv", ".tsv"})
