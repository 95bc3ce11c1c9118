from __future__ import annotations

from husky_kernel.engines.llamacpp.cache_cells import Cells


def test_the_slot_used_longest_ago_makes_room() -> None:
    cells = Cells(100)
    for slot, tokens in ((0, 40), (1, 30), (2, 20), (0, 45)):
        assert cells.make_room(slot, tokens) == []
        cells.hold(slot, tokens)
    assert not cells.fits(3, 30)
    assert cells.make_room(3, 30) == [1]
    cells.hold(3, 30)
    assert cells.make_room(2, 26) == [0]


def test_what_a_slot_holds_itself_is_room_for_its_next_ask() -> None:
    cells = Cells(100)
    cells.hold(0, 60)
    cells.hold(1, 30)
    assert cells.fits(0, 70)
    assert not cells.fits(0, 71)
    assert not cells.fits(1, 41)


def test_more_than_there_is_clears_all_others_and_no_more() -> None:
    cells = Cells(100)
    cells.hold(0, 50)
    cells.hold(1, 50)
    assert cells.make_room(1, 500) == [0]
    assert cells.make_room(1, 500) == []
