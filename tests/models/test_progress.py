from __future__ import annotations

import io

import pytest

from husky_kernel.models.progress import ConsoleProgress, in_words


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("count", "words"),
    [(1_117_320_768, "1.1 GB"), (15_231_233_024, "15 GB"), (98_362_432, "98 MB"), (2_500, "2.5 kB"), (7, "7 bytes")],
)
def test_bytes_in_words(count: int, words: str) -> None:
    assert in_words(count) == words


def test_plain_lines_come_at_each_tenth() -> None:
    stream = io.StringIO()
    with ConsoleProgress(stream, quiet_seconds=0) as progress:
        for done in range(0, 1001, 7):
            progress("fetching", done, 1000)
        progress("fetching", 1000, 1000)
    assert stream.getvalue().splitlines() == [f"fetching: {10 * n}% of 1.0 kB" for n in range(11)]


def test_plain_lines_keep_quiet_for_a_while_but_show_start_and_end() -> None:
    stream = io.StringIO()
    with ConsoleProgress(stream, quiet_seconds=1000) as progress:
        for done in range(1001):
            progress("fetching", done, 1000)
        progress("verifying", 0, 1000)
    assert stream.getvalue().splitlines() == [
        "fetching: 0% of 1.0 kB",
        "fetching: 100% of 1.0 kB",
        "verifying: 0% of 1.0 kB",
    ]


def test_a_terminal_gets_a_bar() -> None:
    stream = Terminal()
    with ConsoleProgress(stream) as progress:
        progress("fetching", 0, 2_000_000)
        progress("fetching", 1_000_000, 2_000_000)
        progress("verifying", 2_000_000, 2_000_000)
    assert "verifying" in stream.getvalue()
    assert "2.0/2.0 MB" in stream.getvalue()


def test_nothing_to_count_is_no_error() -> None:
    stream = io.StringIO()
    with ConsoleProgress(stream) as progress:
        progress("waiting", 0, 0)
    assert stream.getvalue() == "waiting: 0% of 0 bytes\n"
