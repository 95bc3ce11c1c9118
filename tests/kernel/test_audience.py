from io import StringIO

import pytest
from rich.console import Console

from husky_kernel.agent.types import Step, Trace
from husky_kernel.display.plain import PlainView
from husky_kernel.display.view import Branch, Side
from husky_kernel.kernel.audience import Audience

STEP = Step(0, "code", "Count.", call="1")


class Broken(PlainView):
    """A view whose card cannot be shown."""

    def wait(self, *args: object) -> None:
        raise RuntimeError("no card")


def view(kind: type[PlainView] = PlainView) -> tuple[PlainView, StringIO]:
    file = StringIO()
    return kind("How many?", "some-model", Console(file=file, force_jupyter=False, width=200)), file


def test_everybody_hears_what_a_person_has_to_do() -> None:
    (one, first), (other, second) = view(), view()
    audience = Audience([one, other])
    audience.started(Trace("How many?", "some-model"), 8)
    audience.mode(True, False, "all", ["hint"])
    audience.wait(STEP, "--approve all", ["outside"])
    audience.conflict(0, ["x"])
    for told in (
        lambda: audience.undoable([0]),
        lambda: audience.lines([Branch("a")], "a"),
        lambda: audience.show_line(Trace("How many?", "some-model")),
        lambda: audience.compare(Side(Branch("a"), ()), Side(Branch("b"), ())),
    ):
        told()
    assert first.getvalue() == second.getvalue()
    for words in ("Paused.", "waits for you (--approve all)", "would overwrite"):
        assert words in first.getvalue()


def test_a_view_that_fails_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    (broken, silent), (whole, told) = view(Broken), view()
    audience = Audience([broken, whole])
    audience.wait(STEP, "step mode")
    audience.conflict(0, ["x"])
    assert silent.getvalue() == ""
    assert "would overwrite" in told.getvalue()
    assert "Broken stopped showing the run: no card" in capsys.readouterr().err
