"""Whether day, month or year comes first in a column of dates: decided by all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from husky_kernel.tidy.date_forms import Written
from husky_kernel.tidy.separators import FEW, MINORITY

NAMES = {"dmy": "day/month/year", "mdy": "month/day/year", "ymd": "year/month/day"}


@dataclass(frozen=True)
class Order:
    """The order of a column's dates."""

    order: str
    """``dmy``, ``mdy`` or ``ymd``; empty where each date is read by itself, because the column mixes orders."""
    doubt: str = ""


def decide(dates: Sequence[tuple[Written, int]]) -> Order:
    """The order of dates such as ``05/04/2024``, each with the number of its rows."""
    rows: Counter[str] = Counter()
    both, clear, unclear = "", 0, 0
    for date, count in dates:
        day, month = date.moment("dmy"), date.moment("mdy")
        if day is None and month is None:
            rows["neither"] += count
        elif day is None or month is None:
            rows["dmy" if month is None else "mdy"] += count
            clear += 1
        elif day != month and date.sign != ".":
            unclear += 1
            both = both or f"{date.numbers[0]:02}{date.sign}{date.numbers[1]:02}"
    if rows["neither"] and _fit(dates, "ymd"):
        return Order("ymd")
    if rows["dmy"] and rows["mdy"]:
        return _mixed(rows, both)
    order = "mdy" if rows["mdy"] else "dmy"
    doubts = []
    other = "dmy" if order == "mdy" else "mdy"
    taken, left = ("day and month", "month and day")[:: 1 if order == "dmy" else -1]
    if both and unclear >= FEW * clear:
        few = f", as {clear} of {clear + unclear} different dates say" if clear else ""
        doubts.append(f"{both!r} was taken for {taken}{few} (order={other!r} reads {left}).")
    return _year_first(dates, order, " ".join(doubts))


def _mixed(rows: Counter[str], both: str) -> Order:
    least, most = sorted(("dmy", "mdy"), key=lambda order: rows[order])
    if rows[least] <= MINORITY * rows[most]:
        return Order(most)
    return Order(
        "",
        f"both day/month and month/day occur; dates that could be either, like {both!r}, are not read." if both else "",
    )


def _year_first(dates: Sequence[tuple[Written, int]], order: str, doubt: str) -> Order:
    """``24-05-13`` may begin with its year: the number that changes least is the year; hyphens make that likely."""
    short = [date for date, _ in dates if date.short]
    if not short or not _fit(dates, "ymd"):
        return Order(order, doubt)
    first, second, last = (len({date.numbers[place] for date in short}) for place in range(3))
    if first > last and (short[0].sign != "-" or (first >= 10 and second > 1)):
        return Order(order, doubt)
    if first == last and short[0].sign != "-":
        return Order(order, doubt)
    order = "ymd" if first < last else order
    other = "dmy" if order == "ymd" else "ymd"
    return Order(order, f"years have two digits; {NAMES[order]} was taken (order={other!r} reads {NAMES[other]}).")


def _fit(dates: Sequence[tuple[Written, int]], order: str) -> bool:
    return all(date.short and date.moment(order) is not None for date, _ in dates)
