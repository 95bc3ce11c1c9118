"""Reading prompts ahead of time: while a tool acts or a person looks, models read what they are asked next.

What is read is the beginning of a prompt, up to what nobody knows yet, so that no token of it is read twice. Where the
prompt that follows does not begin like that after all (a step was edited, say), the tokens were wasted, and a run that
wastes many stops reading ahead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass, field, replace
from threading import Event, Thread

from husky_kernel.agent.protocols import Engine, Message, Request, Warms, warm
from husky_kernel.agent.stopping import stop_by
from husky_kernel.agent.types import Trace

CAP = 2000
"""Wasted tokens after which a run reads ahead no more."""

DELAY = 0.05
"""Seconds that a tool may act until reading ahead begins: what is shorter is no wait worth using."""

STRIDE = 4
"""Messages at a time of a prompt that is new to its role, so that whoever waits for the engine waits for few.

Of one with a fixed beginning most was kept from an earlier time.
"""


def beginning(one: Request, other: Request) -> Request:
    """What two prompts that differ only in what is not known yet have in common; its last message may go on."""
    messages: list[Message] = []
    for a, b in zip(one.messages, other.messages, strict=False):
        if a != b:
            # The blank at the end belongs to the token that follows.
            content = _shared(a.content, b.content).rstrip()
            messages += [Message(a.role, content)] if a.role == b.role and content else []
            break
        messages.append(a)
    return replace(one, messages=tuple(messages), prefill="")


def begins(request: Request, start: Request) -> bool:
    """Whether ``request`` begins with all that ``start`` holds."""
    *known, last = start.messages
    size = len(known)
    if list(request.messages[:size]) != known or len(request.messages) <= size:
        return False
    going_on = request.messages[size]
    return going_on.role == last.role and going_on.content.startswith(last.content)


@dataclass
class Ahead:
    """What one run read ahead, and what came of it.

    ``roles`` are those that the loaded models have been asked in, also by runs before. Reading is done on the thread
    that asks the engines, between two asks.
    """

    engines: Callable[[str], Engine]
    roles: set[str] = field(default_factory=set)
    speculated: int = 0
    """Tokens that were read ahead."""
    wasted: int = 0
    """Those of them that were of no use."""
    _open: dict[str, tuple[Request, int]] = field(default_factory=dict)
    _broken: bool = False

    def read(self, request: Request, over: Event | None = None) -> None:
        """Have ``request``, a beginning, read into its role's cache, until ``over`` is set."""
        new = over is not None and request.role not in self.roles and not request.fixed
        sizes = range(STRIDE, len(request.messages), STRIDE) if new else ()
        for size in (*sizes, len(request.messages)):
            if (over and over.is_set()) or self.wasted > CAP or self._broken or not size:
                return
            self._read(replace(request, messages=request.messages[:size]))

    def each(self, make: Callable[[], tuple[Request, ...]], over: Event) -> None:
        """Read all that ``make`` makes, the likeliest first, until ``over`` is set."""
        for request in make():
            self.read(request, over)

    def meanwhile(self, make: Callable[[], Request], over: Event) -> None:
        """Read what ``make`` makes unless ``over`` is set very soon."""
        if not over.wait(DELAY):
            self.read(make())

    @contextmanager
    def beside(self, make: Callable[[], Request] | None) -> Iterator[None]:
        """The same on a thread of its own, beside whatever is done in the context; its end is waited for.

        Where that fails or is interrupted nobody needs what is read: then it ends at once.
        """
        if make is None or not isinstance(self.engines("action"), Warms):
            yield
            return
        over, useless, apart = Event(), Event(), copy_context()
        apart.run(stop_by, useless)
        thread = Thread(target=apart.run, args=(self.meanwhile, make, over), daemon=True)
        thread.start()
        try:
            yield
        except BaseException:
            useless.set()
            raise
        finally:
            over.set()
            thread.join()

    def asked(self, request: Request) -> None:
        """Settle what was read for the role, now that it is known what it is asked."""
        self.roles.add(request.role)
        start, tokens = self._open.pop(request.role, (request, 0))
        if not begins(request, start):
            self.wasted += tokens

    def booked(self, trace: Trace) -> Trace:
        """``trace``, which has come to its end, with what was speculated and what of it was wasted."""
        if not (self.speculated and trace.finish):
            return trace
        wasted = self.wasted + sum(tokens for _, tokens in self._open.values())
        return replace(trace, finish={**trace.finish, "speculated": self.speculated, "wasted": wasted})

    def _read(self, request: Request) -> None:
        try:
            tokens = warm(self.engines(request.role), request)
        except Exception:  # whoever asks next meets it again, and tells it
            self._broken = True
            return
        fresh = tokens.prompt - tokens.reused
        start, before = self._open.pop(request.role, (request, 0))
        if not begins(request, start):
            self.wasted, before = self.wasted + before, 0
        self.speculated += fresh
        self._open[request.role] = request, before + fresh


def _shared(one: str, other: str) -> str:
    """The beginning that two texts have in common."""
    size = next((i for i, (x, y) in enumerate(zip(one, other, strict=False)) if x != y), min(len(one), len(other)))
    return one[:size]
