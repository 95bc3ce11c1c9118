"""Whether the shipped tables hold what a question asks for, told before anything is done."""

from __future__ import annotations

from pathlib import Path

import pytest

from husky_kernel.tools.search import SearchTool
from husky_kernel.tools.search_backends.base import Hit
from husky_kernel.tools.search_backends.offline import OfflineBackend


@pytest.fixture(scope="module")
def tool(tmp_path_factory: pytest.TempPathFactory) -> SearchTool:
    return SearchTool(OfflineBackend(tmp_path_factory.mktemp("search") / "index.sqlite"))


@pytest.mark.parametrize(
    "question",
    [
        "How many times as many people live in Texas as in Fiji, to the nearest ten?",
        "If every resident of Alabama paid 40 dollars, how much would that be?",
        "What is the atomic mass of sodium?",
        "How many people per square mile of land live in North Dakota?",
        "How often does Mercury go around the Sun while Saturn does once?",
    ],
)
def test_a_question_is_known_whose_facts_the_tables_hold(tool: SearchTool, question: str) -> None:
    assert tool.knows(question)
    assert tool.run(question).ok


@pytest.mark.parametrize(
    "question",
    [
        "Austin has 10 pairs of shoes. How many shoes are that?",
        "How tall is Ann if she is 3 feet taller than Bo?",
        "6 pairs of shoes and 4 jerseys cost $560, and people pay by land or sea. What is the area of a jersey?",
        "Solve 3*x - 12 = 0 for x.",
        "How many meters are in 3 miles?",
        "Iron bars weigh 5 kg each. What is the mass of 3 of them?",
        "",
    ],
)
def test_other_questions_are_not_known(tool: SearchTool, question: str) -> None:
    assert not tool.knows(question)


def test_a_backend_that_cannot_tell_knows_nothing() -> None:
    class Silent:
        name = "silent"

        def search(self, query: str, limit: int = 8) -> list[Hit]:
            return []

    assert not SearchTool(Silent()).knows("How many people live in Texas?")


def test_the_shipped_facts_are_known_where_no_index_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert SearchTool(OfflineBackend(tmp_path / "file" / "index.sqlite")).knows("How many people live in Texas?")
