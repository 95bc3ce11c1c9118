from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from husky_kernel.agent.errors import ContextOverflow, EngineError, UseError
from husky_kernel.agent.protocols import Engine, Generation, OnText, Request, Scores
from husky_kernel.eval.judge.graded import read_report
from husky_kernel.eval.judge.grading import Judge
from husky_kernel.eval.judge.journal import Journal

Write = Callable[..., Path]
Mind = Callable[[str, str, str], str]

ITEMS = (("3", "It is 3.", True), ("3", "4", False), ("3", None, False), ("Paris", "Paris", None))


class Grader(Engine):
    """A judge with a mind of its own: told the reference, the candidate and the reference's place, it says a text."""

    context_length = 1000

    def __init__(self, mind: Mind, scores: bool = False, name: str = "grader") -> None:
        self.mind, self.scores, self.name = mind, scores, name
        self.asked = 0
        self.busy: set[str] = set()
        self._lock = threading.Lock()

    def generate(self, request: Request, on_text: OnText | None = None) -> Generation:
        return Generation(self._say(request))

    def score(self, request: Request, choices: Sequence[str]) -> Scores:
        if not self.scores:
            return Scores({})
        said = self._say(request)
        return Scores({choice: 0.9 if choice == said else 0.1 for choice in choices})

    def _say(self, request: Request) -> str:
        with self._lock:
            assert request.role not in self.busy, "two calls at once in one role"
            self.busy.add(request.role)
            self.asked += 1
        text = request.messages[-1].content
        a, b, place = (
            re.search(pattern, text)[1]  # type: ignore[index]
            for pattern in (r"Answer A: (.*)", r"Answer B: (.*)", r"Answer (.) is the reference")
        )
        try:
            return self.mind(*((a, b) if place == "A" else (b, a)), place)
        finally:
            with self._lock:
                self.busy.discard(request.role)

    def count_tokens(self, text: str) -> int:
        return len(text)

    def close(self) -> None:
        pass


def fair(reference: str, candidate: str, place: str) -> str:
    return "Yes" if reference in candidate else "No"


def grades(report: Path, grader: Grader, workers: int = 1) -> list[str]:
    journal = Journal(report.with_suffix(".journal.jsonl"))
    return [grade.judged for grade in Judge(grader, journal, workers).grade(read_report(report)).grades]


@pytest.mark.parametrize("scores", [True, False])
@pytest.mark.parametrize("workers", [1, 4])
def test_a_fair_judge_by_scores_and_by_replies(write_report: Write, scores: bool, workers: int) -> None:
    assert grades(write_report(*ITEMS), Grader(fair, scores), workers) == ["right", "wrong", "unanswered", "right"]


def test_a_judge_that_looks_at_the_place_decides_nothing(write_report: Write) -> None:
    grader = Grader(lambda reference, candidate, place: "Yes" if place == "A" else "No")
    assert grades(write_report(*ITEMS), grader) == ["undecided", "undecided", "unanswered", "undecided"]


@pytest.mark.parametrize("reply", ["", "42", "Yes and no", "Ja", "\x00"])
def test_garbage_is_unreadable_and_never_right(write_report: Write, reply: str) -> None:
    report = write_report(*ITEMS)
    graded = Judge(Grader(lambda *_: reply), Journal(report.with_suffix(".j"))).grade(read_report(report))
    assert graded.accuracy == 0.0
    assert graded.counts["unreadable"] == 3
    assert graded.agreement.n == 0


def test_an_item_that_does_not_fit_the_judge_costs_that_item_only(write_report: Write) -> None:
    def mind(reference: str, candidate: str, place: str) -> str:
        if candidate == "4":
            raise ContextOverflow("too long")
        return fair(reference, candidate, place)

    assert grades(write_report(*ITEMS), Grader(mind)) == ["right", "unreadable", "unanswered", "right"]


def test_the_figures_and_the_judges_worth_before_them(write_report: Write) -> None:
    report = write_report(*ITEMS, ("5", "5.0", True))
    graded = Judge(Grader(fair), Journal(report.with_suffix(".j"))).grade(read_report(report))
    first, second = graded.lines()
    assert first.startswith("agreement with the exact metric: 100.0%, kappa 1.00, n=3")
    assert "60.0% ± 21.9% right of 5 (1 wrong, 0 undecided, 0 unreadable, 1 unanswered)" in second
    data = graded.to_json()
    assert (data["set"], data["agent"], data["model"], data["judge"]) == ("huskyqa", "husky", "m", "grader")
    assert (data["n"], data["judged_accuracy"], data["agreement"]["n"]) == (5, 0.6, 3)
    assert [item["judged"] for item in data["items"]] == ["right", "wrong", "unanswered", "right", "right"]


def test_a_killed_run_goes_on_where_it_stopped(write_report: Write) -> None:
    report = write_report(*[("3", "3", True)] * 4)

    def dies(reference: str, candidate: str, place: str) -> str:
        if dying.asked == 4:
            raise EngineError("the server is gone")
        return "Yes"

    dying = Grader(dies)
    with pytest.raises(EngineError, match="gone"):
        grades(report, dying)
    journal = report.with_suffix(".journal.jsonl")
    assert len(journal.read_text().splitlines()) == 3
    journal.write_text(journal.read_text() + '{"key": "half a li')
    rest = Grader(fair)
    assert grades(report, rest) == ["right"] * 4
    assert rest.asked == 5
    third = Grader(fair)
    assert grades(report, third) == ["right"] * 4
    assert third.asked == 0


def test_another_judge_or_a_changed_answer_is_judged_anew(write_report: Write) -> None:
    report = write_report(("3", "3", True))
    grades(report, Grader(fair))
    other = Grader(fair, name="another")
    grades(report, other)
    assert other.asked == 2
    changed = Grader(fair)
    assert grades(write_report(("3", "4", False)), changed) == ["wrong"]
    assert changed.asked == 2


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("not json", "not a report"),
        ("[]", "not a report"),
        ('{"items": []}', "no item"),
        ('{"items": [{"index": 0, "prediction": "3", "correct": true}]}', "item 1: needs"),
        ('{"items": [{"index": 0, "question": "?", "prediction": "3", "correct": true}]}', "item 1: needs .*answer"),
        ('{"items": [{"index": 0, "question": "?", "answer": "3", "correct": "yes"}]}', "item 1: needs .*correct"),
        ('{"items": [3]}', "item 1: needs"),
    ],
)
def test_what_is_no_report_is_told(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "report.json"
    path.write_text(text)
    with pytest.raises(UseError, match=reason):
        read_report(path)
    with pytest.raises(UseError, match="cannot read"):
        read_report(tmp_path / "none.json")


def test_a_question_is_taken_from_the_trace_where_the_item_has_none(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    item = {"index": 7, "answer": 3, "prediction": "3", "correct": True, "trace": {"question": "How many?"}}
    path.write_text(json.dumps({"items": [item]}))
    [found] = read_report(path).items
    assert (found.question, found.reference, found.index) == ("How many?", "3", 7)
