"""By which signs the fields of a text are parted and quoted: decided by many lines.

The measure is that of CleverCSV (van den Burg, Nazábal, Sutton 2019): lines have the same number of fields, and the
fields look like values.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from husky_kernel.files.source import Source

SEPARATORS = {",": 1.0, ";": 1.0, "\t": 1.0, "|": 1.0, ":": 0.4, "  ": 0.5, " ": 0.3}
"""The separators that are tried, and what each is worth; one blank means any number, two mean two or more."""
_LINES = 400
WHOLE = 1.2
"""What it is worth that every line has all fields, that of the names too: no line is skipped for it."""
_VALUE = re.compile(
    r"\s*|[-+(]?\W?\d[\d.,' ]*(?:[eE][-+]?\d+)?\W{0,2}|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ]\d\d?:\d\d.{0,16})?"
)
_STRANGE = re.compile(r"[;\t|]|,(?!\s)|^[\"']|[\"']$|  ")
_NAMES = {"\t": "tabs", " ": "blanks", "  ": "blanks", "": "one column"}


@dataclass(frozen=True)
class Dialect:
    """How fields are parted."""

    sep: str
    quote: str = '"'
    escape: bool = False
    padded: bool = False
    """Whether blanks stand between a separator and an opening quotation mark."""

    def __str__(self) -> str:
        told = _NAMES.get(self.sep, repr(self.sep))
        return told + ("" if self.quote == '"' else f", quotes {self.quote}" if self.quote else ", no quotes")


def rows(text: str, dialect: Dialect) -> Iterator[tuple[int, list[str]]]:
    """The fields of each line, and the number of the line on which it ends; an empty line has none.

    Raises
    ------
    csv.Error
        If quotation marks do not match.
    """
    if dialect.sep in (" ", "  "):
        yield from _by_blanks(text, dialect.sep)
        return
    csv.field_size_limit(sys.maxsize)
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=dialect.sep or "\x1f",  # which no text has: one column
        quotechar=dialect.quote or None,
        quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
        escapechar="\\" if dialect.escape else None,
        doublequote=not dialect.escape,
        skipinitialspace=dialect.padded,
        strict=True,
    )
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise csv.Error(reader.line_num, _plain(str(error))) from error


def find(text: str, source: Source, sep: str | None = None, quote: str | None = None) -> Dialect:
    """The dialect of a text, or of what ``sep`` and ``quote`` leave open."""
    sample = "".join(text[:400_000].splitlines(keepends=True)[:_LINES])
    usual = quote if quote is not None else '"'
    best, most = Dialect("", usual), 0.0
    torn: list[str] = []
    for each, worth in SEPARATORS.items() if sep is None else {sep: 1.0}.items():
        if each.strip() and each not in sample and sep is None:
            continue
        for dialect in _quoted(sample, each, quote):
            found = _read(sample, dialect, cut=len(sample) < len(text))
            if found is not None:
                score = worth * _score(found, each)
                if score > most or (sep is not None and not best.sep):
                    best, most = dialect, score
                break
        else:
            torn.append(each)
    if best.sep:
        return best
    head = sample.partition("\n")[0]
    # where quotation marks match with no separator, the reading of the file says in which line
    return Dialect(sep or max(torn, key=head.count, default=""), usual)


def _quoted(sample: str, sep: str, quote: str | None) -> Iterator[Dialect]:
    """The ways to quote that the sample allows, the usual ones first."""
    around = re.escape(sep)
    padded = re.search(rf"{around} +[\"']", sample) is not None and bool(sep.strip())
    double = re.search(rf'(?m)(?:^|{around}) *"(?:[^"]|"")*" *(?={around}|\r?$)', sample)
    single = re.findall(rf"(?m)(?:^|{around})'[^'\n]*'(?={around}|\r?$)", sample)
    for each in [quote] if quote is not None else ['"'] if double or len(single) < 2 else ["'"]:
        yield Dialect(sep, each, padded=padded)
        if each:
            yield Dialect(sep, each, escape=True, padded=padded)
    if quote is None and not double:
        yield Dialect(sep, "")


def _read(sample: str, dialect: Dialect, cut: bool) -> list[list[str]] | None:
    """The lines of the sample; ``None`` if it is quoted in another way."""
    found: list[list[str]] = []
    try:
        for _, row in rows(sample, dialect):
            found.append(row)
    except csv.Error as error:
        if not (cut and "closed" in str(error)):
            return None
    return [row for row in found if row]


def _score(found: list[list[str]], sep: str) -> float:
    counts = Counter(len(row) for row in found if len(row) > 1)
    if not counts:
        return 0.0
    fields = max(counts, key=lambda size: (counts[size] * (size - 1) / size, size))
    first = next(place for place, row in enumerate(found) if len(row) == fields)
    before = min(first, 30)
    alike = counts[fields] / (len(found) - 0.75 * before)
    fitting = [row for row in found if len(row) == fields]
    cells = [cell for row in fitting for cell in row]
    if sep == "," and first and all(cell.startswith(" ") for row in fitting for cell in row[1:]):
        return 0.0  # one column of texts like "Smith, John"
    if first == 1 and fields == 2 and all(cell.strip().isdigit() for cell in fitting[0]):
        return 0.0  # one column of numbers like 1,5 below its name
    typed = sum(_VALUE.fullmatch(cell) is not None or _STRANGE.search(cell) is None for cell in cells) / len(cells)
    if sep in (" ", "  ", ":") and alike < 0.95:
        return 0.0
    whole = WHOLE if alike == 1 and not first else 1.0
    return whole * (alike * typed) ** 2 * (fields - 1) / fields


def _by_blanks(text: str, sep: str) -> Iterator[tuple[int, list[str]]]:
    parts = re.compile(r"[ \t]+" if sep == " " else r" {2,}|\t+")
    for line, content in enumerate(io.StringIO(text), start=1):
        yield line, parts.split(content.strip()) if content.strip() else []


def _plain(message: str) -> str:
    if "end of data" in message:
        return "a quotation mark is not closed"
    if "expected after" in message:
        return "a quotation mark stands inside a quoted text"
    return message
