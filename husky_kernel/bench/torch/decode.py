"""``husky bench torch``: how fast the torch engine writes, against the device's memory and against ``generate``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from math import inf
from pathlib import Path
from statistics import median
from time import perf_counter

from husky_kernel.bench.outcome import Measured, sample
from husky_kernel.bench.prompts import Prompts
from husky_kernel.bench.torch.memory import bandwidth, weight_bytes
from husky_kernel.bench.torch.models import endless
from husky_kernel.bench.torch.profile import per_token
from husky_kernel.bench.torch.sides import GENERATE, GROWING, OURS, EngineSide, GenerateSide, Side
from husky_kernel.bench.torch.turns import Found, Turns, tried
from husky_kernel.engines.torch.engine import TransformersEngine
from husky_kernel.engines.torch.loading import Loaded, free

MEMORY = "memory"
ALONE = "decode"
KERNELS = 5
"""Kernels that are named, those with most time."""

CONTEXT = 4096
"""Tokens of context of our engine; nothing here needs more."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """``rounds`` of ``written`` tokens, alone and in ``batches``; nothing is begun after ``seconds``."""

    rounds: int = 3
    written: int = 256
    batches: tuple[int, ...] = (8, 32)
    seconds: float = inf


QUICK = Sizes(rounds=2, written=32, batches=(8,))


def together(size: int) -> str:
    """What replies to so many prompts at once are called."""
    return f"{ALONE}, {size} at once"


@dataclass
class TorchBench:
    """All sides share the weights of ``loaded``, whose replies have a fixed length from now on.

    ``cache_dir``: our engine's; nothing is written there.
    """

    loaded: Loaded
    prompts: Prompts
    sizes: Sizes
    cache_dir: Path
    _engines: list[TransformersEngine] = field(default_factory=list)

    def rows(self) -> Iterator[Found]:
        """Measurements as they are made, and lines on what was left out; what fails holds up nothing else."""
        self.loaded = endless(self.loaded)
        turns = Turns(self.sizes.rounds, perf_counter() + self.sizes.seconds)
        yield from tried("device", self._device)
        yield from tried("floor", self._floor)
        sides: dict[str, Side] = {}
        for name in (GENERATE, GROWING, OURS):  # ours last: should compiling never end, the others were measured
            yield from tried(name, partial(self._join, sides, name))
        rates: list[float] = []
        for row in turns.rates(ALONE, [*sides.values()], [self.prompts.write], self.sizes.written):
            if isinstance(row, Measured) and (row.what, row.side) == (ALONE, OURS):
                rates.append(row.median)
            yield row
        several = [side for name, side in sides.items() if name != GROWING]
        for size in self.sizes.batches:
            asks = [self.prompts.at_once.replace("{n}", str(number)) for number in range(size)]
            yield from turns.rates(together(size), several, asks, self.sizes.written)
            free(self.loaded.device)
        if self.loaded.device == "cuda" and rates:
            yield from tried("compiled", _compiled)
            yield from tried("profile", lambda: self._profile(sides[OURS], median(rates)))
        for engine in self._engines:
            engine.close()

    def _join(self, sides: dict[str, Side], name: str) -> Iterator[Found]:
        sides[name] = GenerateSide(self.loaded) if name == GENERATE else self._engine(name)
        yield from ()

    def _engine(self, name: str) -> Side:
        """Ours as it ships, or with the cache that grows."""
        static = False if name == GROWING else None
        engine = TransformersEngine(self.loaded, name, self.cache_dir, context_length=CONTEXT, static=static)
        self._engines.append(engine)
        return EngineSide(name, engine, compiles=static is None and self.loaded.device == "cuda")

    def _device(self) -> Iterator[Found]:
        import torch
        import transformers

        name = torch.cuda.get_device_name() if self.loaded.device == "cuda" else self.loaded.device
        yield f"device: {name}, torch {torch.__version__}, transformers {transformers.__version__}"

    def _floor(self) -> Iterator[Found]:
        """The rate at which the memory could bring the weights for each token of one reply."""
        weights = weight_bytes(self.loaded.model)
        yield sample("weights", MEMORY, "GB", weights / 1e9)
        speed = bandwidth(self.loaded.device)
        yield sample("bandwidth", MEMORY, "GB/s", speed / 1e9)
        yield sample("floor", MEMORY, "tokens/s", speed / weights)
        free(self.loaded.device)

    def _profile(self, side: Side, rate: float) -> Iterator[Found]:
        """Time of a token without the profiler, and how much of it the device is at work as the profiler sees it."""
        kernels, whole = per_token(lambda count: side.write([self.prompts.write], count)), 1000 / rate
        yield sample("a token", side.name, "ms", whole)
        if not kernels.count:
            yield "torch's profiler saw no kernels: where the time of a token goes is not known"
            return
        yield sample("a token, device at work", side.name, "ms", kernels.busy)
        idle = max(0.0, whole - kernels.busy)
        limit = "waiting for the processor" if idle > kernels.busy else "work on the device"
        yield (
            f"a token takes {whole:.2f} ms: {kernels.busy:.2f} ms of work in {kernels.count} kernels and "
            f"{idle:.2f} ms idle ({idle / whole:.0%}); what limits it is {limit}"
        )
        for name, time in sorted(kernels.each.items(), key=lambda item: -item[1])[:KERNELS]:
            yield f"kernel, {time:.3f} ms a token: {name[:120]}"


def _compiled() -> Iterator[str]:
    """What torch's own counters say of compiling: whether all of a token is one graph."""
    from torch._dynamo.utils import counters

    graphs, breaks = counters["stats"]["unique_graphs"], sum(counters["graph_break"].values())
    skipped = counters["inductor"]["cudagraph_skips"]
    yield f"compiled: {graphs} graphs, {breaks} breaks, {skipped} recordings that the compiler left out"
