"""Programs that take text such as "14,379 ft" for a number: known from the failure, put right without a model."""

from __future__ import annotations

import re

READER = r"""import re
def number_in(value):  # 14379.0 of '14,379 ft'
    found = re.search(r'-?\d[\d,]*\.?\d*', str(value))
    return float(found[0].replace(',', '')) if found else float('nan')
"""

_TEXT = re.compile(r"ValueError: .*(could not convert string|invalid literal|Unable to parse string).*\d")
_COMPARED = re.compile(
    r"TypeError: '[<>]=?' not supported between instances of '(str' and '(int|float)|(int|float)' and 'str)'"
)

_CALL = re.compile(r"(?<![\w.])(?:float|int)\((?!['\"])")
_CONVERSION = re.compile(r"\.astype\(['\"]?(?:float|int)(?:64)?['\"]?\)")
_PARSED = re.compile(r"(?<![\w.])pd\.to_numeric\((\w+(?:\.\w+|\[[^][]*\])*)(?:, *errors=['\"]\w+['\"])?\)")
_COLUMN = re.compile(r"(\w+\[(['\"])[^'\"]+\2\])(?=\s*(?:[<>]=?)\s*-?\d)")


def with_numbers(code: str, failure: str) -> str | None:
    """``code`` that reads the first number out of a text where ``failure`` says that the text is none.

    None if the failure is another one, or nothing in the code is known to take a text for a number.
    """
    if READER in code:
        return None
    mended = code
    if _TEXT.match(failure):
        mended = _CALL.sub("number_in(", _CONVERSION.sub(".map(number_in)", _PARSED.sub(r"\1.map(number_in)", code)))
    elif _COMPARED.match(failure):
        mended = _COLUMN.sub(r"\1.map(number_in)", code)
    return READER + mended if mended != code else None
