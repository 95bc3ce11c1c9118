"""A model of the reference's loop (Husky-v1), faults included, on one question at a time.

Written from a list of what it does: five modules that talk by files polled every second; at every step all wait for
all; the instruction comes first, and a module prefills its whole prompt at each call; every program runs in a new
process, and whatever it writes to standard error empties its result; one search call, first snippet only; nothing is
tried twice; an answer that comes with the last call that is allowed is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from husky_kernel.agent.errors import Stopped
from husky_kernel.agent.grammar import FINISH, format_history, one_line, parse_action
from husky_kernel.agent.protocols import Tool
from husky_kernel.agent.types import Action
from husky_kernel.bench.fresh_process import run_program
from husky_kernel.bench.local_model import LocalModel
from husky_kernel.bench.loop.questions import Answer
from husky_kernel.bench.loop.reference_mail import POLL, Post
from husky_kernel.bench.loop.reference_prompts import load_prompts
from husky_kernel.bench.meter import Meter
from husky_kernel.bench.raw_server import RawServer
from husky_kernel.engines.chat import stop_strings
from husky_kernel.modules.expert import block

MODULES = ("action", "code", "math", "query", "commonsense")
EXPERTS = {"code": "code", "math": "math", "search": "query", "commonsense": "commonsense"}


class Reference:
    """``search`` is asked for one snippet; ``poll`` are the seconds between two looks at a file."""

    name = "reference"

    def __init__(self, model: LocalModel, search: Tool, max_steps: int, poll: float = POLL) -> None:
        self._server, self._template = RawServer(model), model.template
        self._prompts, self._search, self._max_steps = load_prompts(), search, max_steps
        self._meter = Meter()
        self._folder = TemporaryDirectory(prefix="husky-bench-")
        self._posts = {name: self._post(name, poll) for name in MODULES}

    def answer(self, question: str, meter: Meter) -> Answer:
        """Solve it, or give up when the steps or the time are used up."""
        self._meter, history = meter, list[tuple[str, str]]()
        try:
            for call in range(self._max_steps):
                action = self._next(question, history)
                if action.tool == FINISH:
                    last = call == self._max_steps - 1
                    return Answer("" if last else action.text, call + 1)
                history.append((action.text, self._output(question, history, action)))
        except Stopped:
            return Answer(None, len(history))
        finally:
            for post in self._posts.values():
                post.clear()
        return Answer("", len(history))

    def close(self) -> None:
        """End the modules and free the model."""
        for post in self._posts.values():
            post.close()
        self._folder.cleanup()
        self._server.close()

    def _post(self, name: str, poll: float) -> Post:
        return Post(Path(self._folder.name), name, lambda parts: self._write(name, parts), poll)

    def _write(self, name: str, parts: Mapping[str, str]) -> str:
        """One call of a module, on its own thread."""
        prompt = self._prompts["rewrite" if "output" in parts else name]
        return self._server.write(
            {
                "prompt": prompt.lay_out(parts, self._template),
                "n_predict": prompt.max_tokens,
                "temperature": 0.0,
                "stop": [*prompt.stop, *stop_strings(self._template)],
                "cache_prompt": False,
            },
            self._meter,
        )

    def _next(self, question: str, history: list[tuple[str, str]]) -> Action:
        [text] = self._asked("action", {"question": question, "history": format_history(history)})
        lines = [line for line in text.splitlines() if line.strip()]
        found = next(filter(None, (parse_action(line, EXPERTS) for line in lines)), None)
        # Models that were not tuned for it may leave the tool out; what they say is then taken for a thought.
        return found or Action("commonsense", one_line(text))

    def _output(self, question: str, history: list[tuple[str, str]], action: Action) -> str:
        parts = {"question": question, "history": format_history(history), "step": action.text}
        text = self._from_expert(EXPERTS[action.tool], parts)
        if action.tool == "code":
            seen = run_program(block(text), self._meter)
        elif action.tool == "search":
            seen = self._snippet(one_line(text))
        else:
            return one_line(text)
        [sentence] = self._asked("commonsense", parts | {"output": seen})
        return one_line(sentence)

    def _from_expert(self, wanted: str, parts: Mapping[str, str]) -> str:
        """All experts are sent their part of the batch, most of them nothing, and all are waited for."""
        experts = EXPERTS.values()
        for name in experts:
            self._posts[name].send([parts] if name == wanted else [])
        texts = {name: self._posts[name].receive(self._meter) for name in experts}
        return texts[wanted][0]

    def _asked(self, name: str, parts: Mapping[str, str]) -> list[str]:
        self._posts[name].send([parts])
        return self._posts[name].receive(self._meter)

    def _snippet(self, query: str) -> str:
        with self._meter.working():
            seen = self._search.run(query)
        return seen.text.partition("\n")[0] if seen.ok else ""
