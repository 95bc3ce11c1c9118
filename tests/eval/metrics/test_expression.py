from __future__ import annotations

import pytest

from husky_kernel.eval.metrics.expression import NotMathError, parse
from husky_kernel.eval.metrics.latex import plain
from husky_kernel.eval.metrics.reference_latex import parse_prefix

X, ONE, TWO = ("sym", "x"), ("num", "1"), ("num", "2")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        (r"\frac12", ("div", ONE, TWO)),
        (r"\frac{1}2", ("div", ONE, TWO)),
        ("1/2", ("div", ONE, TWO)),
        ("2x", ("mul", TWO, X)),
        ("2*x**2", ("mul", TWO, ("pow", X, TWO))),
        ("-x^2", ("neg", ("pow", X, TWO))),
        (r"2\frac{1}{2}", ("add", TWO, ("div", ONE, TWO))),
        (r"-2\frac{1}{2}", ("neg", ("add", TWO, ("div", ONE, TWO)))),
        (r"\sqrt[2]{x}", ("root", X, TWO)),
        ("[1,2)", ("interval", "[", ")", ONE, TWO)),
        ("(1, 2)", ("tuple", ONE, TWO)),
        ("1, 2 and x", ("list", ONE, TWO, X)),
        ("1:2", ("div", ONE, TWO)),
        ("x = 1", ("eq", X, ONE)),
        ("|x|", ("abs", X)),
        ("xy", ("mul", X, ("sym", "y"))),
        (r"1 \pm x", ("pm", ONE, X)),
        ("2e3", ("num", "2e3")),
        (r"\pi", ("const", "pi")),
        (r"\begin{pmatrix} 1 \\ 2 \end{pmatrix}", ("matrix", ("row", ONE), ("row", TWO))),
    ],
)
def test_texts_become_trees(text: str, tree: object) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize("text", ["", "the answer", "it is 5", "1 +", "(1", "1 2", "$5", "__import__('os')", "(" * 500])
def test_what_is_no_expression_is_told(text: str) -> None:
    with pytest.raises(NotMathError):
        parse(text)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        (r"$\dfrac{1}{2}$", r"\frac{1}{2}"),
        (r"40\text{ min}", "40"),
        (r"82^\circ", "82"),
        ("5 cm^2", "5"),
        (r"10,\!000", "10000"),
        ("12,345", "12345"),
        ("(1,200)", "(1,200)"),
        (r"30\%", "30"),
        (r"\text{odd}", "odd"),
        (r"\left( 1, 2 \right)", "( 1, 2  )"),
        ("4cc2", "4cc2"),
        ("25_8", "25"),
    ],
)
def test_latex_is_made_plain(text: str, clean: str) -> None:
    assert plain(text) == clean


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("3*x**2", ("mul", ("num", "3"), X)),
        ("-1, 0", ("neg", ONE)),
        (r"x^\circ", ("pow", X, ("sym", "circ"))),
        (r"2\frac{1}{2}", ("mul", TWO, ("div", ONE, TWO))),
        ("x^12", ("pow", X, ("num", "12"))),
        ("1,000", ("num", "1000")),
        (r"\triangle AB", ("mul", ("mul", ("sym", "triangle"), ("sym", "A")), ("sym", "B"))),
        ("x(1)", ("call", "x", ONE)),
        (r"\sqrt{x}", ("sqrt", X)),
    ],
)
def test_the_reference_reads_latex_up_to_what_it_does_not_know(text: str, tree: object) -> None:
    assert parse_prefix(text) == tree


@pytest.mark.parametrize("text", ["$1$", "30%", "[2,12)", "(1, 2)", "5.", r"\sqrt3", "", r"\begin{pmatrix} 1"])
def test_what_the_reference_cannot_read(text: str) -> None:
    with pytest.raises(NotMathError):
        parse_prefix(text)
