"""``GET /husky/status`` on a real Jupyter server."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError

from husky_kernel import __version__

Fetch = Callable[..., Any]


def test_status_tells_version_models_and_kernels(
    smollm2_path: Path, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUSKY_MODELS_PATH", str(smollm2_path.parent))  # the test server has another home
    status = fetch("husky", "status")
    assert status["version"] == __version__
    assert "smollm2-135m" in status["models"]
    assert "qwen2.5-math-7b" not in status["models"]
    assert status["kernels"] == {"husky": 0, "all": 0}


def test_running_kernels_are_counted(
    fetch: Fetch, jp_serverapp: Any, jp_asyncio_loop: asyncio.AbstractEventLoop, jp_env_jupyter_path: Path
) -> None:
    spec = {"argv": [sys.executable, "-m", "husky_kernel.kernel", "-f", "{connection_file}"]}
    folder = jp_env_jupyter_path / "kernels" / "husky"
    folder.mkdir(parents=True)
    (folder / "kernel.json").write_text(json.dumps({**spec, "display_name": "Husky", "language": "python"}))
    manager = jp_serverapp.kernel_manager
    for name in ("husky", "python3"):
        jp_asyncio_loop.run_until_complete(manager.start_kernel(kernel_name=name))
    assert fetch("husky", "status")["kernels"] == {"husky": 1, "all": 2}
    jp_asyncio_loop.run_until_complete(manager.shutdown_all(now=True))
    assert fetch("husky", "status")["kernels"] == {"husky": 0, "all": 0}


@pytest.mark.parametrize("token", ["", "token wrong"])
def test_without_the_token_nothing_is_told(fetch: Fetch, token: str) -> None:
    with pytest.raises(HTTPClientError) as refused:
        fetch("husky", "status", headers={"Authorization": token})
    assert refused.value.code == 403
    assert refused.value.response is not None
    assert __version__.encode() not in refused.value.response.body


def test_a_broken_catalogue_is_told(fetch: Fetch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUSKY_CONFIG_DIR", str(tmp_path))
    (tmp_path / "models.toml").write_text("[teams]\nodd = 3\n", encoding="utf-8")
    with pytest.raises(HTTPClientError) as failed:
        fetch("husky", "status")
    assert failed.value.code == 500
    assert failed.value.response is not None
    assert "models.toml" in json.loads(failed.value.response.body)["message"]


def test_the_server_process_loads_no_engine() -> None:
    code = """
import sys
import husky_kernel
[point] = husky_kernel._jupyter_server_extension_points()
from husky_kernel.server.handlers import installed_models
installed_models()
print(sorted({"torch", "xllamacpp", "transformers", "pandas"} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"
