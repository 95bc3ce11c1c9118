"""A cookbook is read from a folder of TOML files, and what is wrong in one is told with its file and entry."""

from __future__ import annotations

from pathlib import Path

import pytest

from husky_kernel.agent.errors import UseError
from husky_kernel.cookbook import Before, load

TWO = """
[[recipe]]
ask = "How many rows does sheds have?"
program = "len(sheds)"
answer = "3"

[[recipe]]
ask = "And columns?"
after = "How many rows does sheds have?"
program = '''
n = sheds.shape
n[1]
'''
answer = "2"
fixed = true
changes = ["sheds"]
"""


def _folder(tmp_path: Path, text: str) -> Path:
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_folder_is_read(tmp_path: Path) -> None:
    first, second = load(_folder(tmp_path, TWO))
    assert (first.ask, first.program, first.after, first.fixed) == (
        "How many rows does sheds have?",
        "len(sheds)",
        None,
        False,
    )
    assert second.after == Before(first.ask, first.program)
    assert (second.program, second.fixed, second.changes) == ("n = sheds.shape\nn[1]", True, ("sheds",))


def test_a_follow_up_comes_after_the_nearest_question_of_that_wording(tmp_path: Path) -> None:
    again = TWO.replace("len(sheds)", "len(sheds.index)")
    assert load(_folder(tmp_path, TWO + again))[3].after == Before("How many rows does sheds have?", "len(sheds.index)")


def test_it_is_read_once_until_a_file_changes(tmp_path: Path) -> None:
    first = load(_folder(tmp_path, TWO))
    assert load(tmp_path) is first
    assert len(load(_folder(tmp_path, TWO + TWO))) == 4


def test_the_shipped_book_is_large() -> None:
    assert len(load()) >= 300
    assert load() is load()


BAD = {
    "no folder": (None, "no cookbook in"),
    "no TOML": ("[[recipe", "own.toml cannot be read"),
    "no list": ("ask = 'x'", "needs a list of [[recipe]]"),
    "something else": (TWO + "[other]", "needs a list of [[recipe]]"),
    "no tables": ("recipe = [1]", "own.toml: recipe 1 is no table of keys"),
    "no answer": (TWO.replace('answer = "2"\n', ""), "own.toml: recipe 2 has no 'answer'"),
    "blank question": (TWO.replace("And columns?", " "), "own.toml: recipe 2 has no 'ask'"),
    "unknown key": (TWO + "notes = 'x'", "own.toml: recipe 2 has the unknown key 'notes'"),
    "wrong type": (TWO.replace("fixed = true", "fixed = 'yes'"), "has a 'fixed' that is no bool"),
    "names no texts": (TWO.replace('["sheds"]', "[1]"), "has a 'changes' that is no list of names"),
    "unknown library": (TWO + "library = 'R'", "has the library 'R': known are pandas, polars"),
    "unknown chart": (TWO + "draws = 'cloud'", "draws 'cloud': known are bar"),
    "no Python": (TWO.replace("n = sheds.shape", "n = ("), "recipe 2 has a program that is no Python"),
    "no value": (TWO.replace("n[1]", "m = n[1]"), "recipe 2 has a program whose last line is no value"),
    "no expression": (TWO.replace('answer = "3"', 'answer = "a = 3"'), "recipe 1 has an answer that is no Python"),
    "nothing before it": (TWO.replace("after = ", "after = 'Who?' # "), "recipe 2 comes after 'Who?'"),
}


@pytest.mark.parametrize(("text", "message"), BAD.values(), ids=BAD)
def test_what_is_wrong_is_told(tmp_path: Path, text: str | None, message: str) -> None:
    folder = tmp_path / "none" if text is None else _folder(tmp_path, text)
    with pytest.raises(UseError) as caught:
        load(folder)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
