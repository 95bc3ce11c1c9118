from __future__ import annotations

import contextvars
import math
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from engine_requests import TOOLS, saying
from openai_server import Server, card, engine_of, serving

from husky_kernel.agent.errors import ContextOverflow, EngineError, Stopped
from husky_kernel.agent.protocols import Work
from husky_kernel.agent.stopping import stop_by
from husky_kernel.engines.openai.engine import OpenAIEngine

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


@pytest.mark.parametrize(
    ("finish", "reason"), [("max_tokens", "length"), ("content_filter", "length"), ("eos", "stop"), ("stop", "stop")]
)
def test_every_servers_word_for_a_reply_that_is_not_complete(server: Server, finish: str, reason: str) -> None:
    server.finish = finish
    assert engine_of(server).generate(saying("Hi")).reason == reason


def test_a_reply_that_ends_without_a_reason_was_cut_off(server: Server) -> None:
    server.finish = None
    with pytest.raises(EngineError, match="broke off its reply"):
        engine_of(server).generate(saying("Hi"))
    assert engine_of(server).generate(saying("Hi", stop=(" wor",))).text == "Hello"


# Options that not every server knows


@pytest.mark.parametrize("option", ["temperature", "seed", "stream_options", "stop"])
def test_an_option_that_is_refused_is_left_out_from_then_on(server: Server, option: str) -> None:
    server.refuses = {option: f"Unsupported parameter: '{option}' is not supported with this model."}
    engine = engine_of(server)
    for _ in range(2):
        assert engine.generate(saying("Hi", stop=("!",))).text == "Hello world"
    assert [option in asked for asked in server.asked] == [True, False, False]


def test_a_limit_goes_by_its_other_name_or_is_kept_here(server: Server) -> None:
    server.refuses = {"max_tokens": "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."}
    engine = engine_of(server)
    assert engine.generate(saying("Hi")).reason == "stop"
    assert server.asked[-1]["max_completion_tokens"] == 8
    server.refuses = {**server.refuses, "max_completion_tokens": "Unknown parameter: 'max_completion_tokens'."}
    server.pieces = ["word "] * 20
    reply = engine.generate(saying("Hi"))
    assert (reply.text, reply.reason) == ("word " * 8, "length")


def test_an_option_named_by_chance_is_not_left_out_later(server: Server) -> None:
    engine, server.failures, server.error = engine_of(server), [400] * 9, "no temperature, seed here"
    with pytest.raises(EngineError):
        engine.generate(saying("Hi"))
    server.failures = []
    engine.generate(saying("Hi"))
    assert {"temperature", "seed"} <= set(server.asked[-1])


# What a reply may hold


@pytest.mark.parametrize("local", [True, False])
def test_probabilities_are_told_where_the_server_lists_them(server: Server, local: bool) -> None:
    server.models = [card("llamacpp" if local else "someone")]
    server.logprobs = [{"Hello": -0.5}, {" world": -2.0}]
    reply = engine_of(server).generate(saying("Hi"))
    assert (reply.confidence, reply.least) == (
        pytest.approx((math.exp(-0.5) + math.exp(-2)) / 2),
        pytest.approx(math.exp(-2)),
    )
    assert server.asked[0].get("logprobs", False) == local, "others may charge for it, or refuse"


def test_nobody_tells_probabilities(server: Server) -> None:
    reply = engine_of(server).generate(saying("Hi"))
    assert (reply.confidence, reply.least) == (None, None)


def test_half_characters_in_a_reply_and_in_a_prompt(server: Server) -> None:
    server.pieces = ["a \ud83d b", " \udc00", " \ud83d\udc3a"]
    reply = engine_of(server).generate(saying("\udcff?", prefill="```"))
    assert reply.text == "a \ufffd b \ufffd \U0001f43a"
    assert "\ufffd?" in server.asked[0]["messages"][0]["content"]


@pytest.mark.parametrize(
    "raw",
    [
        b"data: null\n\n",
        b"data: []\n\n",
        b'data: {"choices": 5}\n\n',
        b'data: {"choices": [null]}\n\n',
        b'data: {"choices": [{"delta": {"content": [{"text": "hi"}]}}]}\n\n',
        b'data: {"choices": [], "usage": {"prompt_tokens": "many"}}\n\n',
        b"data: {not json}\n\n",
        b"",
    ],
)
def test_a_reply_of_another_form_is_told_in_a_line(server: Server, raw: bytes) -> None:
    server.raw = raw
    with pytest.raises(EngineError) as caught:
        engine_of(server).generate(saying("Hi"))
    assert "\n" not in str(caught.value)


# Stopping, whatever the server does

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"


def stopped(ask: Callable[[], object], when: Callable[[], bool]) -> None:
    """Raise what ``ask`` raises in a run that is stopped once ``when`` holds."""
    stop, context = threading.Event(), contextvars.copy_context()
    context.run(stop_by, stop)
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(context.run, ask)
        while not when():
            time.sleep(0.01)
        stop.set()
        future.result()


@pytest.mark.parametrize(
    "drips", [HEAD, HEAD + b'data: {"id": "' + b"x" * 10_000, b"HTTP/1.1 200 OK\r\nX: " + b"x" * 10_000]
)
def test_a_stop_ends_an_ask_of_a_server_that_trickles(server: Server, drips: bytes) -> None:
    engine, server.drips = engine_of(server), drips
    with pytest.raises(Stopped):
        stopped(lambda: engine.generate(saying("Hi")), lambda: bool(server.asked))
    assert server.gone.wait(20), "the connection is hung up"
    server.drips = b""
    assert engine.generate(saying("Hi")).text == "Hello world"


def test_a_stop_ends_an_ask_of_a_server_that_says_nothing(server: Server) -> None:
    engine, server.hang = engine_of(server, retries=2), threading.Event()
    for ask in (lambda: engine.generate(saying("Hi")), lambda: engine.score(saying("Hi"), TOOLS)):
        count = len(server.asked)
        with pytest.raises(Stopped):
            stopped(ask, lambda count=count: len(server.asked) > count)
    assert not server.hang.is_set()
    server.hang.set()
    assert engine.generate(saying("Hi")).text == "Hello world"


def test_a_stop_ends_the_first_contact(server: Server) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/v1"
        with pytest.raises(Stopped):
            stopped(lambda: OpenAIEngine(url, "m"), lambda: True)


# Other addresses


def test_a_question_goes_to_no_other_address(server: Server) -> None:
    with serving(Server()) as other:
        server.location = other.url + "/chat/completions"
        with pytest.raises(EngineError, match=f"sends to another address, which is not followed: {other.url}"):
            engine_of(server).generate(saying("Hi"))
        server.models_status, server.location = 307, other.url + "/models"
        with pytest.raises(EngineError, match=f"sends to another address, which is not followed: {other.url}"):
            engine_of(server, model="m")
        assert (other.asked, other.keys) == ([], [])


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
    ("kind", "page"),
    [
        ("text/html", b"<html>log in</html>"),
        ("application/json", b"null"),
        ("application/json", b"[]"),
        ("application/json", b'{"data": 5}'),
        ("application/json", b'{"data": [{"id": 5}, null, "x", {"id": "\\ud800"}, {}]}'),
        ("application/json", b"{half"),
        ("application/json", b""),
    ],
)
def test_what_is_no_list_of_models_is_none(server: Server, kind: str, page: bytes) -> None:
    server.models_page = (kind, page)
    assert engine_of(server, model="m").generate(saying("Hi")).text == "Hello world"
    with pytest.raises(EngineError, match="lists no model: name one"):
        engine_of(server)


@pytest.mark.parametrize("page", [b'{"data": [{"id": "m"}]}', b'{"data": [{"id": "m", "owned_by": [], "meta": "x"}]}'])
def test_a_model_of_which_hardly_anything_is_said(server: Server, page: bytes) -> None:
    server.models_page = ("application/json", page)
    assert (engine_of(server).name, engine_of(server, model="n").name) == ("m", "n")


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
