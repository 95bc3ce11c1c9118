from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from engine_requests import TOOLS, counting, tool_choice

from husky_kernel.agent.errors import EngineError, UseError
from husky_kernel.engines.torch.engine import TransformersEngine

pytestmark = pytest.mark.model

ask = partial(counting, max_tokens=4)
"""Four tokens show which weights have answered; the bare ones say `` 6, 7``."""


@pytest.fixture(scope="module")
def adapters(torch_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two small random LoRA adapters, strong enough to change what is said."""
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM

    folder = tmp_path_factory.mktemp("adapters")
    made: dict[str, Path] = {}
    for seed, name in enumerate(("red", "blue")):
        base = AutoModelForCausalLM.from_pretrained(torch_folder, dtype=torch.float32)
        config = LoraConfig(r=2, lora_alpha=4, target_modules=["q_proj", "v_proj"], task_type="CAUSAL_LM")
        torch.manual_seed(seed)  # of both halves: the first is drawn as the adapter is made
        model = get_peft_model(base, config)
        for key, weight in model.named_parameters():
            if "lora_B" in key:
                torch.nn.init.normal_(weight, std=1.0)
        model.save_pretrained(folder / name)
        made[name] = folder / name
    return made


@pytest.fixture
def engine(torch_folder: Path, torch_cache: Path, adapters: dict[str, Path]) -> Iterator[TransformersEngine]:
    engine = TransformersEngine(torch_folder, "smollm2", torch_cache, "chatml", threads=1)
    for name, path in adapters.items():
        engine.load_adapter(name, path)
    yield engine
    engine.close()


def test_each_role_answers_with_its_adapter_and_its_cache(engine: TransformersEngine) -> None:
    engine.use_adapter("red", "red")
    engine.use_adapter("blue", "blue")
    first = {role: engine.generate(ask(role)) for role in ("bare", "red", "blue")}
    assert first["bare"].text.startswith(" 6,")
    assert len({reply.text for reply in first.values()}) == 3
    assert all(reply.tokens.reused == 0 for reply in first.values())
    for role in ("blue", "bare", "red"):
        again = engine.generate(ask(role))
        assert again.text == first[role].text
        assert again.tokens.reused == again.tokens.prompt - 1


def test_a_role_that_changes_its_adapter_reads_its_prompt_again(engine: TransformersEngine) -> None:
    bare = engine.generate(ask())
    engine.use_adapter("talk", "red")
    red = engine.generate(ask())
    assert red.tokens.reused == 0
    assert red.text != bare.text
    engine.use_adapter("talk", None)
    back = engine.generate(ask())
    assert back.text == bare.text
    assert back.tokens.reused > 0


def test_scores_and_batches_use_the_adapter_too(engine: TransformersEngine) -> None:
    bare = engine.score(tool_choice(), TOOLS).probabilities
    engine.use_adapter("action", "red")
    engine.use_adapter("blue", "blue")
    assert engine.score(tool_choice(), TOOLS).probabilities != pytest.approx(bare, abs=1e-3)
    requests = [ask("blue"), ask("bare"), tool_choice("[math]", max_tokens=4), ask("blue", max_tokens=2)]
    alone = [engine.generate(request).text for request in requests]
    assert [reply.text for reply in engine.generate_batch(requests)] == alone


def test_an_adapter_of_the_same_name_replaces_the_first(engine: TransformersEngine, adapters: dict[str, Path]) -> None:
    engine.use_adapter("talk", "red")
    engine.use_adapter("other", "blue")
    red, blue = engine.generate(ask()), engine.generate(ask("other"))
    engine.load_adapter("red", adapters["blue"])
    replaced = engine.generate(ask())
    assert replaced.text == blue.text != red.text
    assert replaced.tokens.reused == 0


def test_a_folder_without_an_adapter(engine: TransformersEngine, tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r"no adapter in .*adapter_config\.json"):
        engine.load_adapter("green", tmp_path)
    with pytest.raises(UseError, match=r"no adapter 'green' is loaded: there are blue, red"):
        engine.use_adapter("talk", "green")


@pytest.mark.parametrize("change", [{"r": 3}, {"target_modules": ["no_such_layer"]}], ids=["shape", "layers"])
def test_an_adapter_that_does_not_fit_leaves_the_model_as_it_was(
    torch_folder: Path, torch_cache: Path, adapters: dict[str, Path], tmp_path: Path, change: dict[str, object]
) -> None:
    wrong = shutil.copytree(adapters["red"], tmp_path / "wrong")
    config = json.loads((wrong / "adapter_config.json").read_text())
    (wrong / "adapter_config.json").write_text(json.dumps(config | change))
    engine = TransformersEngine(torch_folder, "smollm2", torch_cache, "chatml", threads=1)
    with pytest.raises(EngineError, match="does not fit the model") as caught:
        engine.load_adapter("wrong", wrong)
    assert "\n" not in str(caught.value)
    assert engine.generate(ask()).text.startswith(" 6,")
    engine.load_adapter("red", adapters["red"])
    with pytest.raises(EngineError, match="does not fit the model"):
        engine.load_adapter("wrong", wrong)
    assert engine.generate(ask()).text.startswith(" 6,")
    engine.use_adapter("talk", "red")
    assert not engine.generate(ask()).text.startswith(" 6,")
    engine.close()
