"""The four engines, ready to answer; the real ones with SmolLM2-135M."""

from __future__ import annotations

import json
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from engine_requests import Build
from openai_server import Server, serving

from husky_kernel.agent.protocols import Engine
from husky_kernel.engines.llamacpp.engine import LlamaCppEngine
from husky_kernel.engines.openai.engine import OpenAIEngine
from husky_kernel.engines.scripted import ScriptedEngine
from husky_kernel.engines.torch.engine import TransformersEngine

KEY = "key-of-the-test-server"
CONTEXT = 1024


@pytest.fixture(scope="session")
def llama_server(smollm2_path: Path) -> Iterator[str]:
    """Address of a real OpenAI-compatible server, llama.cpp's own, that wants a key."""
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(smollm2_path)
    params.n_ctx, params.n_parallel, params.kv_unified = 2 * CONTEXT, 2, True
    params.cpuparams.n_threads, params.verbosity, params.warmup = 2, -1, False
    params.hostnames, params.port, params.api_keys = ["127.0.0.1"], 0, [KEY]
    server = xllamacpp.Server(params)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HUSKY_API_KEY", KEY)
        yield f"{server.listening_address}/v1"
    del server


@pytest.fixture(scope="session")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A script that says what SmolLM2 says to the requests of this folder's tests."""
    path = tmp_path_factory.mktemp("script") / "script.json"
    replies = {
        "talk": {"0": ", ".join(str(number) for number in range(1, 31))},
        "spell": {"0": ", ".join(string.ascii_uppercase)},
        "action": {"0": "[math] compute 6*7"},
    }
    path.write_text(json.dumps(replies), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def build(request: pytest.FixtureRequest) -> Build:
    """Makes a new engine of a kind; only what that kind needs is loaded."""

    def make(kind: str) -> Engine:
        need = request.getfixturevalue
        match kind:
            case "llamacpp":
                return LlamaCppEngine(need("smollm2_path"), name="smollm2-135m", threads=2, context_length=CONTEXT)
            case "transformers":
                folder, cache = need("torch_folder"), need("torch_cache")
                # One thread: torch's own spin against each other, and with them, where a core is busy.
                return TransformersEngine(
                    folder, "smollm2-135m", cache, template="chatml", context_length=CONTEXT, threads=1
                )
            case "openai":
                return OpenAIEngine(need("llama_server"), name="smollm2-135m")
            case _:
                return ScriptedEngine(need("script"), context_length=CONTEXT)

    return make


@pytest.fixture(scope="session")
def shared(build: Build) -> Iterator[Build]:
    """Engines that all tests share, each made when first asked for and closed at the end."""
    made: dict[str, Engine] = {}

    def get(kind: str) -> Engine:
        if kind not in made:
            made[kind] = build(kind)
        return made[kind]

    yield get
    for engine in made.values():
        engine.close()


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(Server()) as server:
        yield server
