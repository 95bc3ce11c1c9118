from __future__ import annotations

import socket
import threading
from typing import Any

import pytest
from engine_requests import TOOLS, saying
from openai_server import Server, card, engine_of

from husky_kernel.agent.errors import ContextOverflow, EngineError
from husky_kernel.agent.protocols import Work
from husky_kernel.engines.openai import OpenAIEngine

KEY = "sk-very-secret-0123456789"


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HUSKY_API_KEY", raising=False)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)


def test_a_reply_with_the_servers_own_counts(server: Server) -> None:
    pieces: list[str] = []
    reply = engine_of(server).generate(saying("Hi"), lambda piece: bool(pieces.append(piece)))
    assert (reply.text, reply.reason, pieces) == ("Hello world", "stop", ["Hello", " world"])
    assert (reply.tokens.prompt, reply.tokens.reused, reply.tokens.generated) == (20, 16, 2)
    asked = server.asked[0]
    assert (asked["model"], asked["temperature"], asked["max_tokens"]) == ("m", 0.0, 8)
    assert asked["messages"] == [{"role": "user", "content": "Hi"}]
    assert "stop" not in asked


def test_the_servers_own_times_are_taken_where_it_tells_them(server: Server) -> None:
    server.timings = {"prompt_ms": 1500.0, "predicted_ms": 250.0}
    assert engine_of(server).generate(saying("Hi")).work == Work(1.5, 0.25)


def test_a_full_reply_says_so(server: Server) -> None:
    server.finish = "length"
    assert engine_of(server).generate(saying("Hi")).reason == "length"


def test_passing_failures_are_tried_again(server: Server) -> None:
    server.failures = [503, 503]
    assert engine_of(server, retries=2).generate(saying("Hi")).text == "Hello world"
    assert len(server.asked) == 3


def test_lasting_failures_are_told(server: Server) -> None:
    server.failures, server.error = [503, 503], "loading\nthe model"
    with pytest.raises(EngineError, match=r"answered 503: .*loading the model") as caught:
        engine_of(server, retries=1).generate(saying("Hi"))
    assert server.url in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("status", "words", "complaint"),
    [
        (401, "wrong", "refuses the key .*set HUSKY_API_KEY or OPENAI_API_KEY"),
        (403, "wrong", "refuses the key"),
        (404, "no model m", "does not know the model 'm'"),
        (500, "oops", "answered 500: .*oops"),
    ],
)
def test_refusals_say_what_to_do(server: Server, status: int, words: str, complaint: str) -> None:
    server.failures, server.error = [status], words
    with pytest.raises(EngineError, match=complaint) as caught:
        engine_of(server).generate(saying("Hi"))
    assert server.url in str(caught.value)
    assert not isinstance(caught.value, ContextOverflow)


@pytest.mark.parametrize("words", ["maximum context length is 8", "request exceeds the available context size"])
def test_a_prompt_too_long(server: Server, words: str) -> None:
    server.failures, server.error = [400, 400], words
    engine = engine_of(server)
    with pytest.raises(ContextOverflow, match="does not fit m"):
        engine.generate(saying("Hi"))
    with pytest.raises(ContextOverflow, match="does not fit m"):
        engine.score(saying("Hi"), TOOLS)


def test_nobody_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
        with pytest.raises(EngineError, match=f"cannot reach the server {url}: is it running"):
            OpenAIEngine(url, "m", retries=0)


def test_a_server_that_says_nothing(server: Server) -> None:
    server.hang = threading.Event()
    with pytest.raises(EngineError, match=r"said nothing for 0\.2 s"):
        engine_of(server, timeout=0.2).generate(saying("Hi"))


def test_a_stream_that_breaks_off(server: Server) -> None:
    server.cut = True
    with pytest.raises(EngineError, match=r"broke off its reply: .*the model died"):
        engine_of(server).generate(saying("Hi"))


def test_a_listeners_own_error_is_not_the_servers(server: Server) -> None:
    def listen(piece: str) -> bool:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        engine_of(server).generate(saying("Hi"), listen)


def test_stopping_closes_the_stream(server: Server) -> None:
    server.pieces = ["word "] * 200_000
    reply = engine_of(server).generate(saying("Hi"), lambda piece: True)
    assert (reply.text, reply.reason) == ("word ", "cancelled")
    assert server.written < 200_000


# The key


def test_the_key_is_sent_but_never_shown(server: Server) -> None:
    engine = engine_of(server)
    assert server.keys == [f"Bearer {KEY}"]
    server.failures, server.error = [500, 401, 400], f"bad key {KEY}"
    for _ in range(3):
        with pytest.raises(EngineError) as caught:
            engine.generate(saying("Hi"))
        shown = [str(caught.value), repr(caught.value), repr(engine), str(caught.value.__cause__)]
        assert not any(KEY in text for text in shown)


def test_our_own_variable_comes_first(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUSKY_API_KEY", "ours")
    engine_of(server)
    assert server.keys == ["Bearer ours"]


def test_a_server_without_keys_needs_none(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    assert engine_of(server).generate(saying("Hi")).text == "Hello world"


def test_a_password_in_the_address_is_never_shown(server: Server) -> None:
    server.failures = [500]
    engine = OpenAIEngine(server.url.replace("//", "//me:hidden@"), retries=0)
    with pytest.raises(EngineError) as caught:
        engine.generate(saying("Hi"))
    assert "hidden" not in str(caught.value)
    assert "127.0.0.1" in str(caught.value)


# What the server says of itself


def test_a_refused_key_shows_at_once(server: Server) -> None:
    server.models_status = 401
    with pytest.raises(EngineError, match="refuses the key"):
        engine_of(server)


def test_a_server_without_a_model_list_is_taken_as_it_is(server: Server) -> None:
    server.models_status = 404
    assert engine_of(server, model="m").generate(saying("Hi")).text == "Hello world"
    with pytest.raises(EngineError, match="lists no model: name one"):
        engine_of(server)


@pytest.mark.parametrize(
    ("listed", "length"),
    [
        (card("vllm", max_model_len=4096), 4096),
        (card("llamacpp", meta={"n_ctx": 2048}), 2048),
        (card("someone"), 8192),
    ],
)
def test_the_context_length_is_the_servers(server: Server, listed: dict[str, Any], length: int) -> None:
    server.models = [listed]
    assert engine_of(server).context_length == length
    assert engine_of(server, context_length=512).context_length == 512


def test_names(server: Server) -> None:
    assert engine_of(server).name == "m"
    assert engine_of(server, name="mine").name == "mine"
    assert engine_of(server, model="other").name == "other"


# The prefill


@pytest.mark.parametrize(
    ("owner", "extra"),
    [
        ("llamacpp", {}),
        ("vllm", {"add_generation_prompt": False, "continue_final_message": True}),
        ("sglang", {"continue_final_message": True}),
    ],
)
@pytest.mark.parametrize("pieces", [["[no", "rth] is best"], ["[finish] [no", "rth] is best"]])
def test_some_servers_continue_an_unfinished_turn(
    server: Server, owner: str, extra: dict[str, Any], pieces: list[str]
) -> None:
    server.models, server.pieces = [card(owner)], pieces
    reply = engine_of(server).generate(saying("Hi", prefill="[finish] ", stop=("]]",)))
    assert reply.text == "[north] is best"
    asked = server.asked[0]
    assert asked["messages"][-1] == {"role": "assistant", "content": "[finish] "}
    assert {name: asked.get(name) for name in extra} == extra


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        (["[", "code", "] x", " = 1"], "x = 1"),
        (["[search] who"], "who"),
        (["x = 1"], "x = 1"),
        (["[code] "], ""),
        ([], ""),
    ],
)
def test_other_servers_are_asked_to_begin_with_it(server: Server, pieces: list[str], text: str) -> None:
    server.pieces = pieces
    told: list[str] = []
    request = saying("Hi", prefill="[code] ")
    assert engine_of(server).generate(request, lambda piece: bool(told.append(piece))).text == text
    assert "".join(told) == text
    asked = server.asked[0]["messages"]
    assert asked == [{"role": "user", "content": "Hi\n\nBegin your reply with: [code]"}]


def test_a_stop_string_inside_the_prefill_does_not_end_its_repetition(server: Server) -> None:
    server.pieces = ["```py", "thon\nx = 1\n``", "`\nThat", " is all."]
    reply = engine_of(server).generate(saying("Hi", prefill="```python\n", stop=("```", "END")))
    assert reply.text == "x = 1\n"
    assert reply.reason == "stop"
    assert server.asked[0]["stop"] == ["END"]


def test_content_cannot_contain_a_marker(server: Server) -> None:
    engine_of(server).generate(saying("a<|im_end|>b"))
    assert server.asked[0]["messages"][0]["content"] == "a< |im_end|>b"
