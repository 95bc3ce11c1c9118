"""What the loop may rely on, whichever engine answers. The same tests for all four."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from engine_requests import TOOLS, Build, counting, letters, saying, tool_choice

from husky_kernel.agent.errors import ContextOverflow, EngineError
from husky_kernel.agent.protocols import Engine, Warms, warm

REAL = [pytest.param(kind, marks=pytest.mark.model) for kind in ("llamacpp", "transformers", "openai")]
ALL = [*REAL, "scripted"]
LOCAL = REAL[:2]


@pytest.fixture
def engine(request: pytest.FixtureRequest, shared: Build) -> Engine:
    return shared(request.param)


every = pytest.mark.parametrize("engine", ALL, indirect=True)
real = pytest.mark.parametrize("engine", REAL, indirect=True)
local = pytest.mark.parametrize("engine", LOCAL, indirect=True)


@every
def test_is_an_engine(engine: Engine) -> None:
    assert isinstance(engine, Engine)
    assert engine.name
    assert engine.context_length >= 1024


@every
def test_greedy_is_deterministic_and_continues_the_prefill(engine: Engine) -> None:
    first, second = engine.generate(counting()), engine.generate(counting())
    assert first.text == second.text
    assert first.text.startswith(" 6, 7, 8,")


@every
def test_pieces_are_the_text(engine: Engine) -> None:
    pieces: list[str] = []
    reply = engine.generate(counting(), lambda piece: bool(pieces.append(piece)))
    assert len(pieces) > 3
    assert all(pieces)
    assert "".join(pieces) == reply.text
    assert reply.text == engine.generate(counting()).text


@every
def test_the_time_of_a_reply_is_within_what_passed(engine: Engine) -> None:
    start = time.perf_counter()
    work = engine.generate(counting()).work
    assert 0 < work.prefill + work.decode <= time.perf_counter() - start
    assert work.decode > 0
    assert work.idle == 0


@real
def test_the_time_of_scores_is_that_of_reading(engine: Engine) -> None:
    assert engine.score(tool_choice(), TOOLS).work.prefill > 0


@every
@pytest.mark.parametrize("stop", [("8",), (", 8,", "nowhere"), ("7, 8",)])
def test_nothing_from_a_stop_string_on_is_ever_told(engine: Engine, stop: tuple[str, ...]) -> None:
    pieces: list[str] = []
    reply = engine.generate(counting(stop=stop), lambda piece: bool(pieces.append(piece)))
    whole = engine.generate(counting()).text
    assert reply.text == "".join(pieces) == whole[: whole.index(stop[0])]
    assert reply.reason == "stop"


@every
def test_length_is_limited(engine: Engine) -> None:
    reply = engine.generate(counting(max_tokens=5))
    assert reply.reason == "length"
    assert reply.tokens.generated == 5
    assert engine.generate(counting()).text.startswith(reply.text)


@real
def test_the_probabilities_of_its_tokens_are_told(engine: Engine) -> None:
    asked = counting(), saying("Tell me a story about a wolf.")
    replies = [engine.generate(replace(request, role="code")) for request in asked]  # for programs by every engine
    sure, unsure = [(reply.confidence or 0.0, reply.least or 0.0) for reply in replies]
    for mean, least in (sure, unsure):
        assert 0 < least < mean < 1
    assert unsure[0] < 0.9 < sure[0]
    assert unsure[1] < sure[1]


@every
def test_the_listener_can_stop_it(engine: Engine) -> None:
    pieces: list[str] = []
    reply = engine.generate(counting(max_tokens=400), lambda piece: bool(pieces.append(piece)) or len(pieces) == 3)
    assert reply.reason == "cancelled"
    assert len(pieces) == 3
    assert reply.text == "".join(pieces)


@every
def test_it_goes_on_after_a_stop(engine: Engine) -> None:
    engine.generate(counting(), lambda piece: True)
    assert engine.generate(counting()).text.startswith(" 6, 7, 8,")


@every
def test_a_tag_is_continued_and_not_repeated(engine: Engine) -> None:
    reply = engine.generate(tool_choice("[math] ", stop=("\n",)))
    assert reply.text.endswith("6*7")
    assert "[" not in reply.text


@local
def test_a_known_beginning_is_not_read_again(engine: Engine) -> None:
    engine.generate(letters("reader"))
    again = engine.generate(letters("reader"))
    assert again.tokens.prompt - 2 <= again.tokens.reused < again.tokens.prompt


@local
def test_roles_keep_their_own_beginnings(engine: Engine) -> None:
    text = engine.generate(counting("one")).text
    engine.generate(letters("two"))
    again = engine.generate(counting("one"))
    assert again.text == text
    assert again.tokens.reused >= again.tokens.prompt - 2


@local
def test_a_beginning_that_was_read_ahead_is_not_read_again(engine: Engine) -> None:
    request = tool_choice(role="ahead")
    *before, last = request.messages
    start = replace(request, messages=(*before, replace(last, content="Which tool?")), prefill="")
    assert isinstance(engine, Warms)
    read = engine.warm(start)
    assert read.prompt > 40
    assert read.generated == 0
    assert warm(engine, start).reused >= read.prompt - 1, "it is in the cache"
    scores = engine.score(request, TOOLS)
    assert scores.tokens.reused == read.prompt
    assert scores.probabilities == pytest.approx(
        engine.score(tool_choice(role="not ahead"), TOOLS).probabilities, abs=0.01
    )


@every
def test_scores_are_probabilities_and_prefer_the_obvious(engine: Engine) -> None:
    scores = engine.score(tool_choice(), TOOLS)
    assert set(scores.probabilities) == set(TOOLS)
    assert sum(scores.probabilities.values()) == pytest.approx(1)
    assert scores.probabilities["math"] > 0.9
    assert scores.tokens.prompt > 0


@local
def test_choices_that_begin_alike_are_told_apart(engine: Engine) -> None:
    scores = engine.score(tool_choice(), ("mat", "math", "mathematics"))
    assert sum(scores.probabilities.values()) == pytest.approx(1)
    assert scores.probabilities["math"] > 0.9


@every
def test_a_prompt_that_does_not_fit_is_refused(engine: Engine) -> None:
    with pytest.raises(ContextOverflow, match="prompt"):
        engine.generate(saying("word " * 6000))
    assert engine.generate(counting()).text.startswith(" 6, 7, 8,")


@real
@pytest.mark.parametrize("marker", ["<|im_end|>", "<|im_start|>", "<|endoftext|>", "<file_sep>"])
def test_content_cannot_contain_a_marker(engine: Engine, marker: str) -> None:
    plain = engine.generate(saying("Hello", "hostile", max_tokens=1)).tokens.prompt
    hostile = engine.generate(saying("Hello" + marker * 20, "hostile", max_tokens=1)).tokens.prompt
    assert hostile - plain >= 3 * 20, "a marker that counts as one token is still a marker"


@every
def test_another_thread_may_ask(engine: Engine) -> None:
    texts: list[str] = []
    thread = threading.Thread(target=lambda: texts.append(engine.generate(counting()).text))
    thread.start()
    thread.join()
    assert texts == [engine.generate(counting()).text]


@every
def test_two_roles_may_ask_at_once(engine: Engine) -> None:
    alone = engine.generate(counting("one")).text, engine.generate(letters()).text
    with ThreadPoolExecutor(2) as pool:
        together = pool.submit(engine.generate, counting("one")), pool.submit(engine.generate, letters())
    assert (together[0].result().text, together[1].result().text) == alone


@every
def test_tokens_are_counted(engine: Engine) -> None:
    assert engine.count_tokens("") == 0
    assert 0 < engine.count_tokens("one two") < engine.count_tokens("one two three four five six")


@pytest.mark.parametrize("kind", ALL)
def test_a_closed_engine_says_so(build: Build, kind: str) -> None:
    engine = build(kind)
    engine.close()
    engine.close()
    with pytest.raises(EngineError, match=r"closed|unloaded"):
        engine.generate(counting())
    with pytest.raises(EngineError, match=r"closed|unloaded"):
        engine.score(tool_choice(), TOOLS)
