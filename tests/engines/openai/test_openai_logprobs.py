"""Choices scored by a server's logprobs, which few servers give in the same way."""

from __future__ import annotations

import pytest
from engine_requests import TOOLS, tool_choice
from openai_server import Server, card, engine_of

from husky_kernel.agent.errors import EngineError


def test_scores_from_the_place_where_the_choices_part(server: Server) -> None:
    server.pieces = ["[", "math", "]"]
    server.logprobs = [{"[": -0.1}, {"math": -0.5, "code": -1.5, "x": -3.0}, {"]": 0.0}]
    scores = engine_of(server).score(tool_choice(), TOOLS)
    assert sum(scores.probabilities.values()) == pytest.approx(1)
    assert max(scores.probabilities, key=scores.probabilities.__getitem__) == "math"
    assert scores.probabilities["code"] > scores.probabilities["search"] > 0
    assert scores.tokens.prompt == 20
    assert (server.asked[0]["logprobs"], server.asked[0]["top_logprobs"]) == (True, 20)


def test_a_shared_beginning_is_followed_as_far_as_the_reply_goes(server: Server) -> None:
    server.pieces = ["[co", "mmon", "sense"]
    server.logprobs = [{"[co": -0.01, "[math": -6.0}, {"mmon": -0.1, "de": -2.4}, {"sense": 0.0}]
    scores = engine_of(server).score(tool_choice(), TOOLS).probabilities
    assert scores["commonsense"] > 0.8
    assert 0.05 < scores["code"] < 0.15


def test_where_the_turn_is_continued_the_first_token_counts(server: Server) -> None:
    server.models, server.pieces = [card("vllm")], ["math", "]"]
    server.logprobs = [{"math": -0.1, "code": -2.5}, {"]": 0.0}]
    assert engine_of(server).score(tool_choice(), TOOLS).probabilities["math"] > 0.7


def test_a_server_that_gives_no_logprobs_cannot_tell_and_is_not_asked_again(server: Server) -> None:
    engine = engine_of(server)
    assert engine.score(tool_choice(), TOOLS).probabilities == {}
    assert engine.score(tool_choice(), TOOLS).probabilities == {}
    assert len(server.asked) == 1


@pytest.mark.parametrize("status", [400, 422])
def test_a_server_that_knows_no_logprobs_cannot_tell(server: Server, status: int) -> None:
    server.failures, server.error = [status], "unknown parameter: logprobs"
    assert engine_of(server).score(tool_choice(), TOOLS).probabilities == {}


def test_listed_tokens_that_lead_nowhere_are_no_answer(server: Server) -> None:
    server.pieces, server.logprobs = ["Sure"], [{"Sure": -0.1, "I": -3.0}]
    assert engine_of(server).score(tool_choice(), TOOLS).probabilities == {}


def test_a_server_that_is_down_is_not_mistaken_for_one_without_logprobs(server: Server) -> None:
    server.failures = [503]
    with pytest.raises(EngineError, match="503"):
        engine_of(server).score(tool_choice(), TOOLS)
