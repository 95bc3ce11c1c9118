from __future__ import annotations

from husky_kernel.agent.cost.ledger import Ledger
from husky_kernel.agent.cost.usage import Usage, total, usages_from_json, usages_to_json
from husky_kernel.agent.protocols import Message, Request
from husky_kernel.agent.types import Tokens


def asked(role: str, text: str, prefill: str = "") -> Request:
    return Request(role, (Message("user", text),), prefill)


def test_a_common_beginning_counts_once() -> None:
    ledger = Ledger()
    ledger.add(asked("code", "a" * 994), Tokens(100, 0, 5))  # with the turn's name and two line ends 1000 characters
    ledger.add(asked("code", "a" * 994, "b" * 1000), Tokens(200, 90, 7))
    assert ledger.roles == {"code": Usage(prefilled=210, reused=90, decoded=12, distinct=200)}


def test_the_longest_beginning_counts_whichever_prompt_had_it() -> None:
    ledger = Ledger()
    for text in ("m" * 500 + "x" * 494, "z" * 994, "a" * 994):
        ledger.add(asked("code", text), Tokens(1000))
    ledger.add(asked("code", "m" * 500 + "y" * 494), Tokens(1000))
    assert ledger.roles["code"].distinct == 1000 + 2 * 995 + 495


def test_the_same_prompt_again_is_nothing_new() -> None:
    ledger = Ledger()
    for _ in range(3):
        ledger.add(asked("code", "again"), Tokens(10, 0, 1))
    assert ledger.roles["code"].distinct == 10
    assert ledger.roles["code"].ratio == 3.0


def test_roles_share_nothing() -> None:
    ledger = Ledger()
    ledger.add(asked("code", "the same"), Tokens(10))
    ledger.add(asked("math", "the same"), Tokens(10))
    assert [ledger.roles[role].distinct for role in ("code", "math")] == [10, 10]


def test_without_prompts_there_is_no_ratio() -> None:
    assert Usage().ratio is None


def test_sums_and_json() -> None:
    roles = {"code": Usage(4, 3, 2, 1), "math": Usage(1, 1, 1, 1)}
    assert total(roles.values()) == Usage(5, 4, 3, 2)
    assert usages_from_json(usages_to_json(roles)) == roles
