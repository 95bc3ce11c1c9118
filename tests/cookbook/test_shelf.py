"""Cookbooks of a person's own are added, shown to the coder, and left out again."""

from __future__ import annotations

from pathlib import Path

import pytest

from husky_kernel.agent.errors import UseError
from husky_kernel.agent.types import Task
from husky_kernel.assembly.cookbook import books, with_recipes
from husky_kernel.assembly.profiles import profile_for
from husky_kernel.cookbook import shelf

OWN = """
[[recipe]]
ask = "What is the yield of the kilns, by our own definition?"
program = "kilns['good'].sum() / kilns['fired'].sum()"
answer = "0.75"
fixed = true
"""


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUSKY_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture
def kitchen(tmp_path: Path) -> Path:
    folder = tmp_path / "kitchen"
    folder.mkdir()
    (folder / "kilns.toml").write_text(OWN, encoding="utf-8")
    return folder


def shown(question: str) -> list[str]:
    prompt = with_recipes(profile_for("qwen").prompts["code"])
    return [example.question for example, _ in books()[0].like(Task(question, "Variables:\nkilns"), prompt)]


def test_what_is_added_is_shown_until_it_is_dropped(kitchen: Path) -> None:
    asked = "What is the yield of the kilns this year, by our own definition?"
    assert not any("own definition" in each for each in shown(asked))
    assert shelf.add(kitchen) == 1
    assert shelf.add(kitchen) == 1
    assert shelf.folders() == (kitchen,)
    assert any("own definition" in each for each in shown(asked))
    shelf.drop(kitchen)
    assert not any("own definition" in each for each in shown(asked))


def test_a_change_of_the_folder_counts_at_once(kitchen: Path) -> None:
    shelf.add(kitchen)
    shown("What is the yield of the kilns?")
    (kitchen / "more.toml").write_text(OWN.replace("yield", "loss").replace("0.75", "0.25  "), encoding="utf-8")
    assert any("loss of the kilns" in each for each in shown("What is the loss of the kilns, by our own definition?"))


def test_what_is_no_cookbook_is_not_added(tmp_path: Path) -> None:
    with pytest.raises(UseError, match="no cookbook in"):
        shelf.add(tmp_path / "none")
    assert shelf.folders() == ()


def test_a_folder_that_is_gone_is_told_with_what_to_do(kitchen: Path) -> None:
    shelf.add(kitchen)
    (kitchen / "kilns.toml").unlink()
    with pytest.raises(UseError, match=f"husky cookbook drop {kitchen}"):
        books()


def test_a_list_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    shelf.shelf_file().parent.mkdir(parents=True)
    for text in ("{", '{"a": 1}', "[1]"):
        shelf.shelf_file().write_text(text, encoding="utf-8")
        with pytest.raises(UseError, match=r"cookbooks\.json"):
            shelf.folders()


def test_only_what_was_added_is_dropped(kitchen: Path) -> None:
    with pytest.raises(UseError, match="there are none"):
        shelf.drop(kitchen)
