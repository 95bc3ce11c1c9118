"""In which encoding a text is written."""

from __future__ import annotations

import codecs
import re

from husky_kernel.files.source import Source

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_BEYOND = re.compile(r"[^\x00-\x7f\uff61-\uff9f]")
"""What no Japanese text is without: signs other than ASCII and half-width kana, which any byte may be taken for."""

_NOT_WESTERN = re.compile(r"(?<=[^\W\d_])[¹²³¼½¾¿¡£¤¥¦§¨¯±¶¸](?=[^\W\d_])|[£¯¥][^\W\d_]{3}")
_OTHERS = [
    *("cp1250", "cp1251", "cp1253", "cp1255", "cp1256", "koi8_r", "koi8_u", "cp866", "cp852", "iso8859_2"),
    *("cp932", "euc_jp", "gb18030", "big5", "cp949", "mac_roman"),
]


def decoded(source: Source, encoding: str | None = None) -> tuple[str, str]:
    """The text of a file, and its encoding.

    Raises
    ------
    UseError
        If it is not a text, or not in the ``encoding`` given.
    """
    data = source.data
    if encoding is None:
        text, encoding = _found(source, data)
    else:
        text = _decode(source, data, encoding)
    if bad := _CONTROL.search(text):
        raise source.unreadable(f"it is not a text file ({bad.group()!a})", text.count("\n", 0, bad.start()) + 1)
    return text.removeprefix("\ufeff"), encoding.removesuffix("-sig")


def _decode(source: Source, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except LookupError as error:
        raise source.unreadable(f"there is no encoding {encoding!r}") from error
    except UnicodeError as error:
        line = data.count(b"\n", 0, error.start) + 1 if isinstance(error, UnicodeDecodeError) else None
        raise source.unreadable(f"it is not {encoding.removesuffix('-sig')} ({error})", line) from error


def _found(source: Source, data: bytes) -> tuple[str, str]:
    mark = next((name for start, name in _MARKS.items() if data.startswith(start)), None) or _wide(data)
    if mark:
        return _decode(source, data, mark), mark
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if _mostly_utf8(data):
            why = "nearly all of it is utf-8, but this line is not (encoding='cp1252' reads it all the same)"
            raise source.unreadable(why, data.count(b"\n", 0, error.start) + 1) from error
    return _one_byte(source, data)


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of a table is zero, for separators and digits are ASCII."""
    part = data[:4000]
    zeros = [part[place::2].count(0) / max(1, len(part) // 2) for place in (0, 1)]
    if max(zeros) < 0.4 or min(zeros) > 0.1:
        return None
    return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"


def _mostly_utf8(data: bytes) -> bool:
    """Whether the bytes beyond ASCII are characters of UTF-8, but for a few."""
    lenient = data.decode("utf-8", "replace")
    bad = lenient.count("\ufffd")
    good = len(re.findall(r"[^\x00-\x7f\ufffd]", lenient))
    return good > 3 * bad


def _one_byte(source: Source, data: bytes) -> tuple[str, str]:
    """cp1252 where that gives words of western languages, else what charset-normalizer finds."""
    try:
        western = data.decode("cp1252")
    except UnicodeDecodeError:
        western = ""
    if western and _is_western(western):
        return western, "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(data[:200_000], cp_isolation=_OTHERS, threshold=0.6).best()  # names alone look odd to it
    if best is not None:
        found = _decode(source, data, best.encoding)
        if not western or _BEYOND.search(found):
            return found, best.encoding
    return (western, "cp1252") if western else (data.decode("latin-1"), "latin-1")


def _is_western(text: str) -> bool:
    """Accents stand among plain letters, and signs do not stand within words."""
    letters = re.findall(r"[^\W\d_]+", text)
    odd = [word for word in letters if not word.isascii()]
    foreign = [word for word in odd if len(word) > 1 and sum(not sign.isascii() for sign in word) > 0.6 * len(word)]
    return len(foreign) <= 0.2 * len(odd) and _NOT_WESTERN.search(text) is None
