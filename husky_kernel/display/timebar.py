"""Where the time of a run went, as a thin bar of one colour a part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from husky_kernel.agent.cost.timeline import PARTS, Timeline

WORDS = {
    "queue": "waiting for the model",
    "prefill": "reading",
    "decode": "writing",
    "tool": "tools",
    "rewrite": "summing up",
    "display": "showing",
    "idle": "waiting for you",
    "other": "other",
}
TINTS = {
    "queue": "128,128,128,.55",
    "prefill": "66,133,244,.55",
    "decode": "66,133,244,1",
    "tool": "20,160,120,1",
    "rewrite": "150,90,220,1",
    "display": "220,150,20,1",
    "idle": "220,150,20,.5",
    "other": "128,128,128,.25",
}
SMALL = 0.01
"""Share below which a part is one of the others."""


def parts_of(timeline: Timeline) -> dict[str, float] | None:
    """Seconds of each part and of the whole, for the cards; None where no time was booked."""
    return {name: round(seconds, 3) for name, seconds in timeline.to_json().items()} if timeline.wall else None


def shares(timeline: Timeline) -> dict[str, float]:
    """Share of each part that can be seen, in order, and last what is left: small parts and the loop itself."""
    found = {part: getattr(timeline, part) / timeline.wall for part in PARTS}
    large = {part: share for part, share in found.items() if share >= SMALL}
    rest = 1 - sum(large.values())
    return large | ({"other": rest} if rest >= SMALL else {})


def words(timeline: Timeline) -> str:
    """The bar in words, the largest part first."""
    ranked = sorted(shares(timeline).items(), key=lambda item: (item[0] == "other", -item[1]))
    said = ", ".join(f"{WORDS[part]} {share:.0%}" for part, share in ranked)
    return f"Time: {timeline.wall:.1f} s. {said[:1].upper()}{said[1:]}"


def bar_html(timeline: Timeline) -> str:
    """The bar as HTML without a style sheet, and its words below it; empty where no time was booked.

    The words are plain text: what is saved takes on no role and no label in the page that shows it.
    """
    if not timeline.wall:
        return ""
    timeline = Timeline.from_json(timeline.to_json())  # as it is saved, so that a copy read back looks the same
    told = escape(words(timeline))
    style = "height:4px;line-height:0;font-size:0;margin-top:8px;overflow:hidden;border-radius:2px;white-space:nowrap"
    pieces = "".join(_pieces(shares(timeline)))
    said = f'<div style="font-size:smaller;opacity:.7">{told}</div>'
    return f'<div title="{told}" style="{style}">{pieces}</div>{said}'


def _pieces(found: Mapping[str, float]) -> Iterator[str]:
    for part, share in found.items():
        yield (
            f'<span style="display:inline-block;height:4px;width:{share:.2%};background:rgba({TINTS[part]})"></span>'
        )
