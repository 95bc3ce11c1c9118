"""How long it takes from a message of the kernel until it is on the screen, in a run of 50 steps with 1 MB of output.

Run it by hand: ``python tests/browser/bench_cards.py [STEPS] [BYTES]``. It draws the built bundle in a page of its own
in headless Chromium and prints milliseconds from the arrival of a message to after the frame that shows it. The goal is
under 50. On a busy machine look at the last column: the processor time that the page's main thread took for a message.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median, quantiles
from typing import Any

from jupyter_lab import SWITCHES, find_browser
from playwright.sync_api import Page, sync_playwright

from husky_kernel.agent.effects import Effects, TableChange
from husky_kernel.agent.types import Seconds, Step, Tokens, Trace
from husky_kernel.display.assets import asset
from husky_kernel.display.wire import CardState, card_of, end_of, new_run

GOAL = 50.0
"""Milliseconds."""

TIMES = 30
"""Measurements of each kind."""

PAGE = """<!doctype html><html lang="en"><head><title>Bench</title><style>{css}</style></head>
<body style="margin: 0"><main style="width: 900px; height: 800px; overflow: auto"></main></body></html>"""

BEGIN = """async ([source, state]) => {
  const module = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  const listeners = {};
  const fire = (event, ...values) => (listeners[event] ?? []).forEach((listener) => listener(...values));
  const model = {
    get: (name) => state[name],
    set: (name, value) => {
      if (value === state[name]) return;
      state[name] = value;
      fire(`change:${name}`);
    },
    send: () => {},
    on: (event, listener) => (listeners[event] ??= []).push(listener),
    off: () => {},
  };
  // What is posted in a frame arrives after that frame was painted.
  const painted = () => new Promise((done) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => done(performance.now());
    port2.postMessage(null);
  }));
  const main = document.querySelector("main");
  const began = performance.now();
  module.default.initialize({ model });
  module.default.render({ model, el: main });
  window.measure = async (message) => {
    await new Promise((done) => setTimeout(done, 20));
    const start = performance.now();
    fire("msg:custom", message);
    main.scrollTop = main.scrollHeight; // what is new is looked at
    return (await painted()) - start;
  };
  return (await painted()) - began;
}"""


def step(index: int, size: int) -> Step:
    """A step whose outputs have ``size`` characters: a table and a stream."""
    row = "".join(f"<td>{number}</td>" for number in range(8))
    table = f"<table><tbody>{f'<tr>{row}</tr>' * (size // 2 // (len(row) + 9))}</tbody></table>"
    stream = {"output_type": "stream", "name": "stdout", "text": "0123456789 " * (size // 22)}
    change = TableChange("sales", (1000, 990), ("total",), (), {"price": ("object", "float64")}, (2, 0), 14)
    return Step(
        index,
        "code",
        f"Group the rows of part {index} by region and sum their units.",
        call="\n".join(f"part_{line} = sales[sales.region == {line}]['units'].sum()" for line in range(12)),
        observation="0123456789",
        output="There are 3 rows.",
        seconds=Seconds(1, 1, 1, 1),
        tokens=Tokens(900, 800, 40),
        tool_scores={"code": 0.7, "math": 0.1, "search": 0.1, "commonsense": 0.05, "finish": 0.05},
        outputs=({"output_type": "execute_result", "data": {"text/html": table}, "metadata": {}}, stream),
        effects=Effects(created=("part",), changed=("sales",), tables=(change,), outside=("wrote out.csv",)),
    )


def cards_of(steps: int, size: int) -> list[CardState]:
    """The cards of the run, every one that can be undone."""
    return [card_of(step(index, size // steps), "done", undoable=range(steps)) for index in range(steps)]


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of one kind of news: until each was on the screen, and of the main thread on average."""

    waits: list[float]
    work: float

    def __str__(self) -> str:
        high = quantiles(self.waits, n=20)[-1] if len(self.waits) > 1 else self.waits[0]
        return f"{median(self.waits):8.1f}{high:8.1f}{max(self.waits):8.1f}{self.work:8.1f}"


def measure(page: Page, steps: int, size: int) -> dict[str, Times]:
    """Milliseconds of each kind of news."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Performance.enable", {"timeDomain": "threadTicks"})

    def work() -> float:
        metrics = devtools.send("Performance.getMetrics")["metrics"]
        return 1000 * next(float(metric["value"]) for metric in metrics if metric["name"] == "TaskDuration")

    def times(messages: Sequence[Any]) -> Times:
        before = work()
        waits = [page.evaluate("(message) => window.measure(message)", message) for message in messages]
        return Times(waits, (work() - before) / len(waits))

    trace = Trace("Which region sold the most?", "some-model", answer="South")
    cards, run = cards_of(steps, size), new_run(trace.question, trace.model)
    run["id"] = trace.id
    last = step(steps, size // steps)
    writing = card_of(replace(last, call=""), "writing")
    piece = {"type": "text", "pieces": [{"index": steps, "field": "call", "text": "x = sales['units'].sum()\n"}]}
    done = [{"type": "card", "card": card_of(replace(last, output=f"It is {time}."), "done")} for time in range(TIMES)]
    same = [{"type": "card", "card": {**one["card"], "outputs": None}} for one in done]
    new = [{"type": "card", "card": card_of(step(steps + time, 0), "running")} for time in range(1, TIMES)]
    whole = [{"type": "card", "card": card_of(step(steps + time, size // steps), "done")} for time in range(TIMES, 99)]
    runs = [{"type": "run", "run": {**run, "note": f"Working {time}"}} for time in range(TIMES)]
    ended = {"type": "run", "run": {**run, **end_of(trace)}}
    before = work()
    first = page.evaluate(BEGIN, [asset("husky.js"), {"run": run, "cards": cards}])
    drawn = Times([first], work() - before)
    times([{"type": "card", "card": writing}])
    return {
        "the whole run drawn at once": drawn,
        "a piece of text": times([piece] * TIMES),
        "the outputs of a card came": times(done),
        "a card changed": times(same),
        "a new card, its call running": times(new),
        "a new card with all outputs": times(whole),
        "the header changed": times(runs),
        "the run ended": times([ended]),
    }


def main(steps: int = 50, size: int = 1_000_000) -> None:
    """Measure and print."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=list(SWITCHES))
        page = browser.new_page(viewport={"width": 1000, "height": 900})
        page.set_content(PAGE.replace("{css}", asset("husky.css")))
        found = measure(page, steps, size)
        browser.close()
    sent = len(json.dumps(cards_of(steps, size)))
    print(f"{steps} steps, {sent:,} bytes of state; milliseconds from message to screen (goal: under {GOAL:.0f})")
    print(f"{'':30}{'median':>8}{'95%':>8}{'most':>8}{'work':>8}")
    for kind, times in found.items():
        print(f"{kind:30}{times}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
