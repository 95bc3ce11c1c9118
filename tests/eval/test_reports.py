from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from husky_kernel.agent.errors import UseError
from husky_kernel.eval.about import About, versions
from husky_kernel.eval.charts import Bar, bars
from husky_kernel.eval.compare import bootstrap, compare, mcnemar
from husky_kernel.eval.page import page
from husky_kernel.eval.report import Item, Report, read_report, write_report
from husky_kernel.machine import machine

TOP = ["set", "agent", "model", "n", "accuracy", "stderr", "accuracy_reference_metric"]
TOP += ["seconds_per_question", "tokens_per_question", "failures"]
EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&"


def item(index: int, correct: bool, cause: str | None = None, tool: str = "code", text: str = "3") -> Item:
    step = {"tool": tool, "step": text, "call": text, "output": text, "observation": text, "status": "done"}
    trace = {"schema": "husky.trace/1", "steps": [step], "error": None}
    cause = None if correct else cause or "wrong code"
    return Item(index, text, correct, trace, cause, correct, 2.0, 100, 40, 10, f"Question {index}?", "3")


def report(flags: list[bool], agent: str = "husky") -> Report:
    about = About("abc", 8, None, 1, 9.0, machine(), versions())
    return Report("gsm8k", agent, "m", [item(index, flag) for index, flag in enumerate(flags)], about)


def test_the_figures_of_a_report(tmp_path: Path) -> None:
    found = report([True, True, False, False])
    found = replace(found, items=[*found.items[:3], item(3, False, "search empty", "search")])
    data = found.to_json()
    assert list(data)[:10] == TOP
    assert [data[name] for name in TOP] == [
        "gsm8k",
        "husky",
        "m",
        4,
        0.5,
        0.25,
        0.5,
        2.0,
        70,
        {"wrong code": 1, "search empty": 1},
    ]
    assert data["by_tool"] == {"code": {"n": 3, "accuracy": 0.6667}, "search": {"n": 1, "accuracy": 0.0}}
    assert (data["prompt_tokens"], data["reused_tokens"], data["generated_tokens"]) == (400, 160, 40)
    assert {"index", "prediction", "correct", "trace", "cause", "question", "answer"} <= set(data["items"][0])
    write_report(found, tmp_path / "r.json")
    assert read_report(tmp_path / "r.json") == found
    assert "50.0% ± 25.0% of 4" in found.line()


def test_a_report_of_nothing_has_figures_too() -> None:
    data = report([]).to_json()
    assert [data[name] for name in TOP[3:]] == [0, 0.0, 0.0, 0.0, 0.0, 0.0, {}]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"set": "a", "agent": "b", "model": "c", "items": [{"x": 1}]}'])
def test_what_is_no_report_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "r.json"
    path.write_text(text)
    with pytest.raises(UseError, match="is not a report"):
        read_report(path)
    with pytest.raises(UseError, match="cannot read"):
        read_report(tmp_path / "none.json")


@pytest.mark.parametrize(
    ("gained", "lost", "p"), [(0, 0, 1.0), (5, 5, 1.0), (5, 0, 0.0625), (10, 2, 0.0385742), (1, 9, 0.0214844)]
)
def test_mcnemar_is_exact(gained: int, lost: int, p: float) -> None:
    assert mcnemar(gained, lost) == pytest.approx(p, rel=1e-5)


def test_the_interval_is_that_of_resampled_pairs() -> None:
    rng = random.Random(1)
    pairs = [1] * 20 + [-1] * 8 + [0] * 72
    drawn = sorted(sum(rng.choices(pairs, k=100)) / 100 for _ in range(4000))
    low, high = bootstrap(20, 8, 100)
    assert low == pytest.approx(drawn[100], abs=0.021)
    assert high == pytest.approx(drawn[3900], abs=0.021)
    assert bootstrap(0, 0, 5) == (0.0, 0.0)


def test_a_comparison_names_what_flipped() -> None:
    found = compare(report([True, True, False, False]), report([True, False, True, True, True], "cot"))
    assert (found.n, found.accuracies, found.gained, found.lost) == (4, (0.5, 0.75), (2, 3), (1,))
    assert found.p == 1.0
    text = "\n".join(found.lines())
    assert "4 questions in both (1 others are left out)" in text
    assert "right in B alone: 2, 3" in text
    assert json.loads(json.dumps(found.to_json()))["difference"] == 0.25


def test_reports_that_cannot_be_paired_are_refused() -> None:
    one = report([True])
    with pytest.raises(UseError, match="different sets, gsm8k and wikisql"):
        compare(one, replace(one, set="wikisql"))
    with pytest.raises(UseError, match="no question in common"):
        compare(one, replace(one, items=[]))
    with pytest.raises(UseError, match="question 0 is another one"):
        compare(one, replace(one, items=[replace(one.items[0], question="Other?")]))


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_the_page_shows_everything_and_lets_nothing_in() -> None:
    bad = Item(0, EVIL, False, item(0, False, text=EVIL).trace, EVIL, False, 1.0, 1, 0, 1, EVIL, EVIL)
    evil = Report(EVIL, EVIL, EVIL, [bad])
    html = page([report([True, False]), report([False, False], "cot"), evil])
    parsed = _Tags()
    parsed.feed(html)
    assert not {"script", "img", "iframe", "link", "object"} & set(parsed.tags)
    assert not [name for name in parsed.attributes if name.startswith("on") or name in ("src", "href")]
    assert parsed.tags.count("details") == 5 + 1
    assert parsed.tags.count("svg") >= 3
    text = "".join(parsed.text)
    assert EVIL in text
    assert "50.0% ± 35.4%" in text
    assert not re.findall(r"https?://(?!www\.w3\.org/2000/svg)", html)


def test_bars_are_as_long_as_their_values() -> None:
    widths = re.findall(r'<rect [^>]*width="([\d.]+)"', bars("t", [Bar("a", 0.5, 0.1), Bar("b", 1.0)], 1.0))
    assert float(widths[1]) == 2 * float(widths[0]) == 420.0
    assert bars("t", []) == ""
