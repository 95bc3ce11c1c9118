"""An interrupt is heard at any time, also just before the event loop falls asleep."""

from __future__ import annotations

import asyncio
import signal
import threading

import pytest

from husky_kernel.kernel.interrupts import interrupts

ASLEEP = 0.2
"""Seconds after which the loop surely waits."""

PATIENCE = 10.0


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="no signals to a thread here")
async def test_a_signal_that_does_not_end_the_sleep_of_the_loop_is_heard() -> None:
    loop, heard = asyncio.get_running_loop(), asyncio.Event()
    ended = signal.set_wakeup_fd(-1)
    signal.set_wakeup_fd(ended)

    def elsewhere() -> None:  # another thread takes it: as when it comes just before it, the wait goes on
        signal.pthread_kill(threading.get_ident(), signal.SIGINT)

    with interrupts(lambda: loop.call_soon_threadsafe(heard.set)):
        threading.Timer(ASLEEP, elsewhere).start()
        sleep = loop.create_task(asyncio.sleep(PATIENCE))  # without it the loop would sleep for good
        await asyncio.wait((loop.create_task(heard.wait()), sleep), return_when=asyncio.FIRST_COMPLETED)
        assert not sleep.done(), "it was heard only when the loop woke up for another reason"
        sleep.cancel()
    assert signal.set_wakeup_fd(ended) == ended, "what stood there before is back"
