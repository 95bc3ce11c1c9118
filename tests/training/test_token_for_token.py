"""What is learned is what inference sends, token for token, by the real tokenizer and the real engines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from runs import SALES, solve

from husky_kernel.agent.protocols import Request, Tool
from husky_kernel.engines.llamacpp.engine import LlamaCppEngine
from husky_kernel.engines.torch.engine import TransformersEngine
from husky_kernel.engines.torch.prompt_encoding import PromptEncoder
from husky_kernel.modules.profile import Profile, load_profile
from husky_kernel.training.finetune.dataset import encode
from husky_kernel.training.pairs.cutting import Cutter
from husky_kernel.training.pairs.pairs import Pair
from husky_kernel.training.pairs.worked import Worked

pytestmark = pytest.mark.model


class Heard(TransformersEngine):
    """The torch engine, telling which tokens it reads for a request."""

    def read(self, request: Request) -> list[int]:
        return self._encode(request)


class Sent(LlamaCppEngine):
    """The llama.cpp engine, keeping the text that it sends."""

    sent = ""

    def _complete(self, body: Mapping[str, Any], on_chunk: Any = None) -> dict[str, Any]:
        self.sent = body["prompt"]
        return super()._complete(body, on_chunk)


@pytest.fixture(scope="module")
def engine(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Heard]:
    engine = Heard(tiny_model, "tiny", tmp_path_factory.mktemp("cache"), "chatml", device="cpu", threads=1)
    engine.context_length = 8192  # its own is too short for the examples of a profile
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def encoder(tiny_model: Path) -> PromptEncoder:
    from transformers import AutoTokenizer

    return PromptEncoder(AutoTokenizer.from_pretrained(tiny_model), "chatml")


def matching(pair: Pair, asked: list[Request]) -> list[Request]:
    """The requests of a run that a pair is the answer to; for an action, the scoring and the writing after the tag."""
    found = [request for request in asked if request.messages == pair.messages and request.role == pair.role]
    assert found, pair
    return found


@pytest.mark.parametrize("name", ["qwen", "smollm2", "small"])
def test_prompts_of_a_run_begin_the_rows_of_its_pairs(
    name: str,
    engine: Heard,
    encoder: PromptEncoder,
    small_profile: Profile,
    tools: Mapping[str, Tool],
    tmp_path: Path,
) -> None:
    profile = small_profile if name == "small" else load_profile(name)
    trace, asked = solve(tmp_path, profile, tools)
    checked = 0
    for pair in Cutter.of(profile).cut(Worked(trace, SALES.context)):
        row = encode(pair, encoder)
        requests = matching(pair, asked)
        for request in requests:
            read = engine.read(request)
            assert list(row.ids[: len(read)]) == read  # also where the tool's tag is forced before the step
            checked += 1
        shortest = min(requests, key=lambda request: len(request.prefill))
        assert row.prompt == len(engine.read(shortest))
    assert checked >= len(asked)


def test_the_reply_goes_on_as_a_model_would_write_it(encoder: PromptEncoder, tiny_model: Path, engine: Heard) -> None:
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(tiny_model)
    profile = load_profile("qwen")
    cutter = Cutter.of(profile)
    request = cutter.team.action.choose(SALES, ())
    row = encode(Pair.of(request, "[finish] -12.5 %", module="action", source="", id=""), encoder)
    forced = engine.read(cutter.team.action.write(SALES, (), "finish"))
    assert tokenizer.decode(row.ids[len(forced) :]) == " -12.5 %<|im_end|>"
    assert tokenizer(" -12.5 %", add_special_tokens=False)["input_ids"] == list(row.ids[len(forced) : -1])


def test_llama_cpp_is_sent_the_same(
    smollm2_path: Path, encoder: PromptEncoder, small_profile: Profile, tools: Mapping[str, Tool], tmp_path: Path
) -> None:
    trace, asked = solve(tmp_path, small_profile, tools)
    code = next(pair for pair in Cutter.of(small_profile).cut(Worked(trace, SALES.context)) if pair.module == "code")
    row = encode(code, encoder)
    engine = Sent(smollm2_path, "smollm2-135m", threads=1, context_length=1024)
    [request] = matching(code, asked)
    read = engine.generate(replace(request, max_tokens=1)).tokens.prompt
    sent = engine.sent
    engine.close()
    assert read == row.prompt
    assert encoder.extend([], sent) == list(row.ids[: row.prompt])
