from __future__ import annotations

from dataclasses import replace

import pytest

from husky_kernel.agent.events import Review, Verdict
from husky_kernel.agent.types import Step, Task
from husky_kernel.cli.run.approval import TerminalReviewer

EVENT = Review(Step(0, "code", "Add.", call="1 + 1\n2"), Task("What is 1 + 1?"))


def test_enter_does_not_allow_what_goes_beyond_the_notebook() -> None:
    held = replace(EVENT, held=("write `a.csv`",))
    assert TerminalReviewer((), lambda: "")(held, "this step wants to write `a.csv`: allow?") == Verdict("skip")
    assert TerminalReviewer((), lambda: "y")(held, "this step wants to write `a.csv`: allow?") == Verdict("act")


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        (["y"], Verdict("act")),
        ([""], Verdict("act")),
        (["Skip"], Verdict("skip")),
        (["what?", "math"], Verdict("flip", tool="math")),
    ],
)
def test_a_person_has_the_word(said: list[str], verdict: Verdict, capsys: pytest.CaptureFixture) -> None:
    answers = iter(said)
    assert TerminalReviewer(("code", "math"), lambda: next(answers))(EVENT, "--approve code") == verdict
    printed = capsys.readouterr()
    assert "Step 1 [code] Add.  (--approve code)\n    1 + 1\n    2\n" in printed.err
    assert printed.out == ""
    assert ("one of code, math" in printed.err) is (len(said) == 2)
