from __future__ import annotations

import math

import pytest

from husky_kernel.engines.scoring import Tops, score_first_tokens

TOOLS = ("code", "math", "search", "commonsense", "finish")


def tops(**probabilities: float) -> Tops:
    return [(text, math.log(p)) for text, p in probabilities.items()]


def test_each_choice_gets_what_leads_to_it_alone() -> None:
    scores = score_first_tokens(tops(code=0.3, math=0.2, ma=0.1, xyz=0.2, search=0.1, finish=0.05, common=0.05), TOOLS)
    assert scores == pytest.approx(
        {"code": 0.375, "math": 0.375, "search": 0.125, "commonsense": 0.0625, "finish": 0.0625}
    )


def test_a_choice_that_is_not_listed_gets_less_than_the_least_that_is() -> None:
    scores = score_first_tokens(tops(code=0.8, z=0.1), ("code", "math"))
    assert scores == pytest.approx({"code": 80 / 81, "math": 1 / 81})


def test_nothing_listed_is_no_answer() -> None:
    assert score_first_tokens(tops(z=0.9), TOOLS) == {}
    assert score_first_tokens([], TOOLS) == {}


def test_empty_tokens_count_for_nobody() -> None:
    scores = score_first_tokens([("", math.log(0.9)), ("code", math.log(0.1))], ("code", "math"))
    assert scores["code"] == pytest.approx(10 / 11)


def test_a_shared_token_is_followed() -> None:
    asked: list[str] = []

    def deeper(text: str) -> Tops:
        asked.append(text)
        return tops(de=0.6, mm=0.2, x=0.2)

    scores = score_first_tokens(tops(co=0.8, math=0.2), ("code", "commonsense", "math"), deeper)
    assert asked == ["co"]
    assert scores == pytest.approx({"code": 0.6, "commonsense": 0.2, "math": 0.2})


def test_a_shared_token_of_no_weight_is_not_followed() -> None:
    def deeper(text: str) -> Tops:
        raise AssertionError(text)

    scores = score_first_tokens(tops(code=0.5, math=0.499, c=0.001), ("code", "commonsense", "math"), deeper)
    assert scores["code"] == pytest.approx(0.5005)
    assert scores["commonsense"] == pytest.approx(0.0005)


def test_where_nothing_is_known_deeper_a_shared_token_is_halved() -> None:
    scores = score_first_tokens(tops(co=0.8, math=0.2), ("code", "commonsense", "math"))
    assert scores == pytest.approx({"code": 0.4, "commonsense": 0.4, "math": 0.2})


def test_a_choice_that_begins_another_is_told_from_it_by_what_follows() -> None:
    after = {"math": tops(**{"]": 0.7, "ematics": 0.3})}
    scores = score_first_tokens(tops(math=1.0), ("math", "mathematics"), after.__getitem__)
    assert scores == pytest.approx({"math": 0.7, "mathematics": 0.3})


def test_a_token_may_go_past_a_choice_but_not_into_another_word() -> None:
    scores = score_first_tokens(tops(**{"code]": 0.3, "mathy": 0.4, "math": 0.3}), ("code", "math"))
    assert scores == pytest.approx({"code": 0.5, "math": 0.5})


def test_choices_that_end_alike_do_not_go_on_for_ever() -> None:
    scores = score_first_tokens(tops(a=1.0), ("a", "a-b"), lambda text: tops(**{"-": 0.5, "]": 0.5}))
    assert scores == pytest.approx({"a": 0.5, "a-b": 0.5})
