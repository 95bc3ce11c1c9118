from __future__ import annotations

import os
import signal

import pytest

from husky_kernel.eval.metrics.algebra import gives_expression
from husky_kernel.eval.metrics.checker import Checker, shared_checker
from husky_kernel.eval.metrics.expression import parse

RIGHT = [
    (r"\frac{10}{3}", r"\frac{10}{3}"),
    (r"$\dfrac{20}{6}$", r"\frac{10}{3}"),
    ("The answer is $10/3$.", r"\frac{10}{3}"),
    (r"So we get \boxed{\frac{10}{3}}.", r"\frac{10}{3}"),
    ("3.333", r"\frac{10}{3}"),
    ("sqrt(59)", r"\sqrt{59}"),
    (r"\frac{\sqrt{3}}{3}", r"\frac{1}{\sqrt{3}}"),
    ("7.681", r"\sqrt{59}"),
    ("82 degrees", r"82^\circ"),
    ("40", r"40\text{ min}"),
    ("x = 5", "5"),
    ("5", "x = 5"),
    ("y = -1 solves it", "-1"),
    ("3*(h - 81)*(h + 1)*h**2", "3*h**2*(h - 81)*(h + 1)"),
    ("1/5, -1 and 0", "-1, 0, 1/5"),
    ("[-1, 0, 1/5]", "-1, 0, 1/5"),
    ("x = 7 or x = -2", "7,-2"),
    (r"1 \pm \sqrt{2}", r"1+\sqrt{2}, 1-\sqrt{2}"),
    (r"\left( -2, \frac{1}{19} \right)", "(-2, 1/19)"),
    (r"(\frac{3}{2}, \frac{5}{2}) \cup (-4,-3)", r"(-4,-3) \cup \left( \frac{3}{2}, \frac{5}{2} \right)"),
    (r"x \in [2,12)", "[2,12)"),
    ("4x - 2y = -16", "2x - y + 8 = 0"),
    (r"\begin{pmatrix} -5 \\ 9 \end{pmatrix}", r"\begin{bmatrix} -5 \\ 9 \end{bmatrix}"),
    ("(-5, 9)", r"\begin{pmatrix} -5 \\ 9 \end{pmatrix}"),
    ("-15.6", r"-15\frac{3}{5}"),
    ("1/4", "1:4"),
    ("3 > x", "x < 3"),
    ("(a)", "a"),
    ("The third is (a) 1", "a"),
    ("k = -1/2", "k"),
    ("yes", "True"),
    ("4cc2", "4cc2"),
    ("11:00 pm", "11:00 PM"),
    (r"\text{odd}", r"\text{odd}"),
]
WRONG = [
    (r"-\frac{10}{3}", r"\frac{10}{3}"),
    ("3.3", r"\frac{10}{3}"),
    ("$$", r"\frac{10}{3}"),
    ("-1, 0", "-1, 0, 1/5"),
    ("-1, 0, 1/6", "-1, 0, 1/5"),
    ("(1, 2)", "(2, 1)"),
    ("(2,12)", "[2,12)"),
    ("2x + 3", "3"),
    ("5*v**9", "5*v**2"),
    ("82 + x", r"82^\circ"),
    ("2x - y + 9 = 0", "2x - y + 8 = 0"),
    ("b", "a"),
    ("no", "True"),
    ("4cc3", "4cc2"),
    ("12:00 PM", "11:00 PM"),
    ("even", r"\text{odd}"),
    ("1/0", "3"),
    ("9**9**9**9**9 + x", "x"),
    ("", "5"),
]


@pytest.mark.parametrize(("text", "answer"), RIGHT)
def test_the_same_in_other_words_is_right(text: str, answer: str) -> None:
    assert gives_expression(text, answer)


@pytest.mark.parametrize(("text", "answer"), WRONG)
def test_something_else_is_wrong(text: str, answer: str) -> None:
    assert not gives_expression(text, answer)


def test_the_question_decides_about_order_factors_and_echoes() -> None:
    assert gives_expression("5, z, -1", "-1, 5, z", "Which values are there?")
    assert not gives_expression("5, z, -1", "-1, 5, z", "Sort 5, z, -1.")
    assert gives_expression("(x+1)*3*x", "3*x*(x + 1)", "Factor 3*x**2 + 3*x.")
    assert not gives_expression("3*x**2 + 3*x + 0", "3*x*(x + 1)", "Factor 3*x**2 + 3*x.")
    assert not gives_expression("0.5*4598", "2299", "0.5*4598")
    assert gives_expression("2299.0", "2299", "0.5*4598")


def test_i_is_a_number_only_where_it_is_said_to_be() -> None:
    assert gives_expression("(1+i)^2", "2i", imaginary=True)
    assert not gives_expression("-864", "864*i**2")


def test_a_check_that_hangs_is_given_up_and_the_next_one_works() -> None:
    checker = Checker(seconds=0.5)
    try:
        endless = parse("(x+1)^(2^25) + sin(x)^(2^25)")
        found = checker.compare(("pow", ("add", ("sym", "x"), ("num", "1")), ("num", "20000")), endless)
        assert not found.equal
        checker.seconds = 20.0
        assert checker.compare(parse("x+x"), parse("2x")).equal
    finally:
        checker.close()


def test_a_killed_process_costs_one_check() -> None:
    checker = shared_checker()
    assert checker.compare(parse("x+x"), parse("2x")).equal
    process = checker._process
    assert process is not None
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert checker.compare(parse("x+x"), parse("2x")).equal
