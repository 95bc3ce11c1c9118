from __future__ import annotations

import pytest

from husky_kernel.eval.judge.agreement import Agreement
from husky_kernel.eval.judge.rubric import MAX_ANSWER, rubric
from husky_kernel.eval.judge.verdict import Verdict, Word, read, together


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Yes", "yes"),
        (" **No**.", "no"),
        ("yes, both say 3.", "yes"),
        ("<think>No, or perhaps yes, no.</think>\nYes", "yes"),
        ("It could be yes or no.\nVerdict: No", "no"),
        ("Yes and no", "unreadable"),
        ("", "unreadable"),
        ("Yesterday", "unreadable"),
        ("I cannot tell.", "unreadable"),
        ("{'verdict': 1}", "unreadable"),
    ],
)
def test_replies_are_read_or_called_unreadable(text: str, word: Word) -> None:
    assert read(text) == word


@pytest.mark.parametrize(
    ("first", "second", "judged"),
    [
        ("yes", "yes", "right"),
        ("no", "no", "wrong"),
        ("yes", "no", "undecided"),
        ("no", "yes", "undecided"),
        ("yes", "unreadable", "unreadable"),
        ("unreadable", "no", "unreadable"),
    ],
)
def test_two_verdicts_must_agree(first: Word, second: Word, judged: str) -> None:
    assert together(Verdict(first), Verdict(second)) == judged


def test_the_places_are_swapped_and_the_reference_is_named() -> None:
    one = rubric().request("Q?", "the reference", "the candidate", "reference first").messages[-1].content
    two = rubric().request("Q?", "the reference", "the candidate", "reference second").messages[-1].content
    assert "Answer A: the reference" in one
    assert "Answer A is the reference. Is answer B right?" in one
    assert "Answer B: the reference" in two
    assert "Answer B is the reference. Is answer A right?" in two


def test_braces_in_an_answer_stay_and_long_answers_are_cut_at_the_front() -> None:
    text = (
        rubric().request("{a} {b}?", "\\frac{1}{2}", "x" * 10_000 + " so 0.5", "reference first").messages[-1].content
    )
    assert "{a} {b}?" in text
    assert "\\frac{1}{2}" in text
    assert "so 0.5" in text
    assert text.count("x") < MAX_ANSWER + 10


def test_kappa_is_cohens() -> None:
    # The usual worked example: 20 and 15 agreed, 5 and 10 not: observed 0.7, by chance 0.5.
    agreement = Agreement(both_right=20, both_wrong=15, only_judge=5, only_exact=10)
    assert (agreement.n, agreement.accuracy) == (50, 0.7)
    assert agreement.kappa == pytest.approx(0.4)
    assert "70.0%, kappa 0.40, n=50" in agreement.line()
    assert "weak judge" in agreement.line()


def test_a_judge_that_always_says_yes_is_worth_nothing() -> None:
    agreement = Agreement.of([(True, True)] * 8 + [(False, True)] * 2)
    assert agreement.accuracy == 0.8
    assert agreement.kappa == 0.0
    assert "weak judge" in agreement.line()


def test_agreement_without_both_sides() -> None:
    assert Agreement.of([]).line().startswith("agreement with the exact metric: not known")
    assert Agreement.of([(True, True)]).kappa is None
    assert "kappa not defined" in Agreement.of([(True, True)]).line()
    assert Agreement.of([(True, None), (True, True)]).undecided == 1


def test_a_good_judge_is_not_called_weak() -> None:
    assert "weak" not in Agreement.of([(True, True)] * 9 + [(False, False)] * 9 + [(True, False)]).line()
