from __future__ import annotations

from dataclasses import replace

import pytest

from husky_kernel.agent.protocols import Example
from husky_kernel.agent.types import Observation, Step, Task, Turn
from husky_kernel.modules import expert
from husky_kernel.modules.action import MAX_OUTPUT, Action
from husky_kernel.modules.expert import Expert
from husky_kernel.modules.profile import Prompt, load_profile
from husky_kernel.modules.rewrite import LONG, OutputRewriter
from husky_kernel.tools.commonsense import CommonsenseTool

TASK = Task("How many units?", "Variables:\nsales: DataFrame")
DONE = Step(0, "code", "Sum units.", call="sales.units.sum()", observation="7", output="7")
PROMPTS = load_profile("qwen").prompts


def last(messages: object) -> str:
    return messages[-1].content  # type: ignore[index]


def test_what_does_not_change_comes_first() -> None:
    action = Action(PROMPTS["action"])
    before, after = action.choose(TASK, []), action.choose(TASK, [DONE])
    assert before.messages[:-1] == after.messages[:-1]
    shared = last(before.messages).partition("History:")[0]
    assert last(after.messages).startswith(shared)
    assert last(before.messages).endswith("History:\nNone")
    assert last(after.messages).endswith("Step: Sum units.\nOutput: 7")


def test_the_step_is_written_after_its_tag_without_a_blank() -> None:
    request = Action(PROMPTS["action"]).write(TASK, [DONE], "search", attempt=1)
    assert (request.prefill, request.step, request.attempt) == ("[search]", 1, 1)


def test_a_long_output_is_cut_for_the_action_generator() -> None:
    step = Step(0, "search", "Find.", output="x" * 5000)
    assert len(last(Action(PROMPTS["action"]).choose(TASK, [step]).messages)) < MAX_OUTPUT + 300


def test_a_users_tool_joins_the_prompt_of_the_action_generator() -> None:
    class Sql(CommonsenseTool):
        name = "sql"
        description = "Ask the database."
        action_examples = (Example("How many rows?", "Count the rows."),)

    action = Action.for_tools(PROMPTS["action"], {"code": CommonsenseTool(), "sql": Sql()})
    messages = action.choose(TASK, []).messages
    assert "[sql] Ask the database." in messages[0].content
    assert any(message.content == "[sql] Count the rows." for message in messages if message.role == "assistant")


def test_the_code_expert_sees_the_question_first_and_the_step_later() -> None:
    hinted = replace(PROMPTS["code"], hints_first="variables", data=None)
    code = Expert("code", hinted, expert.block, shows_calls=True)
    first = last(
        code.request(
            Task("Ann has 3 boxes and buys 4 more. How many boxes are that?"), [], Step(0, "code", "Lossy words.")
        ).messages
    )
    assert first == "Question: Ann has 3 boxes and buys 4 more. How many boxes are that?"
    assert "Hint: Sum units." in last(code.request(TASK, [], Step(0, "code", "Sum units.")).messages)
    assert "Hint" not in last(code.request(TASK, [], Step(0, "code", "Keep the 9 best.")).messages)
    later = last(code.request(TASK, [DONE], Step(1, "code", "Halve it.")).messages)
    assert "sales.units.sum()" in later
    assert "Hint: Halve it." in later
    shipped = Expert("code", replace(PROMPTS["code"], data=None), expert.block)
    assert "Hint: Sum units." in last(shipped.request(TASK, [], Step(0, "code", "Sum units.")).messages)
    assert "Hint: Halve it." in last(shipped.request(TASK, [DONE], Step(1, "code", "Halve it.")).messages)


def test_a_persons_words_are_always_followed() -> None:
    code = Expert("code", PROMPTS["code"], expert.block)
    assert "My way." in last(code.request(TASK, [], Step(0, "code", "My way.", author="human")).messages)


def test_a_failure_follows_as_turns_with_the_failed_call() -> None:
    code = Expert("code", load_profile("smollm2").prompts["code"], expert.block)
    messages = code.request(TASK, [], Step(0, "code", "x", call="1 / 0"), "ZeroDivisionError: {step}").messages
    assert "1 / 0" in messages[-2].content
    assert "ZeroDivisionError: {step}" in messages[-1].content


def test_braces_in_values_are_never_marks() -> None:
    task = Task("What is {history} and {step}?", "Variables:\n{question}")
    text = last(Action(PROMPTS["action"]).choose(task, []).messages)
    assert "What is {history} and {step}?" in text
    assert "\n{question}\n" in text


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        ("x = 1\nx", "x = 1\nx"),
        ("```python\nx = 1\n```\nDone.", "x = 1"),
        ("```\nx\n", "x"),
        ("x = 1\n```\nText", "x = 1"),
        ("  y = 2", "  y = 2"),
        ("", ""),
    ],
)
def test_code_is_read_from_a_reply(reply: str, code: str) -> None:
    assert expert.block(reply) == code


def test_a_query_is_one_line_without_quotes() -> None:
    assert expert.line('\n"area of Texas"\nmore') == "area of Texas"
    assert expert.line("  \n") == ""


def test_short_outputs_are_left_alone_and_long_ones_are_cut_for_the_rewriter() -> None:
    rewriter = OutputRewriter(Prompt("s", "Step: {step}\nOutput:\n{context}"))
    assert rewriter.plain(Observation("North\n")) == "North"
    long = Observation("row " * 4000)
    assert rewriter.plain(long) is None
    request = rewriter.request(TASK, Step(0, "code", "Sum.", observation=long.text))
    assert len(last(request.messages)) < LONG + 100
    assert rewriter.parse("\nIt is 3.\nmore", long) == "It is 3."
    assert rewriter.parse(" ", long).startswith("row row")


def test_what_a_search_found_is_sentences_already() -> None:
    rewriter = OutputRewriter(Prompt("s", "Step: {step}\nOutput:\n{context}"))
    facts = Observation("Mercury: orbit 88 days. " * 20, sources=({"title": "Mercury"},))
    assert rewriter.plain(facts) == facts.text.strip()
    assert rewriter.plain(replace(facts, sources=())) is None
    assert rewriter.plain(replace(facts, text=facts.text * 3)) is None


def test_a_failure_is_told_in_the_ask_where_the_profile_has_a_place_for_it() -> None:
    code = Expert("code", replace(PROMPTS["code"], data=None), expert.block)
    messages = code.request(TASK, [], Step(0, "code", "x", call="1 / 0"), "ZeroDivisionError:\n{step}").messages
    plain = code.request(TASK, [], Step(0, "code", "x")).messages
    assert "ZeroDivisionError: {step}\n" in messages[-1].content
    assert len(messages) == len(plain)


def test_a_question_about_data_stands_after_the_conversation_and_the_failed_program() -> None:
    code = Expert("code", PROMPTS["code"], expert.block)
    asked = replace(TASK, turns=(Turn("Units per region?", "t", "2 rows: units by region"),), trouble="The cell broke.")
    *before, told, ready, first, program, question = code.request(asked, [], Step(0, "code", "x")).messages
    assert (told.content, ready.content) == ("Variables:\nsales: DataFrame", "Ready.")
    assert first.content == "Question: Units per region?"
    assert program.content == "```python\nt\n```"
    assert question.content == "The cell broke.\nResult: 2 rows: units by region\nQuestion: How many units?"
    again = code.request(asked, [], Step(0, "code", "x", call="1 / 0"), "ZeroDivisionError").messages
    assert again[: len(before) + 5] == (*before, told, ready, first, program, question)
    assert [message.content for message in again[-2:]] == [
        "```python\n1 / 0\n```",
        "ZeroDivisionError\nWrite the corrected program. The variables exist already.",
    ]


def test_a_question_alone_has_its_own_instructions() -> None:
    code = Expert("code", PROMPTS["code"], expert.block)
    alone = code.request(
        Task("Ann has 3 boxes and buys 4 more. How many boxes are that?"), [], Step(0, "code", "x")
    ).messages
    assert "step by step in comments" in alone[0].content
    assert len(alone) == 2
    for task, history in ((TASK, []), (Task("Ann has 3 boxes and buys 4 more. How many boxes are that?"), [DONE])):
        assert "Jupyter notebook" in code.request(task, history, Step(1, "code", "x")).messages[0].content


def test_after_a_search_a_program_is_asked_for_units_and_sees_numbers_written_out() -> None:
    code = Expert("code", PROMPTS["code"], expert.block, shows_calls=True)
    question = Task("How many times as far from the Sun as Mars is Pluto?")
    found = Step(0, "search", "Find Pluto.", output="Pluto: distance 5,906 million km.", status="done")
    messages = code.request(question, [found], Step(1, "code", "x")).messages
    assert "one unit" in messages[0].content
    assert "distance 5,906,000,000 km" in messages[-1].content
    for task, step in ((replace(question, context="Variables:\nx: int"), found), (question, DONE)):
        assert "one unit" not in code.request(task, [step], Step(1, "code", "x")).messages[0].content
    lost = replace(found, status="failed", output="")
    assert "one unit" not in code.request(question, [lost], Step(1, "code", "x")).messages[0].content


def test_questions_of_a_kind_have_a_prompt_of_their_own() -> None:
    code = Expert("code", PROMPTS["code"], expert.block)
    algebra = code.request(Task("Suppose 3*x**2 - 12 = 0. Solve for x."), [], Step(0, "code", "x")).messages
    assert "sympy" in algebra[0].content
    assert len(algebra) > 2
    known = load_profile("qwen").kinds["mathematics"]
    for asked in (
        "How much larger in square inches will Texas be compared to Washington on this map, to the nearest integer?",
        "Who was the prime minister of Italy when the base of the tower was built in 1990?",
        "Which is the nearest country to France, and what is its population, rounded to one decimal place?",
        "The flowers cost $9 and the pot costs $20 more. What do both cost?",
    ):
        assert not known.search(asked), asked
    for asked in ("Can a vegetarian eat gelatin?", "Would a drum maker need a farmer? Answer with yes or no."):
        assert load_profile("qwen").kinds["yes_no"].search(asked), asked
    for asked in ("Is Velvet or Shape older?", "Is 7 a factor of 84?", "Who can fly?"):
        assert not load_profile("qwen").kinds["yes_no"].search(asked), asked
    prose = code.request(Task("Ann has 3 boxes of 6 eggs. How many eggs?"), [], Step(0, "code", "x")).messages
    assert "sympy" not in prose[0].content


def test_a_person_s_words_are_shown_even_to_a_question_of_a_kind() -> None:
    reasoner = Expert("commonsense", PROMPTS["commonsense"], expert.paragraph)
    task = Task("Can a vegetarian eat gelatin?")
    assert "yes or no" in reasoner.request(task, [], Step(0, "commonsense", "x")).messages[0].content
    mine = reasoner.request(task, [], Step(0, "commonsense", "Say what gelatin is.", author="human")).messages
    assert "Step: Say what gelatin is." in mine[-1].content


def test_numbers_that_are_compared_are_known_in_any_words() -> None:
    ranking = load_profile("qwen").kinds["ranking"]
    for asked in (
        "Is 5/7 bigger than 0.7?",
        "Is the square root of 90 less than 9.5?",
        "Which is less, 2/9 or 0.23?",
        "Arrange 80 cm, 0.7 m and 950 mm from long to short.",
        "What is the second smallest of 4, -1 and 0.5?",
        "Which is the largest? (a) 2 (b) 7/3 (c) 0.9",
    ):
        assert ranking.search(asked), asked
    for asked in (
        "Is Kilimanjaro higher than 5000 m?",
        "Is a lion bigger than a tiger?",
        "Ann has 3 apples and 4 pears, Bo has 9. How many more has Bo?",
        "They order 4 dishes at $20 each. What do they pay?",
        "What is the greatest common factor of 12 and 18?",
    ):
        assert not ranking.search(asked), asked
