"""llama.cpp's server inside this process: one model, many slots, each with keys and values of its own."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from husky_kernel.agent.errors import EngineError
from husky_kernel.agent.protocols import Request
from husky_kernel.engines.loras import Loras

if TYPE_CHECKING:
    import xllamacpp

ROLES = 6
"""Slots of a run that has the model to itself: one a role, so that no role drives another's prefix out of the cache."""

ROLES_IN_LANE = 3
"""Slots of each of several runs: the action generator, the code expert, and one that all others share."""

LONGEST_IN_LANE = 4096
"""Tokens of a slot where runs go on side by side: each has memory of its own for so many."""

CPU_BATCH = 128
"""Tokens that a CPU works on at a time. Measured on two cores: as fast as 512, with 22 MB less."""

SECONDS = 60.0
"""The longest that writing or reading a slot's file may take."""


class Slots:
    """Which slot serves a role in a lane. The first roles asked for get one of their own, latecomers share the last."""

    def __init__(self, lanes: int) -> None:
        self.lanes = lanes
        self.each = ROLES if lanes == 1 else ROLES_IN_LANE
        self._places: dict[tuple[int, str], int] = {}
        self._lock = threading.Lock()

    @property
    def count(self) -> int:
        """All slots of the server."""
        return self.lanes * self.each

    def of(self, request: Request) -> int:
        """The slot of the request's role in its lane."""
        lane = request.lane % self.lanes
        with self._lock:
            used = sum(known == lane for known, _ in self._places)
            place = self._places.setdefault((lane, request.role), min(used, self.each - 1))
        return lane * self.each + place


class LlamaCppServer:
    """The server, loaded and ready. ``folder`` is where slots are saved, None if they never are.

    Raises
    ------
    EngineError
        If llama.cpp cannot load the file or an adapter.
    """

    def __init__(
        self, path: Path, threads: int | None, context_length: int, slots: Slots, loras: Loras, folder: Path | None
    ) -> None:
        self.context_length = context_length if slots.lanes == 1 else min(context_length, LONGEST_IN_LANE)
        key = secrets.token_hex(16)
        params = _params(path, threads, loras, folder, key)
        params.n_parallel = slots.count
        # One run shares its cells among all roles, the oldest make room. With several at work together each sequence
        # has cells of its own: a token is then not compared with everything that all the others have said.
        params.kv_unified = slots.lanes == 1
        params.n_ctx = self.context_length * (1 if slots.lanes == 1 else slots.count)
        try:
            self._server: xllamacpp.Server | None = _start(params)
        except Exception as error:
            hint = f"or one of its adapters {loras}" if loras else "`husky models verify` checks the file"
            raise EngineError(f"llama.cpp cannot load {path.name}: {error}; {hint}") from error
        import httpx

        # The embedded server also listens on a loopback port; nobody but this object knows the key to it.
        self._http = httpx.Client(
            base_url=self._server.listening_address,
            headers={"Authorization": f"Bearer {key}"},
            timeout=SECONDS,
            trust_env=False,  # no proxy lies between a process and itself
        )

    def complete(self, body: Mapping[str, Any], on_chunk: Callable[[Mapping[str, Any]], bool] | None) -> dict[str, Any]:
        """Ask for a completion, in pieces where ``on_chunk`` is given; the reply, which may hold an ``error``.

        Raises
        ------
        EngineError
            If the server fails, or was closed.
        """
        server = self._server
        if server is None:
            raise EngineError("the model was unloaded: run the cell again to load it")
        try:
            reply = server.handle_completions(dict(body), *([on_chunk] if on_chunk else []))
        except (RuntimeError, ValueError) as error:
            raise EngineError(f"llama.cpp failed: {error}") from error
        return dict(reply) if reply is not None else {}

    def slot_action(self, slot: int, action: str, name: str = "") -> bool:
        """``save`` a slot to a file of that name in the folder, ``restore`` or ``erase`` it; False if that failed."""
        import httpx

        try:
            reply = self._http.post(f"/slots/{slot}", params={"action": action}, json={"filename": name})
        except httpx.HTTPError:
            return False
        return reply.is_success

    def count_tokens(self, text: str) -> int:
        """Tokens of ``text``, by the model's own tokenizer."""
        import httpx

        try:
            reply = self._http.post("/tokenize", json={"content": text, "add_special": True})
            return len(reply.raise_for_status().json()["tokens"])
        except (httpx.HTTPError, ValueError, KeyError) as error:
            raise EngineError(f"llama.cpp failed to count tokens: {error}") from error

    def close(self) -> None:
        """Free weights and caches."""
        self._http.close()
        self._server = None


@dataclass(frozen=True, slots=True)
class RoleSlot:
    """A slot as one role uses it; ``extra`` goes with every ask (the role's adapter)."""

    server: LlamaCppServer
    number: int
    extra: Mapping[str, Any]

    def body(self, prompt: str) -> dict[str, Any]:
        """An ask that goes on from what the slot has read."""
        return {"prompt": prompt, "id_slot": self.number, "cache_prompt": True, **self.extra}

    def read(self, text: str) -> int:
        """Read ``text``; the tokens that the slot did not have yet."""
        reply = self.server.complete(self.body(text) | {"n_predict": 0}, None)
        return int((reply.get("timings") or {}).get("prompt_n", 0))

    def save(self, name: str) -> bool:
        """Write what was read to a file."""
        return self.server.slot_action(self.number, "save", name)

    def restore(self, name: str) -> bool:
        """Take what is in a file for what was read. A slot that is first asked with an adapter forgets what it has."""
        if self.extra:
            self.read("a")
        return self.server.slot_action(self.number, "restore", name)


def version() -> str:
    """Of the library, which a slot's files depend on."""
    import xllamacpp

    return str(xllamacpp.__version__)


def _params(path: Path, threads: int | None, loras: Loras, folder: Path | None, key: str) -> Any:
    import psutil
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.cache_idle_slots = False  # else a role's prefix is dropped whenever another role is asked
    params.cache_ram_mib = 0  # what is worth keeping of a slot is in files, not in gigabytes of the kernel's memory
    params.cpuparams.n_threads = threads or psutil.cpu_count(logical=False) or 1
    params.verbosity = -1  # llama.cpp writes to the process's own stderr, past everything Jupyter could catch
    params.warmup = False
    # A mapped file stands in memory a second time beside the weights that llama.cpp lays out anew for this processor.
    params.load_mode = xllamacpp.llama_load_mode.LLAMA_LOAD_MODE_NONE
    cpu = xllamacpp.ggml_backend_dev_type.GGML_BACKEND_DEVICE_TYPE_CPU
    # Fitting to a GPU's memory loads the file a first time, and large batches want memory: a CPU has no use for either.
    params.fit_params = any(device["type"] != cpu for device in xllamacpp.get_device_info())
    params.n_ubatch = params.n_ubatch if params.fit_params else CPU_BATCH
    loras.put_into(params)
    params.api_keys = [key]
    params.endpoint_slots = params.endpoint_props = params.ui = False
    if folder is not None:
        params.slot_save_path = f"{folder}/"
    return params


def _start(params: Any) -> xllamacpp.Server:
    import xllamacpp

    server = xllamacpp.Server(params)
    # A server that is freed before its first request waits for ever.
    server.handle_completions({"prompt": "a", "n_predict": 0, "id_slot": params.n_parallel - 1})
    return server
