from __future__ import annotations

import pytest

from husky_kernel.agent.decisions.choices import chosen

RINGS = "Which event begins at 12.25 P.M.? Options: men's rings event, men's vault event, men's parallel bars event"
SIZES = "Which is it?\nOptions: small, very small, large."


@pytest.mark.parametrize(
    ("answer", "question", "option"),
    [
        ("men's vault", RINGS, "men's vault event"),
        ("The answer is men's rings event.", RINGS, "men's rings event"),
        ("MEN'S VAULT EVENT", RINGS, "men's vault event"),
        ("event", RINGS, "event"),
        ("women's vault", RINGS, "women's vault"),
        ("", RINGS, ""),
        ("small", SIZES, "small"),
        ("Large", SIZES, "large"),
        ("a very small one", SIZES, "a very small one"),
        ("3", "How many?", "3"),
        ("1,374", "How much? Choices: 1,374, 1,200", "1,374"),
    ],
)
def test_an_answer_is_put_in_the_words_of_the_option_it_names(answer: str, question: str, option: str) -> None:
    assert chosen(answer, question) == option
