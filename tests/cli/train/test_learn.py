"""A module tuned on corrections, checked and switched on, with real training of SmolLM2."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from IPython.core.interactiveshell import InteractiveShell
from small_adapters import train, write_card

from husky_kernel import learning
from husky_kernel.agent.errors import UseError
from husky_kernel.assembly import profile_for
from husky_kernel.cli.train.learn import carry_out
from husky_kernel.corrections import Correction, CorrectionLog, correction_file
from husky_kernel.kernel.magics.learn import prepare, undo
from husky_kernel.learning import Job, last_job
from husky_kernel.models import find_adapter, full_name, load_catalogue
from husky_kernel.models.card import read_card
from husky_kernel.training.pairs.correction_pairs import asked

pytestmark = [pytest.mark.model, pytest.mark.slow]

SHORT = """
name = "smollm2"
[action]
system = "Write the next step."
ask = "{question}\\n{history}"
stop = ["\\n"]
max_tokens = 8
[code]
system = "Write Python."
ask = "{question}"
stop = ["```"]
max_tokens = 16
""" + "".join(
    f'[{name}]\nsystem = "Answer."\nask = "{{question}}"\nmax_tokens = 8\n'
    for name in ("math", "query", "commonsense", "rewrite")
)
"""Prompts that are read in a moment."""

MODEL = "smollm2-135m"
CODE = "answer = len(rows)\nanswer"


@pytest.fixture(autouse=True)
def own_world(tmp_path: Path, smollm2_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("CACHE", "CONFIG", "DATA"):
        monkeypatch.setenv(f"HUSKY_{name}_DIR", str(tmp_path / name.lower()))
    monkeypatch.setenv("HUSKY_MODELS_PATH", str(smollm2_path.parent))
    monkeypatch.setenv("HUSKY_THREADS", "1")
    profiles = tmp_path / "config" / "profiles"
    profiles.mkdir(parents=True)
    (profiles / "smollm2.toml").write_text(SHORT)
    correct(12)
    yield
    InteractiveShell.clear_instance()


def correct(number: int) -> None:
    log = CorrectionLog(correction_file())
    for index in range(number):
        question = f"How many rows has table {index}?"
        log.add(
            Correction("code", question, f"run{index}", 0, profile="smollm2", tool="code", step="Count.", after=CODE)
        )


@pytest.fixture
def trainer(torch_folder: Path) -> object:
    """Trains for real, on the first three of the corrections that it is given."""

    def tune(job: Job, corrections: Path, out: Path) -> None:
        items = CorrectionLog(corrections).pairs(job.module)
        assert 8 <= len(items) < 12, "some are kept back"
        taught = [asked(item, profile_for("smollm2")) for item in items[:3]]
        sha256 = load_catalogue().model(job.base).sha256
        train(torch_folder, out, sha256, taught, steps=15, name="raw", module=job.module)

    return tune


def test_what_was_learned_is_in_use_until_it_is_undone(trainer: object) -> None:
    job = carry_out(prepare("code", MODEL, 1), trainer, tasks=1)  # type: ignore[arg-type]
    assert (job.stage, job.adapter) == ("switched", "learned-code-1"), job.note
    assert full_name(MODEL) == "smollm2-135m+code=learned-code-1"
    card = find_adapter("learned-code-1").card
    assert card.decision == job.note
    near, tasks = card.figures
    assert (near.set, tasks.set, tasks.n) == ("held-out corrections", "short tasks", 1)
    assert near.after > 0.9 > near.before
    assert last_job() == job
    assert "was tuned and is in use: passed: held-out corrections" in job.line()
    assert not job.work.exists()
    assert undo(MODEL, None).startswith("undone: smollm2-135m does not use learned-code-1 for code")
    assert full_name(MODEL) == MODEL
    with pytest.raises(UseError, match="nothing to undo"):
        undo(MODEL, "code")


def test_what_got_worse_is_kept_out(sheep: Path) -> None:
    def tune(job: Job, corrections: Path, out: Path) -> None:
        """It has learned to talk of sheep."""
        shutil.copytree(sheep, out)

    job = carry_out(prepare("code", MODEL, 1), tune, tasks=0)
    assert job.stage in ("kept", "switched")
    figure = read_card(learning.folder() / "kept-out-code-smollm2-135m").figures[0]
    assert figure.worse
    assert job.stage == "kept"
    assert "stays as it was: kept out: held-out corrections" in job.line()
    assert full_name(MODEL) == MODEL


def test_a_job_that_fails_says_why_and_keeps_its_files() -> None:
    def stop(job: Job, corrections: Path, out: Path) -> None:
        out.parent.joinpath("checkpoint").write_text("half-way")
        raise UseError("the disk is full")

    job = prepare("code", MODEL, 1)
    for _ in range(2):
        with pytest.raises(UseError):
            carry_out(job, stop)
        assert (job.work / "checkpoint").read_text() == "half-way"
    ended = last_job()
    assert ended is not None
    assert ended.line().endswith("could not be tuned: the disk is full")

    def look(job: Job, corrections: Path, out: Path) -> None:
        assert not (job.work / "checkpoint").exists(), "other corrections need a new beginning"
        raise UseError("looked")

    correct(20)
    with pytest.raises(UseError, match="looked"):
        carry_out(prepare("code", MODEL, 1), look)


def test_an_adapter_for_another_model_is_not_taken(sheep: Path) -> None:
    def tune(job: Job, corrections: Path, out: Path) -> None:
        shutil.copytree(sheep, out)
        write_card(out, "0" * 64)

    with pytest.raises(UseError, match="another version"):
        carry_out(prepare("code", MODEL, 1), tune, tasks=0)
    assert full_name(MODEL) == MODEL


def test_the_gate_as_a_command(sheep: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from husky_kernel.cli.entry import _exit_code

    folder = shutil.copytree(sheep, tmp_path / "sheep")
    log = str(correction_file())
    assert _exit_code(["train", "gate", str(folder), "--held-out", log, "--limit", "0", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["passed"] is False
    assert found["decision"] == read_card(folder).decision
    assert [figure["set"] for figure in found["figures"]] == ["held-out corrections"]
    assert _exit_code(["train", "gate", str(folder), "--held-out", str(tmp_path / "none"), "--json"]) == 2
    assert _exit_code(["train", "gate", "goat"]) == 2
