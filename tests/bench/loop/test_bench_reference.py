from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from threading import current_thread

import pytest

from husky_kernel.agent.errors import EngineError, Stopped
from husky_kernel.bench.fresh_process import run_program
from husky_kernel.bench.local_model import find
from husky_kernel.bench.loop.reference_mail import Post
from husky_kernel.bench.loop.reference_prompts import load_prompts
from husky_kernel.bench.loop.reference_side import Reference
from husky_kernel.bench.meter import Meter
from husky_kernel.bench.overhead import Echo
from husky_kernel.config import Settings

FAST = 0.01


def test_modules_answer_by_files_on_a_thread_of_their_own(tmp_path: Path) -> None:
    seen: list[object] = []

    def work(parts: Mapping[str, str]) -> str:
        seen.append(current_thread())
        return parts["step"].upper()

    post = Post(tmp_path, "code", work, FAST)
    post.send([{"step": "a"}, {"step": "b"}])
    assert post.receive(Meter()) == ["A", "B"]
    assert seen[0] is not current_thread()
    post.send([])
    assert post.receive(Meter()) == []
    assert list(tmp_path.iterdir()) == []
    post.close()


def test_work_lies_in_a_file_until_the_next_look(tmp_path: Path) -> None:
    post = Post(tmp_path, "code", lambda parts: "", 600)
    post.send([{"step": "a"}])
    assert json.loads((tmp_path / "code.in.json").read_text(encoding="utf-8")) == [{"step": "a"}]
    with pytest.raises(Stopped):
        post.receive(Meter(0.05))
    post.clear()
    assert list(tmp_path.iterdir()) == []
    post.close()


def test_what_a_module_raises_is_raised_where_it_is_waited_for(tmp_path: Path) -> None:
    def work(parts: Mapping[str, str]) -> str:
        raise EngineError("it broke")

    post = Post(tmp_path, "code", work, FAST)
    post.send([{}])
    with pytest.raises(EngineError, match="it broke"):
        post.receive(Meter())
    post.close()


PROGRAMS = {
    "printed": ("print(6 * 7)", "42"),
    "a warning empties it": ("import warnings\nprint(42)\nwarnings.warn('old')", ""),
    "failed": ("print(1)\n1 / 0", ""),
    "not a program": ("\0", ""),
}


@pytest.mark.parametrize(("code", "seen"), PROGRAMS.values(), ids=PROGRAMS)
def test_programs_run_in_a_new_process(code: str, seen: str) -> None:
    assert run_program(code, Meter()) == seen


def test_a_program_that_hangs_is_ended() -> None:
    assert run_program("while True: pass", Meter(1.0)) == ""


def test_prompts_put_the_instruction_first_in_one_turn() -> None:
    prompt = load_prompts()["code"].lay_out(
        {"question": "How many {step}?", "history": "None", "step": "Add."}, "chatml"
    )
    assert prompt.count("<|im_start|>") == 2
    assert prompt.index("Write a Python program") < prompt.index("How many {step}?") < prompt.index("Step: Add.")


@pytest.mark.model
@pytest.mark.slow
def test_the_reference_side_prefills_each_prompt_again(smollm2_path: Path) -> None:
    side = Reference(find(Settings(model="smollm2-135m")), Echo(), 1, FAST)
    costs = []
    for _ in range(2):
        meter = Meter(300)
        answer = side.answer("What is 2 + 2?", meter)
        costs.append((answer.text, meter.prefilled))
    side.close()
    assert costs[0] == costs[1]
    assert costs[0][1] > 200
    assert costs[0][0] is not None
