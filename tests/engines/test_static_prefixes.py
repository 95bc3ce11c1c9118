"""What never changes of a role's prompt is read once on this machine, and loaded by the next engine."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from engine_requests import TOOLS, saying, tool_choice

from husky_kernel.agent.protocols import Message, Request
from husky_kernel.engines.torch.engine import TransformersEngine

pytestmark = pytest.mark.model

Start = Callable[..., TransformersEngine]


def asked(sum_: str, **changes: object) -> Request:
    """The worked turns of ``tool_choice``, and another question."""
    request = tool_choice("[math]", max_tokens=6, **changes)
    return replace(request, messages=(*request.messages[:-1], Message("user", f"Which tool? {sum_}")))


@pytest.fixture
def start(torch_folder: Path, tmp_path: Path) -> Iterator[Start]:
    """Starts one engine after another on one cache folder."""
    started: list[TransformersEngine] = []

    def make(folder: Path = torch_folder, limit: int = 10**9) -> TransformersEngine:
        engine = TransformersEngine(folder, "smollm2", tmp_path / "cache", "chatml", 512, threads=1, prefix_bytes=limit)
        started.append(engine)
        return engine

    yield make
    for engine in started:
        engine.close()


@pytest.fixture
def files(tmp_path: Path) -> Callable[[], list[Path]]:
    return lambda: sorted((tmp_path / "cache" / "prefixes").glob("*"))


def test_the_next_engine_reads_only_the_question(start: Start, files: Callable[[], list[Path]]) -> None:
    first = start().generate(asked("5+5"))
    assert first.tokens.reused == 0
    [file] = files()
    assert file.suffix == ".safetensors"
    written = file.stat().st_ino
    fresh, again = start(limit=0).generate(asked("6-1")), start().generate(asked("6-1"))
    assert again.text == fresh.text
    assert again.tokens.prompt - 25 < again.tokens.reused < again.tokens.prompt
    assert [found.stat().st_ino for found in files()] == [written], "it is written once"


def test_scores_are_those_of_a_prompt_read_whole(start: Start) -> None:
    whole = start(limit=0).score(tool_choice(), TOOLS)
    start().score(tool_choice(), TOOLS)
    loaded = start().score(tool_choice(), TOOLS)
    assert loaded.tokens.reused > 80 > whole.tokens.reused
    assert loaded.probabilities == pytest.approx(whole.probabilities, abs=1e-4)


def test_a_second_try_shares_the_beginning_of_the_first(start: Start, files: Callable[[], list[Path]]) -> None:
    engine = start()
    engine.generate(asked("5+5"))
    extra = (Message("assistant", "[code] 5+5"), Message("user", "That has failed: try again."))
    engine.generate(replace(asked("5+5"), messages=(*asked("5+5").messages, *extra)))
    assert len(files()) == 1


@pytest.mark.parametrize(
    "harm",
    [
        lambda whole: whole[:-9],
        lambda whole: b"",
        lambda whole: b"\x08" + b"x" * 500,
        lambda whole: whole[: len(whole) // 2] + bytes(9000) + whole[len(whole) // 2 + 9000 :],
    ],
)
def test_a_broken_file_is_ignored_and_written_again(
    start: Start, files: Callable[[], list[Path]], harm: Callable[[bytes], bytes]
) -> None:
    text = start().generate(asked("5+5")).text
    [file] = files()
    whole = file.read_bytes()
    file.write_bytes(harm(whole))
    reply = start().generate(asked("5+5"))
    assert (reply.text, reply.tokens.reused) == (text, 0)
    assert start().generate(asked("5+5")).tokens.reused > 80


def test_a_file_of_another_prompt_is_not_taken(start: Start, files: Callable[[], list[Path]]) -> None:
    other = saying("Say it. " * 9)
    other = replace(other, messages=(*other.messages, Message("assistant", "It."), *other.messages))
    start().generate(asked("5+5"))
    [foreign] = files()
    start().generate(other)
    [file] = set(files()) - {foreign}
    shutil.copy(foreign, file)
    assert start().generate(other).tokens.reused == 0


def test_another_prompt_and_another_model_share_nothing(
    start: Start, files: Callable[[], list[Path]], torch_folder: Path, tmp_path: Path
) -> None:
    start().generate(asked("5+5"))
    changed = (Message("system", "You choose tools."), *asked("5+5").messages)
    assert start().generate(replace(asked("5+5"), messages=changed)).tokens.reused == 0
    copied = shutil.copytree(torch_folder, tmp_path / "copied")
    assert start(copied).generate(asked("5+5")).tokens.reused == 0
    assert len(files()) == 3


def test_an_adapter_reads_for_itself(start: Start, sheep: Path, files: Callable[[], list[Path]]) -> None:
    start().generate(asked("5+5"))
    for known in (False, True):
        engine = start()
        engine.load_adapter("sheep", sheep)
        engine.use_adapter("action", "sheep")
        assert (engine.generate(asked("5+5")).tokens.reused > 80) == known
    assert len(files()) == 2


def test_the_folder_has_a_limit_and_the_oldest_goes(start: Start, files: Callable[[], list[Path]]) -> None:
    engine = start()
    engine.generate(asked("5+5"))
    [first] = files()
    room = first.stat().st_size * 3 // 2
    changed = (Message("system", "You choose."), *asked("5+5").messages)
    start(limit=room).generate(replace(asked("5+5"), messages=changed))
    [left] = files()
    assert left != first


def test_a_prompt_without_examples_is_not_kept(start: Start, files: Callable[[], list[Path]]) -> None:
    start().generate(saying("Hello"))
    assert files() == []


def test_a_disk_that_refuses_costs_no_reply(start: Start, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "prefixes").write_text("in the way")
    assert start().generate(asked("5+5")).text
    assert caplog.text == "", "a warning would be a red line in somebody's cell"
