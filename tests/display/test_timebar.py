from __future__ import annotations

from pathlib import Path

import pytest

from husky_kernel.agent.cost.timeline import PARTS, Timeline
from husky_kernel.agent.types import Trace
from husky_kernel.display.bundle import bundle
from husky_kernel.display.timebar import TINTS, WORDS, bar_html, parts_of, shares, words
from husky_kernel.display.wire import end_of

TIMELINE = Timeline(queue=0.05, prefill=2.0, decode=6.0, tool=1.5, display=0.02, wall=10.0)
CARDS = Path(__file__).parents[2] / "widgets" / "src" / "timebar.js"


def test_parts_that_can_be_seen_and_what_is_left() -> None:
    found = shares(TIMELINE)
    assert list(found) == ["prefill", "decode", "tool", "other"]
    assert found["other"] == pytest.approx(0.05)
    assert list(shares(Timeline(tool=2.0, wall=2.01))) == ["tool"]


def test_the_bar_in_words() -> None:
    assert words(TIMELINE) == "Time: 10.0 s. Writing 60%, reading 20%, tools 15%, other 5%"


def test_the_saved_copy_shows_the_bar_and_says_it() -> None:
    html = bundle(Trace("q", "m", answer="3", timeline=TIMELINE))["text/html"]
    assert f">{words(TIMELINE)}</div>" in html
    assert html.count("inline-block") == 4
    assert "width:60.00%" in html


def test_a_trace_of_an_older_version_has_no_bar() -> None:
    assert bar_html(Timeline()) == ""
    assert end_of(Trace("q", "m"))["timeline"] is None


def test_the_cards_are_told_each_part_and_the_whole() -> None:
    assert parts_of(TIMELINE) == end_of(Trace("q", "m", timeline=TIMELINE))["timeline"]
    assert set(parts_of(TIMELINE) or ()) == {*PARTS, "wall"}


def test_every_part_has_a_word_and_a_colour_here_and_on_the_cards() -> None:
    cards = CARDS.read_text(encoding="utf-8")
    assert set(WORDS) == set(TINTS) == {*PARTS, "other"}
    for part, word in WORDS.items():
        assert f'{part}: "{word}"' in cards


def test_a_run_that_was_read_back_looks_the_same() -> None:
    odd = Trace("q", "m", answer="3", timeline=Timeline(prefill=0.00174996, tool=0.00095004, wall=0.00501))
    again = Trace.from_json(odd.to_json())
    assert again.timeline != odd.timeline
    assert bundle(again)["text/html"] == bundle(odd)["text/html"]
