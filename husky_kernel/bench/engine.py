"""``husky bench engine``: llama.cpp asked by our engine against asked directly, and what the loop costs itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from time import perf_counter

from husky_kernel.agent.protocols import Engine, Message, Request
from husky_kernel.agent.types import Tokens
from husky_kernel.bench.busy import busy_process
from husky_kernel.bench.local_model import LocalModel
from husky_kernel.bench.outcome import Measured, Outcome, measured_table, medians, merged, sample
from husky_kernel.bench.prompts import Prompts
from husky_kernel.bench.raw_server import RawServer
from husky_kernel.engines.chat import render, stop_strings

OURS, RAW = "husky", "llama.cpp"
ROLE = "bench"
CHOICES = ("yes", "no")


@dataclass(frozen=True, slots=True)
class Sizes:
    """``rounds`` of each; ``written`` tokens are decoded, ``beside`` so many by a machine that has other work, and
    ``entries`` lines of about 30 tokens prefilled.
    """

    rounds: int = 7
    written: int = 128
    entries: int = 20
    beside: int = 8


QUICK = Sizes(rounds=3, written=32, entries=5, beside=2)


class EngineBench:
    """``engine`` is ours, ``server`` llama.cpp itself, both loaded with ``model``."""

    def __init__(self, model: LocalModel, engine: Engine, server: RawServer, prompts: Prompts, sizes: Sizes) -> None:
        self._model, self._engine, self._server, self._prompts, self._sizes = model, engine, server, prompts, sizes

    def rows(self) -> Iterator[Measured]:
        """Tokens a second, by our engine and directly, taking turns in who goes first."""
        write, read = self._writing(), self._reading
        self._ours(write)  # from here on all of its prompt is cached on both sides, so that only writing is measured
        self._raw(write)
        yield from self._rates("decode", lambda n: write, self._ours, _written)
        few = replace(write, max_tokens=self._sizes.beside)
        with busy_process():
            yield from self._rates("decode beside a busy process", lambda n: few, self._ours, _written)
        yield from self._rates("prefill", read, self._ours, _fresh)
        yield from self._rates("prefill and score", lambda n: read(n + 1000), self._scored, _fresh)

    def _rates(
        self,
        what: str,
        request: Callable[[int], Request],
        ours: Callable[[Request], Tokens],
        count: Callable[[Tokens], int],
    ) -> Iterator[Measured]:
        sides = {OURS: ours, RAW: self._raw}
        for n in range(self._sizes.rounds):
            for name in sides if n % 2 == 0 else reversed(sides):
                start = perf_counter()
                tokens = sides[name](request(n))
                yield sample(what, name, "tokens/s", count(tokens) / (perf_counter() - start))

    def _writing(self) -> Request:
        return Request(ROLE, (Message("user", self._prompts.write),), max_tokens=self._sizes.written)

    def _reading(self, number: int) -> Request:
        """A prompt that no cache has the beginning of, and one token to write."""
        lines = [self._prompts.entry.replace("{n}", str(number + at)) for at in range(self._sizes.entries)]
        text = "\n".join([self._prompts.read.replace("{n}", str(number)), *lines])
        return Request(ROLE, (Message("system", f"{number:04}"), Message("user", text)), max_tokens=1)

    def _ours(self, request: Request) -> Tokens:
        return self._engine.generate(request, lambda text: False).tokens

    def _scored(self, request: Request) -> Tokens:
        return self._engine.score(request, CHOICES).tokens

    def _raw(self, request: Request) -> Tokens:
        """The same prompt and settings, without a stream: the least that it can cost."""
        template = self._model.template
        return self._server.complete(
            {
                "prompt": render(request.messages, request.prefill, template),
                "n_predict": request.max_tokens,
                "temperature": request.temperature,
                "seed": request.seed,
                "stop": list(stop_strings(template)),
                "cache_prompt": True,
            }
        )


def _written(tokens: Tokens) -> int:
    return tokens.generated


def _fresh(tokens: Tokens) -> int:
    return tokens.prompt - tokens.reused


def outcome(samples: Sequence[Measured], model: str) -> Outcome:
    """Rates of ours in shares of llama.cpp's, and the targets of the loop's own cost in multiples of it."""
    rows = merged(samples)
    found = medians(rows)
    ratios = {
        f"{what.replace(' ', '_')}_ours_per_raw": rate / found[what, RAW]
        for (what, side), rate in found.items()
        if side == OURS and (what, RAW) in found
    }
    return Outcome("engine", ratios | _overhead(found), rows, measured_table(rows), model)


TARGETS = {"loop overhead a step": ("ms", 5.0), "loop overhead share": ("percent", 2.0)}
"""What the loop may cost outside models and tools."""


def _overhead(found: Mapping[tuple[str, str], float]) -> dict[str, float]:
    return {
        f"target_{target:g}_{unit}_per_{what.replace(' ', '_')}": target / max(found[what, OURS], 1e-9)
        for what, (unit, target) in TARGETS.items()
        if (what, OURS) in found
    }
