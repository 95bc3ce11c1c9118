from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from carrying_out import CarryOut
from IPython.core.interactiveshell import InteractiveShell
from runs import Library

from husky_kernel.agent.protocols import Tool
from husky_kernel.assembly import tool_context
from husky_kernel.config import Settings
from husky_kernel.modules.profile import Profile, load_profile
from husky_kernel.tools.registry import load_tools
from husky_kernel.training.checks.verify import trajectory, verify
from husky_kernel.training.checks.worker import Worker
from husky_kernel.training.converters import sources
from husky_kernel.training.converters.source import How
from husky_kernel.training.trajectories import Trajectory

SMALL = """
name = "small"
[policy]
[action]
system = "Choose: [code] [math] [search] [commonsense] [finish]"
ask = '''
Question: {question}
{context}
History:
{history}'''
stop = ["\\n"]
shows_none = true
[code]
system = "Write Python."
ask = '''
{context}
{history}
Hint: {step}
Question: {question}'''
prefill = "```python\\n"
closing = "\\n```"
stop = ["```"]
hints_first = "variables"
[code.alone]
system = "Solve it."
"""
PLAIN = """
[{name}]
system = "{name}."
ask = '''
Question: {{question}}
{{context}}
{{history}}
Step: {{step}}'''
stop = {stop}
"""


@pytest.fixture(scope="session")
def small_profile(tmp_path_factory: pytest.TempPathFactory) -> Profile:
    """Prompts of few tokens, so that a model reads them in no time."""
    path = tmp_path_factory.mktemp("profile") / "small.toml"
    stops = {"math": [], "query": ["\n"], "commonsense": ["\n"], "rewrite": ["\n"]}
    rest = "".join(PLAIN.format(name=name, stop=json.dumps(stop)) for name, stop in stops.items())
    path.write_text(SMALL + rest, encoding="utf-8")
    return load_profile(str(path))


@pytest.fixture
def tools(live_shell: InteractiveShell) -> Iterator[Mapping[str, Tool]]:
    """The tools of a run with a table ``df``; the search always finds something."""
    import pandas as pd

    live_shell.push({"df": pd.DataFrame({"units": [1, 4, 6]})})
    yield {**load_tools(tool_context(live_shell, Settings())), "search": Library()}
    live_shell.reset(new_session=False)


@pytest.fixture(scope="session")
def tiny_model(smollm2_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """SmolLM2's tokenizer with a model of its kind that has small random weights, as a folder."""
    import torch
    from transformers import AutoTokenizer, LlamaConfig, LlamaForCausalLM

    folder = tmp_path_factory.mktemp("models") / "tiny"
    tokenizer = AutoTokenizer.from_pretrained(smollm2_path.parent, gguf_file=smollm2_path.name)
    tokenizer.save_pretrained(folder)
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=2048,
        tie_word_embeddings=True,
        initializer_range=0.2,  # large enough for small changes to be heard
    )
    LlamaForCausalLM(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def worker() -> Iterator[Worker]:
    with Worker() as one:
        yield one


@pytest.fixture
def carry_out(worker: Worker) -> CarryOut:
    def run(name: str, record: dict[str, Any], **how: Any) -> Trajectory:
        source = sources.source(name)
        draft = source.convert(record, How(**how))
        return trajectory(draft, worker.call(verify, draft), source.name, source.licence, "a/key")

    return run
