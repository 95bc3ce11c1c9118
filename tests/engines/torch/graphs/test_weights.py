"""What a recorded graph must notice."""

from __future__ import annotations

from typing import Any

from small_decoding import small

from husky_kernel.engines.torch.graphs.weights import Weights


def with_adapter(model: Any, name: str) -> Any:
    from peft import LoraConfig, get_peft_model

    return get_peft_model(model, LoraConfig(r=2, target_modules=["q_proj"]), adapter_name=name)


def test_moved_and_replaced_weights() -> None:
    import torch

    model = small()
    weights, head = Weights(model), model.lm_head
    assert weights.stayed
    head.weight.data = head.weight.data.clone()
    assert not weights.stayed
    weights = Weights(model)
    head.weight = torch.nn.Parameter(head.weight.data)
    assert not weights.stayed, "another at the same place"


def test_adapters_are_told_apart() -> None:
    model = small()
    bare = Weights(model)
    assert bare.adapters == {()}
    peft = with_adapter(model, "code")
    assert not bare.stayed
    weights = Weights(model)
    assert weights.adapters == {("code",)}
    peft.add_adapter("math", peft.peft_config["code"])
    assert not weights.stayed, "one more"
    weights = Weights(model)
    peft.set_adapter("math")
    assert weights.stayed
    assert weights.adapters == {("math",)}
    peft.base_model.disable_adapter_layers()
    assert weights.adapters == bare.adapters
    peft.delete_adapter("code")
    peft.add_adapter("code", peft.peft_config["math"])
    assert not weights.stayed, "one of the same name"
