from __future__ import annotations

import sys
from pathlib import Path

import pytest

from husky_kernel.agent.errors import UseError
from husky_kernel.bench.loop.peer_environment import python_of
from husky_kernel.bench.loop.smolagents_side import Peer
from husky_kernel.bench.meter import Meter

ECHO = "import sys\nfor line in sys.stdin: print(line.strip(), flush=True)"
SILENT = "import time\ntime.sleep(600)"
GONE = "pass"


def test_a_peer_says_a_line_for_a_line() -> None:
    peer = Peer([sys.executable, "-c", ECHO])
    assert peer.ask({"a": 1}, Meter(60)) == {"a": 1}
    assert peer.ask({"b": 2}, Meter(60)) == {"b": 2}
    peer.close()


@pytest.mark.parametrize(("program", "limit"), [(SILENT, -4.0), (GONE, 60.0)], ids=["late", "gone"])
def test_a_peer_that_is_late_or_gone_has_no_reply(program: str, limit: float) -> None:
    peer = Peer([sys.executable, "-c", program])
    assert peer.ask({}, Meter(limit)) is None
    peer.close()


@pytest.mark.slow
def test_a_peer_that_cannot_be_installed_is_told_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUSKY_CACHE_DIR", str(tmp_path))
    told: list[str] = []
    with pytest.raises(UseError, match=r"nothing\.whl cannot be installed: .+") as error:
        python_of("peer", str(tmp_path / "nothing.whl"), told.append)
    assert "\n" not in str(error.value)
    assert len(told) == 1
