"""Ordinary right programs are not spoken against."""

from __future__ import annotations

import pytest
from corpus import PROGRAMS, tables
from watching import against


def test_the_corpus_is_of_some_size() -> None:
    assert len(set(PROGRAMS)) > 100


@pytest.mark.parametrize("program", PROGRAMS)
def test_nothing_speaks_against_an_ordinary_program(program: str) -> None:
    assert against(program, **tables()) == []
