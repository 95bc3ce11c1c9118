"""The plain driver of the loop: everything on the calling thread, blocking. For the command line and for tests."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping

from husky_kernel.agent.errors import Stopped
from husky_kernel.agent.events import Act, Choose, Ended, Event, Reply, Think
from husky_kernel.agent.protocols import Engine, Tool
from husky_kernel.agent.types import Trace

Engines = Callable[[str], Engine]
"""The engine that serves a role."""


def answer(event: Event, engines: Engines, tools: Mapping[str, Tool]) -> Reply:
    """Do what ``event`` asks; None for one that only tells."""
    match event:
        case Choose(request, choices):
            return engines(request.role).score(request, choices)
        case Think(request, _, _):
            return engines(request.role).generate(request)
        case Act(tool, call, _):
            return tools[tool].run(call)
    return None


def drive(
    loop: Generator[Event, Reply, Trace],
    engines: Engines,
    tools: Mapping[str, Tool],
    listen: Callable[[Event], object] = lambda event: None,
) -> Trace:
    """Run ``loop`` to its end, telling ``listen`` of every event. Ctrl-C ends the trace as ``stopped``."""
    event = next(loop)
    while not isinstance(event, Ended):
        try:
            listen(event)
            reply = answer(event, engines, tools)
        except KeyboardInterrupt:
            event = loop.throw(Stopped("stopped by the user"))
        except Exception as error:  # thrown into the loop, which closes the trace with what was done
            event = loop.throw(error)
        else:
            event = loop.send(reply)
    listen(event)
    return event.trace
