from __future__ import annotations

import pytest

from husky_kernel.tools.math import MathTool


@pytest.mark.parametrize(
    ("derivation", "found"),
    [
        ("At x = 2 this is 3*4 - 4 = 8.", "sympy checked 1 equality: all hold."),
        ("3*4 - 4 = 8 and 8/3 = 2.67", "sympy checked 2 equalities: all hold."),
        ("2^10 = 1,024", "sympy checked 1 equality: all hold."),
        ("The sky is blue.", ""),
        ("x^2 = 4, so x = 2", ""),
    ],
)
def test_what_holds(derivation: str, found: str) -> None:
    seen = MathTool().run(derivation)
    assert (seen.text, seen.checked, seen.ok) == (found, None, True)


def test_a_mismatch_is_noted() -> None:
    seen = MathTool().run("First 12*12 = 144, then 144 + 7 = 161.")
    assert seen.checked is not None
    assert "144 + 7 is 151, not 161" in seen.checked
    assert seen.ok


HOSTILE = ["9**9**9**9 = 1", "9**99999999 = 1", "2^(3^(4^5)) = 7", "1/0 = 3", "((( 1 + = 2"]
HOSTILE += ["9^(99*99*99*99*99) = 1", "2^-(99*99*99*99*99) = 1", "((((2^999)*(2^999))^999)^999)^999 = 1"]
HOSTILE += ["((((1/2^999)*(1/2^999))^999)^999)^999 = 1", "((2^900+2^400-2^900)^999)^999 = 1", "(-8)^(1/3) = 2"]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_cannot_be_computed_is_passed_over(hostile: str) -> None:
    assert MathTool().run(hostile).checked is None


def test_the_derivation_is_shown_and_is_no_observation() -> None:
    seen = MathTool().run("So 1 + 1 = 2.")
    assert seen.outputs[0]["data"]["text/plain"] == "So 1 + 1 = 2."
    assert "So" not in seen.text
