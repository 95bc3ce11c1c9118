"""Tables out of HTML that is not trusted: their cells' text, and no markup but that of a plain table."""

from __future__ import annotations

import re

from husky_kernel.display.lines import clean

TABLE = 'style="border-collapse:collapse"'
CELL = 'style="padding:2px 8px;text-align:right;white-space:pre"'
TAGS = {"table", "thead", "tbody", "tfoot", "tr", "th", "td"}
SILENT = {"style", "script", "title", "template", "noscript", "textarea", "svg", "math", "iframe", "object"}
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_SPAN = re.compile(r"[0-9]{1,4}")
_BETWEEN = re.compile(r"(</?(?:table|thead|tbody|tfoot|tr)>|</t[hd]>)\s+")
_OPENING = re.compile(r"<(table|th|td)(?=[ >])")


def safe_table(html: str) -> str:
    """The tables in ``html`` with nothing but their text; empty if there are none."""
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
    # Styles are ours and added last: what was cleaned holds no bracket but those of its own tags.
    tables = _BETWEEN.sub(r"\1", kept[start : end + len("</table>")]) if 0 <= start < end else ""
    return _OPENING.sub(_styled, tables)


def _span(_tag: str, _name: str, value: str) -> str | None:
    return value if _SPAN.fullmatch(value) else None


def _styled(match: re.Match[str]) -> str:
    return f"<{match[1]} {TABLE if match[1] == 'table' else CELL}"
