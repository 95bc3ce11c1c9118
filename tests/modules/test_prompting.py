"""What a prompt begins with before anything is asked."""

from __future__ import annotations

import pytest

from husky_kernel.agent.ahead import begins
from husky_kernel.agent.protocols import Message
from husky_kernel.agent.types import Task
from husky_kernel.modules.profile import load_profile
from husky_kernel.modules.prompting import glance, lay_out, opening


@pytest.mark.parametrize("profile", ["qwen", "smollm2"])
@pytest.mark.parametrize("role", ["action", "code", "math", "query", "commonsense"])
def test_every_first_prompt_begins_with_the_opening(profile: str, role: str) -> None:
    prompt = load_profile(profile).prompts[role]
    early = opening(role, prompt)
    asked = lay_out(role, prompt, Task("How many?", "x: int = 3"), "", "Count them.")
    assert early.messages[: early.fixed] == asked.messages[: asked.fixed]
    assert len(early.messages) == early.fixed + 1, "an engine keeps only what is followed by something"


@pytest.mark.parametrize("profile", ["qwen", "smollm2"])
def test_of_the_planner_it_holds_all_but_the_question(profile: str) -> None:
    prompt = load_profile(profile).prompts["action"]
    asked = lay_out("action", prompt, Task("How many?"), "None")
    assert begins(asked, opening("action", prompt))
    assert asked.messages[-1].content.startswith("Question: How many?")


def test_tables_are_named_with_their_columns_and_who_reads_them() -> None:
    context = (
        "Variables:\nstock: DataFrame, 18 rows x 4 columns\n"
        "  'part' (text, untidy: tidy.text; 'a', 'a '); "
        "'price' (text, amounts like '1,2 EUR': tidy.number, 3 missing); "
        "2020 (int64): 1 … 9; 'note; (x)' (text): 'ok'\nx: int, 3\nKeys: stock['part'] = parts['id']"
    )
    assert glance(context) == "stock has 'part' (tidy.text), 'price' (tidy.number), 2020, 'note; (x)'"
    assert glance("Variables:\nx: int, 3") == ""


def test_numbered_columns_are_told_as_the_range_that_they_are() -> None:
    columns = "; ".join(["'who' (text)", *(f"'q{number}' (text)" for number in range(1, 15)), "'at' (text): 'a'"])
    told = glance(f"Variables:\npoll: DataFrame, 9 rows x 16 columns\n  {columns}")
    assert told == "poll has 'who', 'q1' to 'q14' (poll.loc[:, 'q1':'q14']), 'at'"


def test_columns_beyond_the_first_are_counted() -> None:
    columns = "; ".join(f"'{letter}' (text)" for letter in "abcdefghijklmno")
    assert glance(f"Variables:\npoll: DataFrame, 9 rows x 15 columns\n  {columns}").endswith("'l', and 3 more")


def test_what_is_for_one_question_alone_does_not_stand_in_what_is_the_same_for_all() -> None:
    prompt = load_profile("qwen").prompts["code"].data
    context = "Variables:\nstock: DataFrame, 3 rows x 1 columns\n  'kg' (int64): 1 … 9"
    asked = Task("How many kg?", f"{context}\nSum: how many kg is the sum of stock['kg']")
    told = [message.content for message in lay_out("code", prompt, asked, "").messages]
    assert told[-3] == context
    assert "how many kg is the sum of stock['kg']" in told[-1]


def test_what_a_program_begins_with_stands_in_the_reply_already() -> None:
    prompt = load_profile("qwen").prompts["code"].data
    context = "Variables:\nstock: DataFrame, 3 rows x 1 columns\n  'kg' (text)"
    lines = "\nBegin with: d = stock.assign(kg=1)\nBegin with: d = d.merge(b)"
    request = lay_out("code", prompt, Task("How many kg?", context + lines), "")
    assert (request.prefill, request.begun) == (
        f"```python\n{request.begun}",
        "d = stock.assign(kg=1)\nd = d.merge(b)\n",
    )
    assert "Begin" not in "".join(message.content for message in request.messages)
    asked = Task("How many kg?", context + lines)
    again = lay_out("code", prompt, asked, "", extra=(Message("user", "KeyError: 'pal'\nline 3: d['pal']\nAgain."),))
    assert again.begun == request.begun
    again = lay_out("code", prompt, asked, "", extra=(Message("user", "KeyError: 'b'\nline 2: d.merge(b)\nAgain."),))
    assert (again.prefill, again.begun) == ("```python\n", "")


def test_of_the_table_that_is_copied_the_copy_is_told() -> None:
    columns = "'kg' (text, amounts: tidy.number); 'of' (text); 'at' (text, dates: tidy.date)"
    cans = f"cans: DataFrame, 2 rows x 3 columns\n  {columns}"
    jars, lids = (f"{name}: DataFrame, 2 rows x 2 columns\n  'no' (text); 'rim' (text)" for name in ("jars", "lids"))
    begun = "Begin with: d = cans.assign(kg=tidy.number(cans['kg'], unit='kg'))"
    join = "Begin with: d = d.merge(jars[['no', 'rim']], left_on='of', right_on='no', how='left')"
    context = f"Variables:\n{cans}\n{jars}\n{lids}"
    own = "'of', 'at' (tidy.date)"
    assert glance(f"{context}\nAbout: cans\n{begun}") == f"d has 'kg', {own}"
    named = begun.replace("kg=tidy.number(cans['kg'], unit='kg')", "**{'of': tidy.text(cans['of'])}")
    assert glance(f"{context}\nAbout: cans\n{named}") == "d has 'of', 'kg' (tidy.number), 'at' (tidy.date)"
    assert glance(f"{context}\nAbout: cans, jars\n{begun}\n{join}") == f"d has 'kg', 'rim', {own}"
    assert glance(f"{context}\n{begun}\n{join}") == f"d has 'kg', 'rim', {own}; lids has 'no', 'rim'"


def test_what_goes_on_is_told_of_the_tables_that_the_program_before_took() -> None:
    cans, jars = (f"{name}: DataFrame, 2 rows x 1 columns" for name in ("cans", "jars"))
    context = f"Variables:\n{cans}\n  'kg' (int64): 1 … 9\n{jars}\n  'lid' (text): 'a'"
    assert glance(context, "How many are left? cans = cans.dropna()") == "cans has 'kg'"
    assert glance(context, "How many are left? lids.dropna()") == "cans has 'kg'; jars has 'lid'"
    assert glance(f"{context}\nJoin: cans.merge(jars)", "cans").startswith("cans has 'kg'; jars has 'lid'; ")
    assert glance(f"{context}\nAbout: jars") == "jars has 'lid'"
    assert glance(f"{context}\nAbout: jars", "cans.sum()") == "cans has 'kg'"
    value = "'a' is a value of jars['lid']"
    assert glance(f"{context}\nAbout: jars\nValue: {value}") == f"jars has 'lid'; {value}"
