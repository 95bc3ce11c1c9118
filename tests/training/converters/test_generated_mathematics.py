"""Template questions of mathematics as exact sympy programs."""

from __future__ import annotations

import pytest
from carrying_out import CarryOut

from husky_kernel.training.trajectories import Unfit

QUESTIONS = [
    ("Solve -5 = 76*v - 81*v for v.", "1"),
    ("Solve 2*y + 3*w = 8, y - w = -1 for y.", "1"),
    ("Let r(c) = c**2 - 4. Let g be r(3). Suppose g*x + 5 = 2*x + 20. Solve x*t = 10 for t.", "2"),
    ("Suppose 2*s**2 - 8 = 0. What is s?", "-2, 2"),
    ("Let k(a) be the second derivative of a**4/12 - 2*a**2. Suppose k(j) = 0. Calculate j.", "-2, 2"),
    ("Factor 5*s**3 - 5*s.", "5*s*(s - 1)*(s + 1)"),
    ("What is next in 2, 5, 10, 17?", "26"),
    ("What is the q'th term of 3, 6, 11, 18?", "q**2 + 2"),
    ("Put together -0.151 and 117.", "116.849"),
    ("Subtract 3 from -8.", "-11"),
    ("39/4680*-12020 - -103", "17/6"),
    ("In base 5, what is 3 - 24432?", "-24424"),
    ("Convert -c6b2 (base 14) to base 15.", "-a240"),
    ("What is the ninth root of 401693516 to the nearest integer?", "9"),
    ("Simplify sqrt(14)/((sqrt(32) + sqrt(2))*-2).", "-sqrt(7)/10"),
    ("Find the second derivative of -17*b**5 - 7*b wrt b.", "-340*b**3"),
    ("Let u = 6 + -6.08. Which is the nearest to 5?  (a) -1/5  (b) 2  (c) u", "b"),
    ("What is the third biggest value in 0.3, -1, -20.5, -9, 1, -4?", "-1"),
    ("Let z = 30340 - 151118/5. Let o = z - 116. Which is smaller: -22 or o?", "-22"),
    ("Let g = 5. Sort g, 6, 1, 3 in descending order.", "6, g, 3, 1"),
    ("Is -1 at most as big as -386/5741?", "True"),
    ("What is 39 minutes before 12:10 AM?", "11:31 PM"),
    ("How many minutes are there between 11:50 PM and 12:10 AM?", "20"),
    ("How many micrograms are there in one fifth of a milligram?", "200"),
    ("What is 845.6494ml in litres?", "0.8456494"),
    ("Let g = -4 - -3. Calculate the remainder when 7 + g + 1 is divided by 2 + 3.", "2"),
    ("What is the common denominator of -49/6 and 3/20?", "60"),
    ("Is 268858 a multiple of 224?", "False"),
    ("Is 507327211 a prime number?", "True"),
    ("List the prime factors of 968.", "2, 11"),
    ("What is the tens digit of 125711?", "1"),
    ("Let b = 701.225 + -702. Round b to the nearest integer.", "-1"),
    ("Let u(n) = 2 - 15*n. Let j(c) = 8*c - 1. What is 2*u(b) - j(b)?", "5 - 38*b"),
    ("Rearrange 2*j**2 + 3*j**4 - 6*j**3 + j to the form p*j**3 + v*j**4 + z + d*j**2 + y*j and give p.", "-6"),
    ("Simplify (p**(2/5)*p)**5 assuming p is positive.", "p**7"),
    ("What is prob of picking 2 f when two letters picked without replacement from {f: 5, y: 3, j: 2, n: 3}?", "5/39"),
    ("Three letters picked without replacement from tthmbbe. Give prob of sequence bte.", "2/105"),
]


@pytest.mark.parametrize(("question", "answer"), QUESTIONS)
def test_every_kind_is_read_and_computed(carry_out: CarryOut, question: str, answer: str) -> None:
    found = carry_out("gdm", {"module": "any", "question": question, "answer": answer})
    assert [step.tool for step in found.trace.steps] == ["code"]
    assert answer not in str(found.trace.steps[0].call).split("\n")[-1] or len(answer) < 3


@pytest.mark.parametrize(
    ("question", "answer", "cause"),
    [
        ("Solve 2*x = 4 for x.", "3", "another answer"),
        ("Paint the fence.", "red", "not known"),
        ("Let x be the colour of y. What is x?", "1", "cannot be read"),
        ("Solve 2*x == for x.", "1", "not known"),
        ("Suppose 0 = 0. What is 3 + 4?", "7", "nothing to solve"),
        ("How many gallons are there in 3 metres?", "1", "unit"),
        ("What is prob of picking 2 q when two letters picked without replacement from {f: 5}?", "0", "not in the bag"),
        ("Calculate 1/0.", "0", "fails|another"),
    ],
)
def test_what_is_not_understood_is_dropped(carry_out: CarryOut, question: str, answer: str, cause: str) -> None:
    with pytest.raises(Unfit, match=cause):
        carry_out("gdm", {"module": "any", "question": question, "answer": answer})
