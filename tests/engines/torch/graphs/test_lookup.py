from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from engine_requests import counting, saying

from husky_kernel.agent.protocols import Request
from husky_kernel.engines.torch.engine import TransformersEngine
from husky_kernel.engines.torch.graphs.lookup import Drafts, draft

TABLE = "sales_by_region = sales.groupby('region')['units'].sum()\nsales_by_region.sort_values()\n"


@pytest.mark.parametrize(
    ("ids", "found"),
    [
        ([1, 2, 3, 4, 5, 1, 2], [3, 4, 5]),
        ([1, 2, 7, 1, 2, 8, 1, 2], [8, 1, 2]),
        ([9, 1, 2, 3, 5, 5, 2, 3, 6, 9, 1, 2, 3], [5, 5, 2]),
        ([4, 4, 4, 4], [4]),
        ([1, 2, 3, 2], []),
        ([1], []),
        ([], []),
    ],
    ids=["once", "the last place", "the longest end", "itself", "one token is too few", "short", "empty"],
)
def test_what_followed_before_is_drafted(ids: list[int], found: list[int]) -> None:
    assert draft(ids, 3) == found


def test_counts_add_up() -> None:
    assert Drafts(3, 2) + Drafts(1, 0) == Drafts(4, 2)


@pytest.fixture(scope="module")
def engines(torch_folder: Path, torch_cache: Path) -> Iterator[list[TransformersEngine]]:
    """Without drafts; with them; with them in a cache of fixed size."""
    made = [
        TransformersEngine(torch_folder, "smollm2", torch_cache, "chatml", 512, threads=1, lookup=roles, static=static)
        for roles, static in (((), False), (("code",), False), (("code",), True))
    ]
    yield made
    for engine in made:
        engine.close()


@pytest.mark.model
@pytest.mark.parametrize(
    "request_",
    [
        saying("Repeat this text:\n" + TABLE * 2, "code", max_tokens=30),
        saying("Repeat this text:\n" + TABLE * 2, "code", max_tokens=30, stop=("sort",)),
        saying("Repeat this text:\n" + TABLE * 2, "code", max_tokens=30, temperature=0.2, seed=3),
        counting("code", max_tokens=25),
    ],
    ids=["repeating", "stop string", "drawn", "counting"],
)
def test_the_reply_is_the_same_token_for_token(engines: list[TransformersEngine], request_: Request) -> None:
    plain, *drafted = engines
    reply, before = plain.generate(request_), [engine.drafts for engine in drafted]
    for engine, earlier in zip(drafted, before, strict=True):
        other = engine.generate(request_)
        assert other.text == reply.text
        assert (other.reason, other.tokens.generated) == (reply.reason, reply.tokens.generated)
        assert engine.drafts.drafted > earlier.drafted
        again = engine.generate(request_)
        assert again.text == reply.text, "what was drafted in vain is not in the cache"
    assert plain.drafts == Drafts()


@pytest.mark.model
def test_drafts_are_accepted_and_other_roles_have_none(engines: list[TransformersEngine]) -> None:
    _, engine, _ = engines
    before = engine.drafts
    engine.generate(saying("Repeat this text:\n" + TABLE * 2, "talk", max_tokens=20))
    assert engine.drafts == before
    engine.generate(saying("Repeat this text:\n" + TABLE * 2, "code", max_tokens=40))
    assert engine.drafts.accepted - before.accepted > 5
