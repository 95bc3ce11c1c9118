"""llama.cpp's server as a program: one line of JSON says what to load, one says where it listens, then it serves.

It is started by its path and imports nothing of ours, so it is there soon. It ends with its input, or with whoever
started it: a kernel that is killed leaves no model in memory.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Mapping
from typing import Any

CPU_BATCH = 128
"""Tokens that a CPU works on at a time. Measured on two cores: as fast as 512, with 22 MB less."""


def main() -> None:
    """Serve until nobody is left to serve."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is meant for a cell
    parent = os.getppid()
    order = json.loads(sys.stdin.buffer.readline())
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever a library prints is no answer
    threading.Thread(target=_end_with_input, daemon=True).start()
    try:
        server, answer = _started(order)
    except Exception as error:
        server, answer = None, {"error": str(error) or type(error).__name__}
    print(json.dumps(answer), file=answers, flush=True)
    # A process that the parent forked keeps our input open for as long as it lives.
    while server is not None and os.getppid() == parent:
        time.sleep(1)


def _end_with_input() -> None:
    while os.read(0, 4096):
        pass
    os._exit(0)


def _started(order: Mapping[str, Any]) -> tuple[object, dict[str, str]]:
    import xllamacpp

    params = _params(order)
    server = xllamacpp.Server(params)
    # A server that is freed before its first request waits for ever.
    server.handle_completions({"prompt": "a", "n_predict": 0, "id_slot": params.n_parallel - 1})
    devices = sorted(
        device["name"] for device in xllamacpp.get_device_info()
    )  # of one version there are several builds
    version = " ".join((str(xllamacpp.__version__), *devices))
    return server, {"address": server.listening_address, "version": version}


def _params(order: Mapping[str, Any]) -> Any:
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = order["path"]
    params.n_ctx, params.n_parallel, params.kv_unified = order["cells"], order["slots"], order["shared"]
    params.cpuparams.n_threads = order["threads"]
    params.cache_idle_slots = False  # else a role's prefix is dropped whenever another role is asked
    params.cache_ram_mib = 0  # what is worth keeping of a slot is in files, not in gigabytes of memory
    params.verbosity = -1
    params.warmup = False
    # A mapped file stands in memory a second time beside the weights that llama.cpp lays out anew for this processor.
    params.load_mode = xllamacpp.llama_load_mode.LLAMA_LOAD_MODE_NONE
    cpu = xllamacpp.ggml_backend_dev_type.GGML_BACKEND_DEVICE_TYPE_CPU
    # Fitting to a GPU's memory loads the file a first time, and large batches want memory: a CPU has no use for either.
    params.fit_params = any(device["type"] != cpu for device in xllamacpp.get_device_info())
    params.n_ubatch = params.n_ubatch if params.fit_params else CPU_BATCH
    params.lora_adapters = [_adapter(path) for path in order["adapters"]]
    params.lora_init_without_apply = True
    params.api_keys = [order["key"]]
    params.endpoint_slots = params.endpoint_props = params.ui = False
    if order["folder"] is not None:
        params.slot_save_path = f"{order['folder']}/"
    return params


def _adapter(path: str) -> Any:
    """One that is used by no request until it is asked for."""
    import xllamacpp

    info = xllamacpp.CommonAdapterLoraInfo()
    info.path, info.scale = path, 0.0
    return info


if __name__ == "__main__":
    try:
        main()
    finally:
        os._exit(0)  # the server's own ending would take its time
