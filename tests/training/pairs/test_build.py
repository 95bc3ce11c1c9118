from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from husky_kernel.agent.errors import UseError
from husky_kernel.agent.types import Step, Trace
from husky_kernel.corrections import Correction, CorrectionLog
from husky_kernel.modules.profile import Profile, load_profile
from husky_kernel.modules.profile_file import without_examples
from husky_kernel.training.pairs.build import build
from husky_kernel.training.pairs.holding_out import hold_out
from husky_kernel.training.pairs.pairs import Pair, read_pairs


def trace(number: int, **changes: object) -> Trace:
    step = Step(0, "code", f"Add {number} and 1.", call=f"{number} + 1", observation=f"{number + 1}")
    done = Trace(f"What is {number} + 1?", "m", answer=f"{number + 1}", steps=(replace(step, output=f"{number + 1}"),))
    return replace(done, **changes)  # type: ignore[arg-type]


def row(number: int, **changes: object) -> str:
    data = {"schema": "husky.trajectory/1", "trace": trace(number).to_json(), "context": "", "source": "sums"}
    return json.dumps(data | {"licence": "MIT", "origin": "annotation", "verified": ["executed"]} | changes)


def everything(folder: Path) -> list[Pair]:
    return [*read_pairs(folder / "train.jsonl"), *read_pairs(folder / "heldout.jsonl")]


def test_all_kinds_of_files_are_cut(tmp_path: Path, small_profile: Profile) -> None:
    rows, one, many, log = (tmp_path / name for name in ("t.jsonl", "one.json", "many.jsonl", "corrections.jsonl"))
    rows.write_text(f"{row(1)}\n\n{row(2, origin='correction')}\nnonsense\n" + '{"schema": "other/1"}\n')
    one.write_text(json.dumps(trace(3).to_json(), indent=1))  # as %husky export writes it
    unfinished = trace(5, status="failed", answer=None)
    many.write_text("".join(json.dumps(each.to_json()) + "\n" for each in (trace(4), unfinished)))
    corrections = CorrectionLog(log)
    corrections.add(Correction("code", "What is 6 + 1?", "r", 0, tool="code", step="Add.", before="6", after="6 + 1"))
    corrections.add(Correction("skip", "What is 7 + 1?", "r", 0, tool="code", step="Add.", before="7"))
    corrections.outcome("r", "finished", "7")
    built = build([rows, one, many, log], tmp_path / "out", small_profile, share=0)
    assert built.train == {"action": 8, "code": 5}
    assert (built.questions, built.unfinished, built.unreadable) == (4, 1, 2)
    pairs = everything(tmp_path / "out")
    assert {(pair.source, pair.licence, pair.weight) for pair in pairs} == {
        ("sums", "MIT", 1.0),
        ("sums", "MIT", 3.0),
        ("trace", "the user's own", 1.0),
        ("correction", "the user's own", 3.0),
    }
    told = "\n".join(built.lines())
    assert "code               5 pairs to train on" in told
    assert "2 worked questions that cannot be read" in told


def test_the_folder_says_by_which_prompts_a_tuned_model_is_asked(tmp_path: Path) -> None:
    (tmp_path / "t.jsonl").write_text(row(1))
    bare = without_examples(load_profile("qwen"))
    build([tmp_path / "t.jsonl"], tmp_path / "out", bare, examples="drop", share=0)
    assert load_profile(str(tmp_path / "out" / "profile.toml")) == bare
    assert all(len(pair.messages) == 2 for pair in everything(tmp_path / "out"))
    told = json.loads((tmp_path / "out" / "build.json").read_text())
    assert (told["schema"], told["profile"], told["examples"]) == ("husky.pairs/1", "qwen", "drop")


def test_examples_may_go_for_some_kinds_of_questions_alone(tmp_path: Path) -> None:
    whole = load_profile("qwen")
    some = without_examples(whole, ["trade", "table"])
    bare = {kind.when.pattern for kind in some.prompts["code"].kinds if not kind.prompt.examples}
    assert bare == {whole.kinds[name].pattern for name in ("trade", "table")}
    assert some.prompts["code"].examples == whole.prompts["code"].examples
    assert some.prompts["commonsense"] == whole.prompts["commonsense"]
    (tmp_path / "t.jsonl").write_text(row(1))
    build([tmp_path / "t.jsonl"], tmp_path / "out", some, examples="drop:trade,table", share=0)
    assert load_profile(str(tmp_path / "out" / "profile.toml")) == some


def test_a_question_is_on_one_side_and_the_same_one_each_time(tmp_path: Path, small_profile: Profile) -> None:
    (tmp_path / "t.jsonl").write_text("\n".join(row(number) for number in range(40)))
    (tmp_path / "u.jsonl").write_text("\n".join(row(number) for number in reversed(range(40))))
    sides = []
    for name in ("t", "u"):
        build([tmp_path / f"{name}.jsonl"], tmp_path / name, small_profile, share=0.2)
        train = {pair.question for pair in read_pairs(tmp_path / name / "train.jsonl")}
        held = {pair.question for pair in read_pairs(tmp_path / name / "heldout.jsonl")}
        assert (len(train), len(held), train & held) == (32, 8, set())
        sides.append(held)
    assert sides[0] == sides[1]


def test_questions_that_differ_in_spaces_and_case_are_one() -> None:
    texts = ("How  many?", "how many", "HOW MANY?!", "Where?")
    pairs = [Pair(messages=(), completion=text, module="math", source="s", id="i", question=text) for text in texts]
    kept, held = hold_out(pairs, 0.5)
    assert sorted(map(len, (kept, held))) == [1, 3]
    assert hold_out(pairs[:3], 0.5) == (pairs[:3], [])
    assert hold_out(pairs, 0) == (pairs, [])


def test_copies_are_left_out_and_the_heaviest_stays(tmp_path: Path, small_profile: Profile) -> None:
    (tmp_path / "t.jsonl").write_text("\n".join([row(1), row(1, origin="correction"), row(1)]))
    built = build([tmp_path / "t.jsonl"], tmp_path / "out", small_profile, share=0)
    assert (built.train, built.copies) == ({"action": 2, "code": 1}, 6)
    assert {pair.weight for pair in everything(tmp_path / "out")} == {3.0}


def test_a_folder_is_written_anew_but_nothing_else_is(tmp_path: Path, small_profile: Profile) -> None:
    rows, out = tmp_path / "t.jsonl", tmp_path / "out"
    rows.write_text("\n".join([row(1), row(2)]))
    build([rows], out, small_profile, share=0)
    rows.write_text(row(3))
    build([rows], out, small_profile, share=0)
    assert {pair.question for pair in everything(out)} == {"What is 3 + 1?"}
    with pytest.raises(UseError, match="holds something else"):
        build([rows], tmp_path, small_profile)
    with pytest.raises(UseError, match="is a file"):
        build([rows], rows, small_profile)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "it is empty"),
        ("{}\n[]\n", "2 of its objects cannot be read"),
        (json.dumps(trace(1, status="stopped").to_json()), "none of 1 worked questions ended with an answer"),
    ],
)
def test_nothing_to_learn(text: str, reason: str, tmp_path: Path, small_profile: Profile) -> None:
    (tmp_path / "t.jsonl").write_text(text)
    with pytest.raises(UseError, match=f"nothing to learn in .*: {reason}"):
        build([tmp_path / "t.jsonl"], tmp_path / "out", small_profile)
    assert not (tmp_path / "out").exists()


def test_files_that_cannot_be_read(tmp_path: Path, small_profile: Profile) -> None:
    (tmp_path / "t.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UseError, match=r"cannot read .*t\.jsonl: it is not a text of UTF-8"):
        build([tmp_path / "t.jsonl"], tmp_path / "out", small_profile)
    with pytest.raises(UseError, match=r"cannot read .*none\.jsonl: No such file"):
        build([tmp_path / "none.jsonl"], tmp_path / "out", small_profile)
