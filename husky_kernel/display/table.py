"""Tables out of HTML that is not trusted: their cells' text, and no markup but that of a plain table."""

from __future__ import annotations

import re

from husky_kernel.display.lines import clean

TABLE = 'style="border-spacing:12px 3px;text-align:right;white-space:pre"'
ROWS = 20
COLUMNS = 20
"""What of a table is shown; the rest is named below it."""

TAGS = {"table", "thead", "tbody", "tfoot", "tr", "th", "td"}
SILENT = {"style", "script", "title", "template", "noscript", "textarea", "svg", "math", "iframe", "object"}
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_SPAN = re.compile(r"[0-9]{1,4}")
_BETWEEN = re.compile(r"(</?(?:table|thead|tbody|tfoot|tr)>|</t[hd]>)\s+")
_ROW = re.compile(r"<tr>.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<t([hd])(?: [^>]*)?>.*?</t\1>", re.DOTALL)


def safe_table(html: str) -> str:
    """The tables in ``html`` with nothing but their text, cut where they are large; empty if there are none."""
    import nh3

    kept = nh3.clean(
        _BREAK.sub("\n", clean(html)),
        tags=TAGS,
        clean_content_tags=SILENT,
        attributes={"th": {"colspan", "rowspan"}, "td": {"colspan", "rowspan"}},
        attribute_filter=_span,
        link_rel=None,
    )
    start, end = kept.find("<table"), kept.rfind("</table>")
    tables = _BETWEEN.sub(r"\1", kept[start : end + len("</table>")]) if 0 <= start < end else ""
    # Styles are ours and added last: what was cleaned holds no bracket but those of its own tags.
    return _cut(tables).replace("<table>", f"<table {TABLE}>")


def _span(_tag: str, _name: str, value: str) -> str | None:
    return value if _SPAN.fullmatch(value) else None


def _cut(tables: str) -> str:
    """Without what is over the limits; a table whose cells span others keeps all of its columns."""
    rows = _ROW.findall(tables)
    spans = "span=" in tables
    widest = max((len(_CELL.findall(row)) for row in rows), default=0)
    body = tables.count("<tr>", max(tables.find("<tbody>"), 0))
    left_out = [f"{body - ROWS:,} more rows"] if body > ROWS else []
    if not spans and widest > COLUMNS:
        left_out.append(f"{widest - COLUMNS:,} more columns")
        tables = _ROW.sub(lambda row: f"<tr>{''.join(_first_cells(row[0]))}</tr>", tables)
    if body > ROWS:
        last = [row.end() for row in _ROW.finditer(tables)][len(rows) - body + ROWS - 1]
        tables = tables[:last] + _ROW.sub("", tables[last:])
    return f"{tables}<div>… {', '.join(left_out)}</div>" if left_out else tables


def _first_cells(row: str) -> list[str]:
    return [cell[0] for cell in _CELL.finditer(row)][:COLUMNS]
