from __future__ import annotations

import pytest

from husky_kernel.agent.errors import UseError
from husky_kernel.kernel.magics.options import Options, parse_options, split_line


def test_nothing_is_asked_for() -> None:
    assert parse_options("") == Options()


def test_all_options() -> None:
    line = '--model "openai:a b@http://h/v1" --max-steps 3 --approve code --into answer --plain --no-check'
    assert parse_options(line) == Options("openai:a b@http://h/v1", 3, "code", "answer", True, check=False)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("--modle x", "unrecognized arguments: --modle x"),
        ("what is 2", "unrecognized arguments: what is 2"),
        ("--model", "expected one argument"),
        ("--max-steps 0", "from 1 to 100, not '0'"),
        ("--max-steps many", "not 'many'"),
        ("--approve some", "invalid choice: 'some'"),
        ("--into 2x", "the name of a variable, not '2x'"),
        ("--into class", "not 'class'"),
        ("--model 'x", "No closing quotation"),
        ("--help", "unrecognized arguments: --help"),
    ],
)
def test_wrong_use_is_one_line_with_the_usage(line: str, said: str) -> None:
    with pytest.raises(UseError) as caught:
        parse_options(line)
    assert said in str(caught.value)
    assert "use: %%husky [--model NAME]" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("line", "options", "question"),
    [
        ("", "", ""),
        ("Which region sold the most?", "", "Which region sold the most?"),
        ("--into best What's the best?", "--into best", "What's the best?"),
        ("--plain --max-steps 3 Why -- and how?", "--plain --max-steps 3", "Why -- and how?"),
        ('--model "openai:a b@http://h/v1" --fresh How many?', '--model "openai:a b@http://h/v1" --fresh', "How many?"),
        ("--into=best How many?", "--into=best", "How many?"),
    ],
)
def test_a_question_may_stand_on_the_line_of_the_options(line: str, options: str, question: str) -> None:
    assert split_line(line) == (options, question)
