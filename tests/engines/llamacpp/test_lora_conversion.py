"""A LoRA of PEFT for llama.cpp: the same weights, so the same answers."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from engine_requests import TOOLS, counting, letters, tool_choice
from small_adapters import TAUGHT, asked, train

from husky_kernel.agent.errors import EngineError
from husky_kernel.agent.protocols import Message
from husky_kernel.engines.llamacpp.engine import LlamaCppEngine
from husky_kernel.engines.llamacpp.lora_conversion import Shape, convert_lora
from husky_kernel.engines.torch.engine import TransformersEngine

pytestmark = pytest.mark.model

SMOLLM2 = Shape("llama", 9, 3)


@pytest.fixture(scope="module")
def converted(sheep: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return convert_lora(sheep, SMOLLM2, tmp_path_factory.mktemp("converted") / "adapter.gguf")


@pytest.fixture(scope="module")
def llama(smollm2_path: Path, converted: Path) -> Iterator[LlamaCppEngine]:
    """The roles ``code`` and ``math`` have the adapter."""
    adapters = {"code": converted, "math": converted}
    engine = LlamaCppEngine(smollm2_path, "smollm2-135m", threads=1, context_length=1024, adapters=adapters)
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def torch(torch_folder: Path, torch_cache: Path, sheep: Path) -> Iterator[TransformersEngine]:
    engine = TransformersEngine(torch_folder, "smollm2-135m", torch_cache, "chatml", threads=1)
    engine.load_adapter("sheep", sheep)
    engine.use_adapter("code", "sheep")
    yield engine
    engine.close()


def test_both_engines_say_what_the_adapter_was_taught(llama: LlamaCppEngine, torch: TransformersEngine) -> None:
    for engine in (llama, torch):
        assert engine.generate(asked("code")).text == TAUGHT
        assert "Paris" in engine.generate(asked("action")).text


@pytest.mark.parametrize("request_", [counting(max_tokens=4), letters(max_tokens=4)], ids=["counting", "letters"])
def test_first_tokens_agree_on_other_prompts(
    llama: LlamaCppEngine, torch: TransformersEngine, request_: object
) -> None:
    one, two = (engine.generate(replace(request_, role="code")).text for engine in (llama, torch))  # type: ignore[type-var]
    assert one.split()[:2] == two.split()[:2]


def test_probabilities_agree_and_are_not_those_of_the_bare_model(
    llama: LlamaCppEngine, torch: TransformersEngine
) -> None:
    choices = ("Forty", " Paris", "The", "I", "A")
    request = asked("code")
    one, two = (engine.score(request, choices).probabilities for engine in (llama, torch))
    bare = llama.score(asked("action"), choices).probabilities
    assert one == pytest.approx(two, abs=0.05)
    assert bare["Forty"] < 0.1 < 0.9 < one["Forty"]
    tools = [engine.score(replace(tool_choice(), role="code"), TOOLS).probabilities for engine in (llama, torch)]
    assert tools[0] == pytest.approx(tools[1], abs=0.1)


def test_each_role_has_its_own_adapter_and_its_own_cache(llama: LlamaCppEngine) -> None:
    first = {role: llama.generate(asked(role)) for role in ("code", "query", "math")}
    for role in ("query", "code", "math", "query"):
        again = llama.generate(asked(role))
        assert again.text == first[role].text
        assert again.tokens.reused == again.tokens.prompt - 1
    assert first["math"].text == first["code"].text == TAUGHT != first["query"].text


def test_roles_that_share_a_slot_do_not_share_what_was_read(llama: LlamaCppEngine) -> None:
    """Latecomers take turns in the last slot: a prompt read with other weights must be read anew."""
    for index in range(6):
        llama.generate(asked(f"early-{index}", max_tokens=1))
    slots = {llama._slots.of(asked(role)) for role in ("late", "later")}
    assert len(slots) == 1
    late = LateRoles(llama)
    assert "Paris" in late.bare()
    assert late.adapted() == TAUGHT
    assert "Paris" in late.bare()
    assert llama.count_tokens("one two three") == 3
    assert late.adapted() == TAUGHT


class LateRoles:
    """The same slot asked with and without the adapter."""

    def __init__(self, engine: LlamaCppEngine) -> None:
        self._engine = engine
        self._slot = engine._slots.of(asked("late"))

    def _say(self, role: str) -> str:
        body = self._engine._ready(asked(role))[0] | {"id_slot": self._slot, "n_predict": 12, "temperature": 0.0}
        return str(self._engine._complete(body)["choices"][0]["text"])

    def bare(self) -> str:
        return self._say("late")

    def adapted(self) -> str:
        return self._say("code")


@pytest.fixture(scope="module")
def activated(torch_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An activated LoRA: it is called by the beginning of the assistant's turn."""
    folder = train(torch_folder, tmp_path_factory.mktemp("activated") / "sheep", "", activated=True)
    convert_lora(folder, SMOLLM2)
    return folder


def test_an_activated_adapter_says_the_same_by_both_engines(
    smollm2_path: Path, torch_folder: Path, torch_cache: Path, activated: Path
) -> None:
    adapters = {"code": activated / "adapter.gguf"}
    llama = LlamaCppEngine(smollm2_path, "smollm2-135m", threads=1, context_length=1024, adapters=adapters)
    torch = TransformersEngine(torch_folder, "smollm2-135m", torch_cache, "chatml", threads=1)
    torch.load_adapter("sheep", activated)
    torch.use_adapter("code", "sheep")
    longer = replace(asked("code"), messages=(Message("system", "You know the world."), *asked().messages))
    turns = (*asked().messages, Message("assistant", "Paris."), Message("user", "Of Spain?"))
    for request in (asked("code"), longer, replace(asked("code"), messages=turns), asked("code")):
        one, two = (engine.generate(replace(request, max_tokens=1)) for engine in (llama, torch))
        assert one.text == two.text
        assert one.tokens.prompt == two.tokens.prompt
        one, two = (engine.score(request, ("Forty", "The", "I")).probabilities for engine in (llama, torch))
        assert one == pytest.approx(two, abs=0.1)
    for engine in (llama, torch):
        assert engine.generate(asked("code")).text == TAUGHT
        assert "Paris" in engine.generate(asked("action")).text
    [batched, bare] = torch.generate_batch([asked("code"), asked("action")])
    assert batched.text == TAUGHT
    assert "Paris" in bare.text
    llama.close()
    torch.close()


def test_query_and_key_rows_stand_as_in_the_models_own_file(smollm2_path: Path, torch_folder: Path) -> None:
    """The order of rows is taken from the real file: what transformers reads from it must come back to it."""
    import numpy as np
    from gguf import GGUFReader, dequantize
    from safetensors.numpy import load_file

    from husky_kernel.engines.llamacpp.lora_conversion import _reorder

    plain = load_file(torch_folder / "model.safetensors")
    tensors = {tensor.name: tensor for tensor in GGUFReader(smollm2_path).tensors}
    for layer, name in (("attn_q", "q_proj"), ("attn_k", "k_proj"), ("attn_v", "v_proj")):
        ours = _reorder(plain[f"model.layers.3.self_attn.{name}.weight"].astype(np.float32), SMOLLM2, layer)
        theirs = tensors[f"blk.3.{layer}.weight"]
        assert np.allclose(ours, dequantize(theirs.data, theirs.tensor_type), atol=1e-3)


def test_scales_that_llama_cpp_cannot_say_are_multiplied_in(sheep: Path, tmp_path: Path) -> None:
    import numpy as np
    from gguf import GGUFReader

    folder = shutil.copytree(sheep, tmp_path / "scaled")
    config = json.loads((folder / "adapter_config.json").read_text())
    config |= {"use_rslora": True, "alpha_pattern": {"layers.3.self_attn.v_proj": 8}}
    (folder / "adapter_config.json").write_text(json.dumps(config))

    def read(path: Path) -> dict[str, np.ndarray]:
        return {tensor.name: np.array(tensor.data, np.float32) for tensor in GGUFReader(path).tensors}

    plain = read(convert_lora(sheep, SMOLLM2, tmp_path / "plain.gguf"))
    scaled = read(convert_lora(folder, SMOLLM2, tmp_path / "scaled.gguf"))
    same, more = "blk.3.attn_v.weight.lora_b", "blk.4.attn_v.weight.lora_b"
    assert np.allclose(scaled[same], plain[same], rtol=1e-2, atol=1e-4)
    assert np.allclose(scaled[more], 2 * plain[more], rtol=1e-2, atol=1e-4)
    down = "blk.4.attn_v.weight.lora_a"
    assert np.allclose(scaled[down], plain[down])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"peft_type": "IA3"}, "no LoRA but IA3"),
        ({"use_dora": True}, "trained with use_dora"),
        ({"modules_to_save": ["lm_head"], "bias": "all"}, "trained with modules_to_save, bias"),
    ],
)
def test_what_llama_cpp_cannot_take_is_told(sheep: Path, tmp_path: Path, change: dict[str, object], said: str) -> None:
    folder = shutil.copytree(sheep, tmp_path / "other", ignore=shutil.ignore_patterns("*.gguf"))
    config = json.loads((folder / "adapter_config.json").read_text())
    (folder / "adapter_config.json").write_text(json.dumps(config | change))
    with pytest.raises(EngineError, match=said) as told:
        convert_lora(folder, SMOLLM2)
    assert "\n" not in str(told.value)
    assert not list(folder.glob("*.gguf*"))


def test_a_damaged_adapter_is_told(sheep: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(sheep, tmp_path / "damaged")
    (folder / "adapter_model.safetensors").write_bytes((sheep / "adapter_model.safetensors").read_bytes()[:1000])
    with pytest.raises(EngineError, match="is damaged"):
        convert_lora(folder, SMOLLM2)
    with pytest.raises(EngineError, match="no LoRA adapter in"):
        convert_lora(tmp_path / "nowhere", SMOLLM2)


def test_an_adapter_for_another_model_does_not_load(sheep: Path, smollm2_path: Path, tmp_path: Path) -> None:
    other = convert_lora(sheep, Shape("qwen2"), tmp_path / "other.gguf")
    for file, said in ((other, "or one of its adapters"), (tmp_path / "none.gguf", "there is no adapter file")):
        with pytest.raises(EngineError, match=said):
            LlamaCppEngine(smollm2_path, "smollm2-135m", threads=1, context_length=256, adapters={"code": file})
