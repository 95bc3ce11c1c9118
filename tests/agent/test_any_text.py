"""What is true of every text that a model, a tool or a person may write."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from husky_kernel.agent.grammar import (
    FINISH,
    encodable,
    format_action,
    format_history,
    literals,
    one_line,
    parse_action,
    parse_history,
    plain_fractions,
    shortened,
)
from husky_kernel.agent.types import Action

TOOLS = ("code", "math", "search", "commonsense", "my-tool_2")
TEXT = st.text(st.characters(), max_size=60)
"""Any characters, among them halves of pairs, and all that some call the end of a line."""
LIKE_OURS = st.lists(
    st.sampled_from(["Step:", "Output:", "[code]", "[finish]", "None", "\n", "\r\n", "\u2028", "\x85", " ", "x"])
).map("".join)
"""What could be taken for a line of ours."""
ANY = TEXT | LIKE_OURS
MANY = settings(max_examples=200, deadline=None)


@MANY
@given(st.sampled_from([*TOOLS, FINISH]), ANY)
def test_an_action_comes_back_on_one_line(tool: str, text: str) -> None:
    line = format_action(Action(tool, text))
    assert line.splitlines() == [line]
    assert parse_action(line, TOOLS) == Action(tool, one_line(text))


@MANY
@given(st.lists(st.tuples(ANY, ANY), max_size=4))
def test_a_history_comes_back_step_by_step(pairs: list[tuple[str, str]]) -> None:
    assert parse_history(format_history(pairs)) == [(one_line(step), one_line(output)) for step, output in pairs]


@MANY
@given(ANY)
def test_whatever_a_model_writes_is_one_action_or_none(text: str) -> None:
    action = parse_action(text, TOOLS)
    if action is not None:
        assert action.tool in (*TOOLS, FINISH)
        assert parse_action(format_action(action), TOOLS) == action


@MANY
@given(ANY)
def test_texts_stay_what_they_are(text: str) -> None:
    assert one_line(one_line(text)) == one_line(text)
    assert encodable(encodable(text)) == encodable(text)
    assert encodable(text) == text or not _is_encodable(text)
    assert shortened(text, len(text)) == text
    assert all(literal in text for literal in literals(text))
    assert plain_fractions(text) == text or "Fraction(" in text


@MANY
@given(st.integers(), st.integers(1))
def test_a_fraction_reads_as_one(above: int, below: int) -> None:
    told = plain_fractions(f"so Fraction({above}, {below}) each")
    assert told == (f"so {above} each" if below == 1 else f"so {above}/{below} each")


def _is_encodable(text: str) -> bool:
    return not any("\ud800" <= sign <= "\udfff" for sign in text)
