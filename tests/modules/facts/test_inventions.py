from __future__ import annotations

import pytest

from husky_kernel.agent.types import Step, Task
from husky_kernel.modules.coder import code_expert
from husky_kernel.modules.facts.inventions import invented
from husky_kernel.modules.profile import load_profile

PRIZE = "If 120 million dollars were paid out in equal parts to everyone living in Las Vegas, how much would each get?"
TOYS = "Ann has 30% of 160 toys, and Bo has 1,250 marbles for 2.5 dollars. How many are left after 3 weeks?"


@pytest.mark.parametrize(
    ("code", "question"),
    [
        ("money = 120_000_000\npeople = 7_000_000\nmoney / people", PRIZE),
        ("area = 674.5\n120 / area", PRIZE),
        ("def f():\n    people = 641903\n    return people\nf()", PRIZE),
    ],
)
def test_a_number_from_nowhere_is_invented(code: str, question: str) -> None:
    assert invented(code, question) is not None


@pytest.mark.parametrize(
    "code",
    [
        "toys = 160\nshare = 0.3\nleft = 0.7\nmarbles = 1250\nprice = 2.5\ncents = 250\ndays = 7\ntoys * share",
        "both = 1410  # 160 + 1250\nboth",
        "toys = 160 * 0.3\nother = 77777 * toys",
        "name = 'Ann'\nempty = []",
        "toys = (",
        "",
    ],
)
def test_what_the_question_and_everyday_knowledge_give_is_not(code: str) -> None:
    assert invented(code, TOYS) is None


def test_a_question_of_facts_is_handed_to_the_search() -> None:
    coder, made_up = code_expert(load_profile("qwen").prompts["code"]), "people = 7_000_000\n120e6 / people"
    doubt = coder.doubt(made_up, Task(PRIZE), [])
    assert doubt is not None
    assert (doubt.tool, doubt.failure) == ("search", None)
    assert coder.doubt("120e6 / 2", Task(PRIZE), []) is None
    assert coder.doubt("n = 7919\nn", Task("Solve 2*x = 7 for x."), []) is None


def test_after_a_search_a_number_from_nowhere_was_copied_wrongly() -> None:
    coder = code_expert(load_profile("qwen").prompts["code"])
    found = [Step(0, "search", "Find it.", output="Las Vegas: Population 641,903. Distance 5,906 million km.")]
    doubt = coder.doubt("people = 614903\n120e6 / people", Task(PRIZE), found)
    assert doubt is not None
    assert doubt.failure == "614903 stands neither in the question nor in the facts"
    for code in ("people = 641903\n120e6 / people", "way = 5906000000\nway / 120", "light = 299792.458\nlight"):
        assert coder.doubt(code, Task(PRIZE), found) is None
    lost = [Step(0, "search", "Find it.", output="", status="failed")]
    assert coder.doubt("people = 614903\n120e6 / people", Task(PRIZE), lost) is None


def test_a_number_in_words_is_given() -> None:
    assert (
        invented("cakes = 17\nplates = 105\ncakes * plates", "Seventeen cakes on one hundred and five plates?") is None
    )
