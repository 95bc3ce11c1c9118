"""The plain driver of the loop: everything on the calling thread, blocking. For the command line and for tests.

Only while a tool takes long, another thread reads ahead.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping

from husky_kernel.agent.ahead import Ahead
from husky_kernel.agent.decisions.circling import unless_circling
from husky_kernel.agent.errors import Stopped
from husky_kernel.agent.events import Act, Choose, Ended, Event, Reply, Review, Think, Verdict
from husky_kernel.agent.partial import heard_by
from husky_kernel.agent.protocols import Engine, Tool
from husky_kernel.agent.types import Observation, Trace

Engines = Callable[[str], Engine]
"""The engine that serves a role."""


Reviewer = Callable[[Review], Verdict | None]
"""Looks at a step before it acts; None lets it."""


def pass_all(event: Review) -> None:
    """Let every step act."""


Actor = Callable[[Tool, str, int, bool, bool], Observation]
"""Has a tool carry out a call, of the step with that index; whether a person wrote it, and whether only its result
counts.
"""


def act(tool: Tool, call: str, index: int, given: bool, aside: bool) -> Observation:
    """Nothing but that."""
    return tool.run(call)


def answer(
    event: Event, ahead: Ahead, tools: Mapping[str, Tool], review: Reviewer = pass_all, act: Actor = act
) -> Reply:
    """Do what ``event`` asks; None for one that only tells. The engines are those that ``ahead`` knows."""
    match event:
        case Choose(request, choices):
            ahead.asked(request)
            return ahead.engines(request.role).score(request, choices)
        case Think(request, _, _):
            ahead.asked(request)
            return ahead.engines(request.role).generate(request, unless_circling())
        case Review():
            return review(event)
        case Act(tool, call, index, known, given, so_far, aside):
            with ahead.beside(known), heard_by(so_far):
                return act(tools[tool], call, index, given, aside)
    return None


def drive(
    loop: Generator[Event, Reply, Trace],
    engines: Engines,
    tools: Mapping[str, Tool],
    listen: Callable[[Event], object] = lambda event: None,
    review: Reviewer = pass_all,
    act: Actor = act,
) -> Trace:
    """Run ``loop`` to its end, telling ``listen`` of every event. Ctrl-C ends the trace as ``stopped``."""
    event, ahead = next(loop), Ahead(engines)
    while not isinstance(event, Ended):
        try:
            listen(event)
            reply = answer(event, ahead, tools, review, act)
        except KeyboardInterrupt:
            event = loop.throw(Stopped("stopped by the user"))
        except Exception as error:  # thrown into the loop, which closes the trace with what was done
            event = loop.throw(error)
        else:
            event = loop.send(reply)
    event = Ended(ahead.booked(event.trace))
    listen(event)
    return event.trace
