from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from engine_requests import counting

from husky_kernel.agent.protocols import Message, Request
from husky_kernel.engines.llamacpp import LlamaCppEngine
from husky_kernel.engines.saved_prefixes import SavedPrefixes

LONG = "You count. " * 80


@dataclass
class Slot:
    """Reads a word a token and saves text files."""

    folder: Path
    number: int = 0
    works: bool = True
    text: str = ""
    reads: list[str] = field(default_factory=list)

    def read(self, text: str) -> int:
        self.text = text
        self.reads.append(text)
        return len(text.split())

    def save(self, name: str) -> bool:
        if self.works:
            (self.folder / name).write_text(self.text)
        return self.works

    def restore(self, name: str) -> bool:
        self.text = (self.folder / name).read_text()
        return self.text != "broken"


def test_a_beginning_is_read_once_and_restored_by_the_next_process(tmp_path: Path) -> None:
    first, second = Slot(tmp_path), Slot(tmp_path)
    assert SavedPrefixes(tmp_path, "model").bring(first, LONG) == 160
    assert SavedPrefixes(tmp_path, "model").bring(second, LONG) == 0
    assert (second.text, second.reads) == (LONG, [])


def test_what_the_slot_holds_is_not_restored_again(tmp_path: Path) -> None:
    slot, saved = Slot(tmp_path), SavedPrefixes(tmp_path, "model")
    saved.bring(slot, LONG)
    slot.text = "grown meanwhile"
    assert saved.bring(slot, LONG) == 0
    assert slot.text == "grown meanwhile"


def test_a_short_prompt_in_between_is_noticed(tmp_path: Path) -> None:
    slot, saved = Slot(tmp_path), SavedPrefixes(tmp_path, "model")
    saved.bring(slot, LONG)
    assert saved.bring(slot, "Hello.") == 0
    slot.text = "Hello."
    saved.bring(slot, LONG)
    assert slot.text == LONG


@pytest.mark.parametrize(("key", "variant"), [("another model", ""), ("model", "adapter")])
def test_another_model_or_adapter_shares_nothing(tmp_path: Path, key: str, variant: str) -> None:
    SavedPrefixes(tmp_path, "model").bring(Slot(tmp_path), LONG)
    assert SavedPrefixes(tmp_path, key).bring(Slot(tmp_path), LONG, variant) == 160


def test_a_broken_file_is_made_anew(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    SavedPrefixes(tmp_path, "model").bring(Slot(tmp_path), LONG)
    (file,) = tmp_path.iterdir()
    file.write_text("broken")
    assert SavedPrefixes(tmp_path, "model").bring(Slot(tmp_path), LONG) == 160
    assert file.read_text() == LONG
    assert "made anew" in caplog.text


def test_what_cannot_be_saved_only_costs_time(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    for folder, works in ((blocked / "prefixes", True), (tmp_path / "other", False)):
        assert SavedPrefixes(folder, "model").bring(Slot(folder, works=works), LONG) == 160


def test_files_unused_for_longest_make_room(tmp_path: Path) -> None:
    saved = SavedPrefixes(tmp_path, "model", largest=int(2.5 * len(LONG)))
    for slot in range(4):
        saved.bring(Slot(tmp_path, slot), LONG + str(slot))
    assert sorted(file.read_text()[-1] for file in tmp_path.iterdir()) == ["2", "3"]


def test_lanes_that_want_the_same_read_it_once(tmp_path: Path) -> None:
    saved = SavedPrefixes(tmp_path, "model")
    slots = [Slot(tmp_path, number) for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        read = list(pool.map(lambda slot: saved.bring(slot, LONG), slots))
    assert sorted(read) == [0] * 7 + [160]
    assert {slot.text for slot in slots} == {LONG}


@contextmanager
def engine(model: Path, folder: Path, lanes: int = 1) -> Iterator[LlamaCppEngine]:
    made = LlamaCppEngine(model, "smollm2-135m", context_length=1024, prefixes=folder, lanes=lanes)
    yield made
    made.close()


def instructed(question: str = "", **changes: object) -> Request:
    """Counting, after instructions that are long and always the same."""
    plain = counting(**changes)
    turns = (Message("system", LONG), *plain.messages[:-1], Message("user", question or plain.messages[-1].content))
    return Request(plain.role, turns, plain.prefill, max_tokens=plain.max_tokens, fixed=1, lane=plain.lane)


@pytest.mark.model
def test_the_first_ask_of_a_new_process_finds_the_instructions_read(smollm2_path: Path, tmp_path: Path) -> None:
    with engine(smollm2_path, tmp_path) as one:
        cold = one.generate(instructed())
        other = one.generate(instructed("Count from 1 to 40, with commas.")).tokens
    with engine(smollm2_path, tmp_path) as two:
        warm = two.generate(instructed())
    assert cold.tokens.reused == 0
    assert warm.text == cold.text
    assert warm.tokens.prompt == cold.tokens.prompt
    assert cold.tokens.prompt - 40 < warm.tokens.reused < cold.tokens.prompt
    assert other.reused >= warm.tokens.reused


@pytest.mark.model
def test_lanes_share_the_file(smollm2_path: Path, tmp_path: Path) -> None:
    with engine(smollm2_path, tmp_path, lanes=3) as made:
        replies = [made.generate(instructed(lane=lane)) for lane in range(3)]
    assert len({reply.text for reply in replies}) == 1
    assert [reply.tokens.reused > 100 for reply in replies] == [False, True, True]


@pytest.mark.model
def test_a_file_that_llamacpp_cannot_read_is_made_anew(smollm2_path: Path, tmp_path: Path) -> None:
    with engine(smollm2_path, tmp_path) as one:
        text = one.generate(instructed()).text
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:1000])
    with engine(smollm2_path, tmp_path) as two:
        again = two.generate(instructed())
    assert (again.text, again.tokens.reused) == (text, 0)
    assert file.stat().st_size > 1000


@pytest.mark.model
def test_roles_that_had_to_make_room_get_their_beginnings_back_from_files(smollm2_path: Path, tmp_path: Path) -> None:
    def of_role(role: str) -> Request:
        request = instructed(max_tokens=4)
        first = Message("system", f"You are {role}. {LONG}")
        return replace(request, role=role, messages=(first, *request.messages[1:]))

    roles = ["action", "code", "math", "query", "commonsense"]
    with engine(smollm2_path, tmp_path) as made:
        before = [made.generate(of_role(role)) for role in roles]
        assert sum(one.tokens.prompt for one in before) > made.context_length
        after = [made.generate(of_role(role)) for role in roles]
    assert [one.text for one in after] == [one.text for one in before]
    assert all(one.tokens.prompt - one.tokens.reused < 40 for one in after), [one.tokens for one in after]
