from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from engine_requests import counting

from husky_kernel.agent.errors import EngineError, Stopped
from husky_kernel.agent.protocols import Message, Request
from husky_kernel.engines.kept_files import DRAFT, KeptFiles
from husky_kernel.engines.llamacpp.engine import LlamaCppEngine
from husky_kernel.engines.saved_prefixes import SUFFIX, SavedPrefixes

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

    def save(self, name: str) -> int:
        if self.works:
            (self.folder / name).write_text(self.text)
        return len(self.text) * self.works

    def restore(self, name: str) -> bool:
        self.text = (self.folder / name).read_text()
        return True


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


@pytest.fixture(autouse=True)
def silent(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A warning would be a red line in somebody's cell."""
    yield
    assert [record for when in ("setup", "call") for record in caplog.get_records(when)] == []


@pytest.mark.parametrize("harm", [lambda whole: whole[:-9], lambda whole: "", lambda whole: "x" + whole[1:]])
def test_a_damaged_file_is_never_restored_but_made_anew(tmp_path: Path, harm: Callable[[str], str]) -> None:
    SavedPrefixes(tmp_path, "model").bring(Slot(tmp_path), LONG)
    (file,) = tmp_path.iterdir()
    file.write_text(harm(LONG))
    slot = Slot(tmp_path)
    assert SavedPrefixes(tmp_path, "model").bring(slot, LONG) == 160
    assert slot.text == LONG
    assert [file.read_text() for file in tmp_path.iterdir()] == [LONG]


@dataclass
class Refusing(Slot):
    """Restores nothing; ``found`` are the files that are there when it reads instead."""

    found: list[Path] | None = None

    def read(self, text: str) -> int:
        self.found = list(self.folder.iterdir())
        return super().read(text)

    def restore(self, name: str) -> bool:
        return False


@dataclass
class Dying(Refusing):
    """A server that ends of every file."""

    def restore(self, name: str) -> bool:
        raise EngineError("ended by SIGABRT")


@pytest.mark.parametrize("kind", [Refusing, Dying])
def test_a_file_that_the_server_refuses_or_ends_of_is_made_anew(tmp_path: Path, kind: type[Refusing]) -> None:
    SavedPrefixes(tmp_path, "model").bring(Slot(tmp_path), LONG)
    slot = kind(tmp_path)
    assert SavedPrefixes(tmp_path, "model").bring(slot, LONG) == 160
    assert slot.found == [], "it is gone before the server is asked again"
    assert SavedPrefixes(tmp_path, "model").bring(Slot(tmp_path), LONG) == 0


def test_a_run_that_is_stopped_leaves_the_file(tmp_path: Path) -> None:
    class Stopping(Slot):
        def restore(self, name: str) -> bool:
            raise Stopped("stopped by the user")

    SavedPrefixes(tmp_path, "model").bring(Slot(tmp_path), LONG)
    with pytest.raises(Stopped):
        SavedPrefixes(tmp_path, "model").bring(Stopping(tmp_path), LONG)
    assert SavedPrefixes(tmp_path, "model").bring(Slot(tmp_path), LONG) == 0


@dataclass
class FullDisk(Slot):
    """Half of a file gets through; ``says``: so much is said to be written, None if the server ends of it."""

    says: int | None = 0

    def save(self, name: str) -> int:
        (self.folder / name).write_text(self.text[: len(self.text) // 2])
        if self.says is None:
            raise EngineError("ended by SIGBUS")
        return self.says


@pytest.mark.parametrize("says", [0, len(LONG), None])
def test_a_full_disk_leaves_nothing_behind_and_only_costs_time(tmp_path: Path, says: int | None) -> None:
    assert SavedPrefixes(tmp_path, "model").bring(FullDisk(tmp_path, says=says), LONG) == 160
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_saved_only_costs_time(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    for folder, works in ((blocked / "prefixes", True), (tmp_path / "other", False)):
        assert SavedPrefixes(folder, "model").bring(Slot(folder, works=works), LONG) == 160


def test_what_a_killed_process_was_writing_goes_with_time(tmp_path: Path) -> None:
    old, new = tmp_path / f"old{DRAFT}", tmp_path / f"new{DRAFT}"
    for draft in (old, new):
        draft.write_text("half")
    os.utime(old, (0, 0))
    SavedPrefixes(tmp_path, "model").bring(Slot(tmp_path), LONG)
    assert (old.exists(), new.exists()) == (False, True)


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
def test_a_damaged_file_changes_no_reply(smollm2_path: Path, tmp_path: Path) -> None:
    with engine(smollm2_path, tmp_path) as one:
        text = one.generate(instructed()).text
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    middle = len(whole) // 2
    for harmed in (whole[:1000], whole[:middle] + bytes(middle // 2) + whole[middle + middle // 2 :]):
        file.write_bytes(harmed)
        with engine(smollm2_path, tmp_path) as two:
            again = two.generate(instructed())
        assert (again.text, again.tokens.reused) == (text, 0)
        (file,) = tmp_path.iterdir()
        assert file.stat().st_size == len(whole)


@pytest.mark.model
def test_a_file_that_ends_llamacpp_is_met_once(smollm2_path: Path, tmp_path: Path) -> None:
    with engine(smollm2_path, tmp_path) as one:
        text = one.generate(instructed()).text
    (file,) = tmp_path.iterdir()
    cut = tmp_path / "cut.draft"
    cut.write_bytes(file.read_bytes()[:5000])
    name = file.name.partition("-")[0]
    file.unlink()
    KeptFiles(tmp_path, SUFFIX, 10**9).add(
        name, lambda draft: bool(shutil.copy(cut, draft))
    )  # of a checksum that is right
    with engine(smollm2_path, tmp_path) as two:
        again = two.generate(instructed())
        assert two.generate(instructed()).tokens.reused > 100
    assert (again.text, again.tokens.reused) == (text, 0)


@pytest.mark.model
def test_runs_side_by_side_and_one_alone_have_files_of_their_own(smollm2_path: Path, tmp_path: Path) -> None:
    with engine(smollm2_path, tmp_path, lanes=2) as many:
        many.generate(instructed())
    many_files = set(tmp_path.iterdir())
    for reused in (False, True):
        with engine(smollm2_path, tmp_path) as alone:
            assert (alone.generate(instructed()).tokens.reused > 100) == reused
    assert many_files < set(tmp_path.iterdir())


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
