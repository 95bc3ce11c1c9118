"""MATH, AQuA, StrategyQA, MuSiQue, 2Wiki, HotpotQA: derivations and facts as steps."""

from __future__ import annotations

from typing import Any

import pytest
from carrying_out import CarryOut

from husky_kernel.training.trajectories import Unfit


def math(solution: str, answer: str, problem: str = "What is 2 + 3?") -> dict[str, Any]:
    return {"problem": problem, "solution": solution, "answer": answer}


def test_a_derivation_is_one_math_step(carry_out: CarryOut) -> None:
    solution = "[asy]draw(1);[/asy]First, $2+3 = 5$.\n\nSo it is $\\boxed{\\dfrac{10}{2}}$."
    found = carry_out("math", math(solution, "\\frac{10}{2}"))
    [step] = found.trace.steps
    assert (step.tool, step.call, found.trace.answer) == ("math", None, "\\frac{10}{2}")
    assert step.output == "First, $2+3 = 5$. So it is $\\boxed{\\dfrac{10}{2}}$."
    assert step.observation == "sympy checked 1 equality: all hold."
    assert "\n" in step.outputs[0]["data"]["text/plain"]


@pytest.mark.parametrize(
    ("record", "cause"),
    [
        (math("So \\boxed{5}.", "6"), "another answer"),
        (math("So it is 5.", "5"), "another answer"),
        (math("2 + 3 = 7, so \\boxed{5}", "5"), "does not compute"),
        (math("So. " * 900 + "\\boxed{5}", "5"), "is long"),
        (math("\\boxed{5}", "5", "Why? " * 900), "question is long"),
    ],
)
def test_math_says_why_a_solution_is_unfit(carry_out: CarryOut, record: dict[str, Any], cause: str) -> None:
    with pytest.raises(Unfit, match=cause):
        carry_out("math", record)


def aqua(rationale: str, correct: str = "B") -> dict[str, Any]:
    options = ["A)$895", "B)$905", "C)none of these"]
    return {"question": "What is X?", "options": options, "rationale": rationale, "correct": correct}


def test_aqua_ends_in_the_value_of_the_option(carry_out: CarryOut) -> None:
    found = carry_out("aqua", aqua("Explanation: 820 * 3 - 1555 = 905.\nAnswer: B"))
    assert found.trace.steps[0].output == "820 * 3 - 1555 = 905. \\boxed{$905}"
    assert found.trace.answer == "$905"


@pytest.mark.parametrize(
    ("record", "cause"),
    [
        (aqua("It is 895. Answer: B"), "does not come to"),
        (aqua("820 * 3 = 905. B"), "does not compute"),
        (aqua("No.", "C"), "no value"),
    ],
)
def test_aqua_says_why_a_rationale_is_unfit(carry_out: CarryOut, record: dict[str, Any], cause: str) -> None:
    with pytest.raises(Unfit, match=cause):
        carry_out("aqua", record)


POLICE = {
    "question": "Could the members of The Police arrest someone?",
    "answer": False,
    "term": "The Police",
    "facts": ["Law officers can perform arrests", "The members of The Police are musicians."],
    "decomposition": ["Who can perform arrests?", "What are the members of The Police?", "Is #2 the same as #1?"],
    "evidence": [[[["Arrest-1"]], ["no_evidence"], ["operation"]]],
}


def test_strategyqa_places_each_fact_and_leaves_the_conclusion(carry_out: CarryOut) -> None:
    found = carry_out("strategyqa", POLICE)
    assert [(step.tool, step.output) for step in found.trace.steps] == [
        ("search", "Law officers can perform arrests."),
        ("commonsense", "The members of The Police are musicians."),
    ]
    assert found.trace.steps[0].call == "can perform arrests"
    assert found.trace.answer == "no"


def test_strategyqa_says_earlier_parts_in_words(carry_out: CarryOut) -> None:
    parts = ["What country broadcasts Globo?", "What is the language of #1?"]
    record = {"decomposition": parts, "facts": ["Globo is of Brazil.", "The language of Brazil is Portuguese."]}
    steps = carry_out("strategyqa", POLICE | record | {"evidence": [[[["A-1"]], [["B-1"]]]]}).trace.steps
    assert steps[1].step == "Find out: What is the language of the country that broadcasts Globo?"


@pytest.mark.parametrize(
    ("change", "error", "cause"),
    [
        ({"facts": []}, Unfit, "no facts"),
        ({"facts": ["Zebras graze."]}, Unfit, "belongs to no part"),
        ({"decomposition": ["Is #4 so?"]}, Unfit, "not there"),
        ({"answer": "maybe"}, ValueError, "neither"),
    ],
)
def test_strategyqa_says_why_a_record_is_unfit(
    carry_out: CarryOut, change: dict[str, Any], error: type[Exception], cause: str
) -> None:
    with pytest.raises(error, match=cause):
        carry_out("strategyqa", POLICE | change)


OTHERS = [f"Town {n} lies in region {n} and has {n} inhabitants." for n in range(8)]


def musique(second: str = "#1 >> sibling") -> dict[str, Any]:
    texts = ["Susan Walker was played by Nora Wood.", "Nora Wood acted. Her sister is Lana Wood.", *OTHERS]
    paragraphs = [{"title": text.split(" was")[0].split(" acted")[0], "paragraph_text": text} for text in texts]
    parts = [
        {"question": "who played Susan Walker", "answer": "Nora Wood", "paragraph_support_idx": 0},
        {"question": second, "answer": "Lana Wood", "paragraph_support_idx": 1},
    ]
    asked = {"question": "Who is the sibling of the one who played Susan Walker?", "answer": "Lana Wood"}
    return asked | {"paragraphs": paragraphs, "question_decomposition": parts}


def test_musique_searches_hop_by_hop(carry_out: CarryOut) -> None:
    found = carry_out("musique", musique())
    assert [(step.tool, step.step, step.call) for step in found.trace.steps] == [
        ("search", "Find out: Who played Susan Walker?", "played Susan Walker"),
        ("search", "Find out: What is the sibling of Nora Wood?", "Nora Wood sibling"),
    ]
    assert found.trace.steps[1].sources[0]["title"] == "Nora Wood"
    assert (found.trace.answer, found.verified) == ("Lana Wood", ("retrieved", "answer"))


@pytest.mark.parametrize(
    ("record", "cause"),
    [
        (musique("#5 >> sibling"), "not there"),
        (musique("a thing nobody wrote of"), "does not find"),
        (musique() | {"answer": "Lisbon"}, "do not tell"),
        (musique() | {"question_decomposition": []}, "no facts"),
    ],
)
def test_musique_says_why_a_record_is_unfit(carry_out: CarryOut, record: dict[str, Any], cause: str) -> None:
    with pytest.raises(Unfit, match=cause):
        carry_out("musique", record)


LOW = {
    "question": "When was the performer of Get Low born?",
    "answer": "5 May 1987",
    "evidences": [["Get Low", "performer", "Dill Fran"], ["Dill Fran", "date of birth", "5 May 1987"]],
    "supporting_facts": [["Get Low (song)", 0], ["Dill Fran", 0]],
    "context": [
        ["Get Low (song)", ["Get Low is a song by Dill Fran."]],
        ["Dill Fran", ["Dill Fran (born 5 May 1987) sings."]],
        *([f"Town {n}", [text]] for n, text in enumerate(OTHERS)),
    ],
}


def test_two_wiki_follows_the_evidence(carry_out: CarryOut) -> None:
    found = carry_out("two_wiki", LOW)
    assert [step.call for step in found.trace.steps] == ["Get Low performer", "Dill Fran date of birth"]
    assert found.trace.steps[1].output == "The date of birth of Dill Fran is 5 May 1987."
    with pytest.raises(Unfit, match="no passages"):
        carry_out("two_wiki", {key: value for key, value in LOW.items() if key != "context"})
    with pytest.raises(Unfit, match="no passage has"):
        carry_out("two_wiki", LOW | {"supporting_facts": [["Town 1", 0]]})


def test_hotpot_looks_up_only_names_it_was_told(carry_out: CarryOut) -> None:
    facts = ["The Classic is a film directed by Kim Lee.", "Chikku is a film based on the movie The Classic."]
    asked = {"question": "Chikku is based on a movie directed by whom?", "answer": "Kim Lee"}
    found = carry_out("hotpot", asked | {"evidence": facts})
    assert [step.call for step in found.trace.steps] == ["Chikku", "The Classic"]
    with pytest.raises(Unfit, match="nothing leads to"):
        carry_out("hotpot", asked | {"evidence": ["He was born in Rome.", facts[1]]})


def test_hotpot_with_passages(carry_out: CarryOut) -> None:
    record = LOW | {"question": "When was the singer of Get Low born?"}
    found = carry_out("hotpot", record)
    assert [step.call for step in found.trace.steps] == ["Get Low", "Dill Fran"]
    with pytest.raises(Unfit, match="no passage has"):
        carry_out("hotpot", record | {"supporting_facts": [["Elsewhere", 0]]})
