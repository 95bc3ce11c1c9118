"""Replies that go round in a circle are broken off, others are not."""

from __future__ import annotations

from husky_kernel.agent.decisions.circling import circles, unless_circling


def test_a_reply_that_says_the_same_again_and_again_ends() -> None:
    hear, heard = unless_circling(), 0
    for _ in range(500):
        heard += 1
        if hear("t['name'] = t['name'].replace('Mx. Sand', 'Mx. Sand')\n"):
            break
    assert heard == 4


def test_a_list_that_only_counts_on_goes_on() -> None:
    assert not circles("".join(f"t.loc[{n}, 'kind'] = 'a long name that is the same'\n" for n in range(30)))
    assert not circles("# " + "-" * 400)


def test_who_listens_may_end_it_as_before() -> None:
    pieces: list[str] = []

    def until_three(piece: str) -> bool:
        pieces.append(piece)
        return len(pieces) == 3

    hear = unless_circling(until_three)
    assert [hear(piece) for piece in "abc"] == [False, False, True]
