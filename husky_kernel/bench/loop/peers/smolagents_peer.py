"""smolagents' CodeAgent on questions from standard input; runs in an environment of its own, without husky_kernel.

The first line in is ``{"base_url", "api_key", "max_steps", "max_tokens"}``, each further one ``{"question", "limit"}``,
the limit in seconds. Out goes ``{"ready": true}``, then for every question one line: ``answer``, ``seconds``,
``first_token``, ``prefilled``, ``generated``, ``calls`` and ``error``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from time import perf_counter
from typing import Any

from smolagents import CodeAgent, OpenAIModel


class TimeUp(Exception):
    """The question's time is over."""


class Clock:
    """What one question costs."""

    def __init__(self, limit: float) -> None:
        self.start, self.limit = perf_counter(), limit
        self.first: float | None = None
        self.prefilled = self.generated = self.calls = 0

    @property
    def seconds(self) -> float:
        """Since the question came."""
        return perf_counter() - self.start

    def listen(self, stream: Iterable[Any]) -> Iterator[Any]:
        """Pass a stream on and book what it cost, also when it is cut off: llama.cpp tells with every chunk."""
        self.calls += 1
        timings: dict[str, Any] = {}
        try:
            for event in stream:
                timings = (event.model_extra or {}).get("timings") or timings
                if self.first is None and event.choices and event.choices[0].delta.content:
                    self.first = self.seconds
                if self.seconds >= self.limit:
                    raise TimeUp
                yield event
        finally:
            self.prefilled += timings.get("prompt_n", 0)
            self.generated += timings.get("predicted_n", 0)


class CountedModel(OpenAIModel):  # type: ignore[misc]
    """The model as it comes, with its streams counted."""

    clock = Clock(0.0)

    def create_client(self) -> Any:
        """The client, whose completions are listened to on their way."""
        client = super().create_client()
        create = client.chat.completions.create

        def counted(**wanted: Any) -> Iterator[Any]:
            return self.clock.listen(create(**wanted, extra_body={"timings_per_token": True}))

        client.chat.completions.create = counted
        return client


def solve(model: CountedModel, question: str, limit: float, max_steps: int) -> dict[str, Any]:
    """Answer one question with a new agent."""
    clock = model.clock = Clock(limit)
    answer, error = None, None
    try:
        agent = CodeAgent(tools=[], model=model, max_steps=max_steps, stream_outputs=True, verbosity_level=-1)
        answer = agent.run(question)
    except Exception as failure:
        error = f"{type(failure).__name__}: {failure}"
    return {
        "answer": None if answer is None else str(answer),
        "seconds": clock.seconds,
        "first_token": clock.first,
        "prefilled": clock.prefilled,
        "generated": clock.generated,
        "calls": clock.calls,
        "error": error,
    }


def main() -> None:
    """Answer questions until there are no more."""
    out, sys.stdout = sys.stdout, sys.stderr  # nothing else may print there
    about = json.loads(sys.stdin.readline())
    model = CountedModel(
        model_id="local",
        api_base=about["base_url"],
        api_key=about["api_key"],
        temperature=0.0,
        max_tokens=about["max_tokens"],
        client_kwargs={"max_retries": 0},
    )
    print(json.dumps({"ready": True}), file=out, flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        found = solve(model, asked["question"], asked["limit"], about["max_steps"])
        print(json.dumps(found), file=out, flush=True)


if __name__ == "__main__":
    main()
