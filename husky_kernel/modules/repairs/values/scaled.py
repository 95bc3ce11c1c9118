"""Programs that call a method of a number where that of a product is meant: ``t.mean() * 100.plot()``."""

from __future__ import annotations

import re

from husky_kernel.syntax import parsed

_FAILED = "invalid decimal literal"
_SCALED = re.compile(
    r"^(?P<before>\s*(?:[^\W\d]\w* = )?)(?P<of>\S.*?) (?P<sign>[*/]) (?P<number>\d+)\.(?P<call>[^\W\d]\w*\(.*)$",
    re.MULTILINE,
)


def with_product(code: str, failure: str) -> str | None:
    """``code`` with the product in brackets, and the method of it; None if that is not what failed or does not help."""
    if _FAILED not in failure:
        return None
    text = _SCALED.sub(r"\g<before>(\g<of> \g<sign> \g<number>).\g<call>", code)
    return text if text != code and parsed(text) is not None else None
