from __future__ import annotations

import pytest

from husky_kernel.engines.prefill import PrefillStripper, strip_prefill

CASES = [
    ("[code] x = 1", "[code] ", "x = 1"),
    ("[code]  x = 1", "[code] ", " x = 1"),
    ("[code]\nx = 1", "[code] ", "\nx = 1"),
    ("\n [code] x", "[code] ", "x"),
    ("[search] who", "[code] ", "who"),
    ("[ Search ] who", "[code] ", "who"),
    ("x = 1", "[code] ", "x = 1"),
    ("[1, 2]", "[finish] ", "[1, 2]"),
    ("[code] x", "[", "code] x"),
    ("code] x", "[", "code] x"),
    ("```python\nx\n", "```python\n", "x\n"),
    ("  x = [a] ", "", "  x = [a] "),
    ("[code] ", "[code] ", ""),
    ("[co", "[code] ", "[co"),
    (" 6, 7", "1, 2,", " 6, 7"),
    ("1, 2, 3", "1, 2,", " 3"),
    ("", "[code] ", ""),
]


@pytest.mark.parametrize(("text", "prefill", "expected"), CASES)
def test_whole(text: str, prefill: str, expected: str) -> None:
    assert strip_prefill(text, prefill) == expected


@pytest.mark.parametrize("size", [1, 2, 3, 5, 100])
@pytest.mark.parametrize(("text", "prefill", "expected"), CASES)
def test_in_pieces(text: str, prefill: str, expected: str, size: int) -> None:
    stripper = PrefillStripper(prefill)
    pieces = [stripper.add(text[i : i + size]) for i in range(0, len(text), size)]
    assert "".join([*pieces, stripper.close()]) == expected


def test_another_tag_stays_where_the_prefill_was_forced() -> None:
    assert strip_prefill("[north] region", "[finish] ", any_tag=False) == "[north] region"
    stripper = PrefillStripper("[finish] ", any_tag=False)
    assert stripper.add("[north] region") + stripper.close() == "[north] region"


def test_nothing_is_held_back_once_it_is_clear() -> None:
    stripper = PrefillStripper("[code] ")
    assert stripper.add("[cod") == ""
    assert stripper.add("e] x") == "x"
    assert stripper.add("[code] ") == "[code] "
