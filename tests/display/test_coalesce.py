import asyncio

from husky_kernel.display.coalesce import INTERVAL, Coalescer


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_the_first_piece_goes_at_once_and_the_next_ones_together() -> None:
    sent: list[object] = []
    clock = Clock()
    stream = Coalescer(sent.append, clock)
    for piece in ("a", "b", "c"):
        stream.add(0, "call", piece)
    assert sent == [[(0, "call", "a")]]
    clock.now += INTERVAL
    stream.add(0, "call", "d")
    assert sent == [[(0, "call", "a")], [(0, "call", "bcd")]]


def test_fields_are_not_mixed_and_keep_their_order() -> None:
    sent: list[object] = []
    stream = Coalescer(sent.append, Clock())
    for index, field in ((0, "step"), (0, "step"), (0, "call"), (1, "call"), (0, "step")):
        stream.add(index, field, "x")
    stream.flush()
    assert sent == [[(0, "step", "x")], [(0, "step", "x"), (0, "call", "x"), (1, "call", "x"), (0, "step", "x")]]


def test_flush_sends_nothing_twice() -> None:
    sent: list[object] = []
    stream = Coalescer(sent.append, Clock())
    stream.flush()
    stream.add(0, "call", "a")
    stream.flush()
    assert sent == [[(0, "call", "a")]]


async def test_on_an_event_loop_the_last_piece_does_not_wait_for_another() -> None:
    arrived = asyncio.Event()
    sent: list[list[tuple[int, str, str]]] = []

    def send(pieces: list[tuple[int, str, str]]) -> None:
        sent.append(pieces)
        if len(sent) == 2:
            arrived.set()

    stream = Coalescer(send)
    for piece in ("a", "b", "c"):
        stream.add(0, "call", piece)
    await asyncio.wait_for(arrived.wait(), 5)
    assert sent == [[(0, "call", "a")], [(0, "call", "bc")]]
