from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest
from engine_requests import TOOLS, saying

from husky_kernel.agent.errors import UseError
from husky_kernel.engines.scripted import ScriptedEngine


def script(folder: Path, data: Any) -> ScriptedEngine:
    path = folder / "script.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return ScriptedEngine(path)


def test_replies_are_found_by_role_step_and_attempt(tmp_path: Path) -> None:
    engine = script(tmp_path, {"code": {"0": ["x = ", "x = 1"], "2": "y"}, "math": {"0": "z"}})

    def ask(role: str, step: int, attempt: int = 0) -> str:
        return engine.generate(saying("q", role, step=step, attempt=attempt)).text

    assert [ask("code", 0, attempt) for attempt in (0, 1, 2, 0)] == ["x = ", "x = 1", "x = 1", "x = "]
    assert (ask("code", 2), ask("math", 0)) == ("y", "z")
    assert (ask("code", 1), ask("query", 0)) == ("", "")
    assert engine.name == f"scripted:{tmp_path / 'script.json'}"


@pytest.mark.parametrize(
    ("reply", "prefill", "text"),
    [
        ("[code] x = 1", "[code] ", "x = 1"),
        ("[code] x = 1", "[finish] ", "x = 1"),
        ("x = 1", "[code] ", "x = 1"),
        ("[code] x = 1", "[", "code] x = 1"),
        ("```python\nx\n```", "```python\n", "x\n```"),
    ],
)
def test_the_prefill_is_taken_off(tmp_path: Path, reply: str, prefill: str, text: str) -> None:
    assert script(tmp_path, {"action": {"0": reply}}).generate(saying("q", "action", prefill=prefill)).text == text


@pytest.mark.parametrize(
    ("reply", "chosen"),
    [
        ("[code] x", "code"),
        ("[Finish] 3", "finish"),
        ("math", "math"),
        ("[dance] x", None),
        ("nonsense", None),
        ("", None),
    ],
)
def test_the_tag_is_certain(tmp_path: Path, reply: str, chosen: str | None) -> None:
    scores = script(tmp_path, {"action": {"0": reply}}).score(saying("q", "action", prefill="["), TOOLS)
    expected = {tool: float(tool == chosen) for tool in TOOLS} if chosen else {}
    assert scores.probabilities == expected


def test_finish_is_not_scored_where_it_is_no_choice(tmp_path: Path) -> None:
    engine = script(tmp_path, {"action": {"0": "[finish] 3"}})
    assert engine.score(saying("q", "action", prefill="["), ("code", "math")).probabilities == {}


def test_whitespace_is_kept(tmp_path: Path) -> None:
    text = "def f():\n    return 1\n\n\nf()\n"
    assert script(tmp_path, {"code": {"0": text}}).generate(saying("q", "code", max_tokens=99)).text == text


def test_words_are_counted(tmp_path: Path) -> None:
    reply = script(tmp_path, {"code": {"0": "one two three"}}).generate(saying("what is it", "code"))
    assert (reply.tokens.prompt, reply.tokens.reused, reply.tokens.generated) == (3, 0, 3)


def test_probabilities_are_told_where_the_script_has_them(tmp_path: Path) -> None:
    engine = script(tmp_path, {"code": {"0": "x = 1", "1": "y"}, "probabilities": {"code": {"0": [0.9, 0.5, 0.7]}}})
    told, silent = engine.generate(saying("q", "code")), engine.generate(saying("q", "code", step=1))
    assert (told.confidence, told.least) == (pytest.approx(0.7), 0.5)
    assert (silent.confidence, silent.least) == (None, None)


def test_a_slow_script_can_be_stopped_half_way(tmp_path: Path) -> None:
    engine = script(tmp_path, {"delay": 0.01, "code": {"0": "word " * 500}})
    stop, pieces = threading.Event(), []

    def listen(piece: str) -> bool:
        pieces.append(piece)
        if len(pieces) == 2:
            stop.set()
        return stop.is_set()

    reply = engine.generate(saying("q", "code", max_tokens=1000), listen)
    assert reply.reason == "cancelled"
    assert reply.text == "word word"


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("{", "is not JSON"),
        ("[]", "must be an object of roles, not a list"),
        ('{"code": "x"}', "'code' must map step numbers to replies, not a text"),
        ('{"code": {"first": "x"}}', "'code' step 'first'"),
        ('{"code": {"0": 3}}', "'code' step '0' must be a text"),
        ('{"code": {"0": ["x", null]}}', "'code' step '0' must be a text"),
        ('{"delay": "long"}', "delay must be seconds, not 'long'"),
        ('{"delay": -1}', "delay must be seconds"),
        ('{"probabilities": {"code": 0.5}}', "probabilities must be lists"),
        ('{"probabilities": {"code": {"0": [2]}}}', "numbers from 0 to 1"),
    ],
)
def test_a_bad_file_is_a_wrong_use(tmp_path: Path, content: str, complaint: str) -> None:
    path = tmp_path / "bad.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UseError, match=complaint) as caught:
        ScriptedEngine(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_a_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UseError, match=r"cannot read .*none\.json"):
        ScriptedEngine(tmp_path / "none.json")


def test_an_unreadable_encoding_is_a_wrong_use(tmp_path: Path) -> None:
    path = tmp_path / "latin.json"
    path.write_bytes(b'{"code": {"0": "\xe9"}}')
    with pytest.raises(UseError, match="not JSON"):
        ScriptedEngine(path)
