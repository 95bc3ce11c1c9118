"""The ways in which a cache of fixed size reads a token: recorded, compiled, and what follows where one fails."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from small_decoding import assert_same, replied, small, written

from husky_kernel.engines.torch.decoder import DynamicDecoder
from husky_kernel.engines.torch.graphs.static_decoder import StaticDecoder, cuda_ways
from husky_kernel.engines.torch.graphs.step import Forward, Step
from husky_kernel.engines.torch.graphs.steps import Compiler, Way
from husky_kernel.engines.torch.prefix_cache import Prefix


def broken_after(count: int) -> Compiler:
    """A compiler whose forward fails once it was run so often: the token is counted, then it fails."""

    def broken(forward: Forward) -> Forward:
        def fails(token: Any, cache: Any) -> Any:
            found = forward(token, cache)
            if len(calls) == count:
                raise RuntimeError("no compiler\nis installed")
            calls.append(1)
            return found

        return fails

    calls: list[int] = []
    return broken


@pytest.mark.parametrize("at", [0, 1, 2, 5])
def test_a_reply_goes_on_in_the_next_way(at: int, caplog: pytest.LogCaptureFixture) -> None:
    model = small()
    plain, grown = replied(DynamicDecoder(), model)
    decoder = StaticDecoder(model, 64, [Way("compiled", broken_after(at)), Way("as before")])
    for _ in range(2):
        reply, copied = replied(decoder, model)
        assert reply.text == plain.text
        assert reply.confidence == pytest.approx(plain.confidence, abs=1e-5)
        assert_same(copied, grown)
    [record] = caplog.records
    assert record.message.startswith("writing replies compiled failed, they are written as before from now on")


def test_a_graph_is_recorded_for_each_adapter_and_again_for_one_that_is_replaced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from peft import LoraConfig, get_peft_model

    def recorded(step: Step) -> Any:
        made.append(step)
        return SimpleNamespace(replay=step._run)

    def recordings() -> int:
        before = len(made)
        assert replied(decoder, model)[0].text == replied(DynamicDecoder(), model)[0].text
        return len(made) - before

    made: list[Step] = []
    monkeypatch.setattr(Step, "_recorded", recorded)
    model = small()
    decoder = StaticDecoder(model, 64, cuda_ways("recorded"))
    assert [recordings(), recordings()] == [1, 0]
    config = LoraConfig(r=4, target_modules=["q_proj", "v_proj"], init_lora_weights=False, lora_alpha=40)
    peft = get_peft_model(model, config, adapter_name="code")
    assert [recordings(), recordings()] == [1, 0]
    peft.add_adapter("math", config)
    assert [recordings(), recordings()] == [1, 0]
    peft.set_adapter("math")
    assert [recordings(), recordings()] == [1, 0]
    peft.set_adapter("code")
    assert recordings() == 0
    peft.delete_adapter("math")
    peft.add_adapter("math", config)
    peft.set_adapter("math")
    assert recordings() == 1


def test_where_a_graph_cannot_be_recorded_replies_are_written_without(caplog: pytest.LogCaptureFixture) -> None:
    import torch

    if torch.cuda.is_available():
        pytest.skip("it can be recorded here")
    model = small()
    plain, grown = replied(DynamicDecoder(), model)
    decoder = StaticDecoder(model, 64, cuda_ways("recorded"))
    for _ in range(2):
        reply, copied = replied(decoder, model)
        assert reply.text == plain.text
        assert_same(copied, grown)
    [record] = caplog.records
    assert "written in a cache that grows from now on" in record.message


def test_where_compiling_fails_the_reply_goes_on_and_the_log_says_so_once(caplog: pytest.LogCaptureFixture) -> None:
    model = small()
    plain, _ = written(DynamicDecoder(), model)
    decoder = StaticDecoder(model, 64, [Way(compiler=broken_after(3))])
    assert written(decoder, model)[0] == plain
    assert written(decoder, model)[0] == plain
    [record] = caplog.records
    assert record.message.endswith("from now on: no compiler")
    with decoder.decode(kept := Prefix(model), 1) as reader:
        assert reader is kept
