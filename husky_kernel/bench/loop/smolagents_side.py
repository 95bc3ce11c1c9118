"""smolagents' CodeAgent, in its own environment and process, asking the same llama.cpp by its OpenAI interface."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from collections.abc import Callable, Mapping
from importlib.resources import as_file, files
from typing import Any

from husky_kernel.agent.errors import HuskyError
from husky_kernel.bench.local_model import LocalModel
from husky_kernel.bench.loop.peer_environment import python_of
from husky_kernel.bench.loop.questions import Answer
from husky_kernel.bench.meter import Meter
from husky_kernel.bench.raw_server import RawServer

VERSION = "1.26.0"
MAX_STEPS = 6
MAX_TOKENS = 512
"""Tokens of one reply: without a limit a small model that does not end fills its context."""

START = 120.0
"""Seconds that the process may take to start; its questions begin after that."""

GRACE = 5.0
"""Seconds beyond the time of a question after which the process is killed."""


class Smolagents:
    """Raises UseError if it is not installed and cannot be."""

    name = "smolagents"

    def __init__(self, model: LocalModel, tell: Callable[[str], object]) -> None:
        self._python = python_of(f"smolagents-{VERSION}", f"smolagents[openai]=={VERSION}", tell)
        self._server = RawServer(model)
        self._peer: Peer | None = None

    def answer(self, question: str, meter: Meter) -> Answer:
        """Have the process answer. If it is late it is killed, and the next question gets a new one."""
        if self._peer is None:
            self._peer = self._start()
            meter.restart()
        found = self._peer.ask({"question": question, "limit": meter.limit}, meter)
        if found is None:
            self._peer.close()
            self._peer = None
            return Answer(None, error=None if meter.over else "the process of smolagents has ended")
        meter.first, meter.prefilled, meter.generated = found["first_token"], found["prefilled"], found["generated"]
        return Answer(found["answer"], found["calls"], None if meter.over else found["error"])

    def close(self) -> None:
        """End the process and free the model."""
        if self._peer is not None:
            self._peer.close()
        self._server.close()

    def _start(self) -> Peer:
        with as_file(files(__package__) / "peers" / "smolagents_peer.py") as script:
            peer = Peer([str(self._python), str(script)])
            about = {"base_url": self._server.url, "api_key": self._server.key}
            if peer.ask(about | {"max_steps": MAX_STEPS, "max_tokens": MAX_TOKENS}, Meter(START)) is None:
                peer.close()
                raise HuskyError("the process of smolagents does not start")
        return peer


class Peer:
    """A process that is told one JSON line and says one."""

    def __init__(self, command: list[str]) -> None:
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self._said: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def ask(self, line: Mapping[str, Any], meter: Meter) -> dict[str, Any] | None:
        """Its reply; None if it has ended or is late."""
        assert self._process.stdin is not None
        try:
            print(json.dumps(line), file=self._process.stdin, flush=True)
        except OSError:
            return None
        while meter.seconds < meter.limit + GRACE:
            try:
                said = self._said.get(timeout=0.2)
            except queue.Empty:
                continue
            return json.loads(said) if said else None
        return None

    def close(self) -> None:
        """End it."""
        self._process.kill()
        self._process.wait()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._said.put(line)
        self._said.put("")
