from __future__ import annotations

import pytest

from husky_kernel.agent.types import Step, Task
from husky_kernel.modules.doubts import doubt

CONTEXT = (
    "Variables:\ndf: DataFrame, 90 rows x 3 columns\n"
    "  'city' (str): 'Oslo', 'Bergen', …; 'sex' (str): 'male', 'female'; 'units' (int64): 1 … 9"
)
TASK = Task("How many units did women sell in Oslo?", CONTEXT)


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("import pandas as pd\ndf = pd.read_csv('your_data.csv')\ndf", "'your_data.csv'"),
        ("open('notes.txt').read()", "'notes.txt'"),
        ("import pandas as pd\ndf = pd.DataFrame({'city': ['Oslo']})\ndf", "df exists"),
        ("df['units'][df['city'] == 'Oslo'] == 'women'", "condition of the selection"),
    ],
)
def test_what_is_made_up_anew_is_doubted(code: str, word: str) -> None:
    found = doubt(code, TASK)
    assert found is not None
    assert word in (found.failure or "")
    assert found.task.question == TASK.question


def test_a_first_program_without_the_column_that_is_asked_for_is_doubted() -> None:
    asked = Task("Which city has units above 5?", CONTEXT)
    found = doubt("df[df['units'] > 5]['sex'].iloc[0]", asked)
    assert found is not None
    assert found.failure == "the question asks for the column 'city', which the program leaves out"
    assert doubt("df[df['units'] > 5].city", asked) is None
    done = Step(index=0, tool="code", step="Find the city.", output="Oslo")
    assert doubt("df['sex'].mode()", asked, (done,)) is None


def test_a_program_without_a_condition_that_the_question_names_is_doubted() -> None:
    asked = Task("Who sold in Oslo with a sex of female and units larger than 5?", CONTEXT)
    found = doubt("df[(df['city'] == 'Oslo') & (df['units'] > 5)]", asked)
    assert found is not None
    assert found.failure == "the question has a condition on the column 'sex', which the program leaves out"
    assert doubt("df[(df['city'] == 'Oslo') & (df['sex'] == 'female') & (df['units'] > 5)]", asked) is None


@pytest.mark.parametrize(
    ("code", "doubted"),
    [
        ("df[df['city'] == 'Oslo']['sex'].sum()", True),
        ("rows = df[df['city'] == 'Oslo']\nrows['sex'].mean()", True),
        ("df[df['city'] == 'Oslo']['units'].sum()", False),
        ("(df['sex'] == 'female').sum()", False),
        ("df['unknown'].sum()", False),
    ],
)
def test_texts_are_not_added_up(code: str, doubted: bool) -> None:
    found = doubt(code, Task("How many were sold in Oslo?", CONTEXT))
    assert ("holds texts" in (found.failure or "") if found else False) is doubted


def test_a_value_that_nobody_spoke_of_is_doubted_and_no_longer_shown() -> None:
    found = doubt("df[(df['city'] == 'Oslo') & (df['city'] == 'Bergen')]", TASK)
    assert found is not None
    assert found.failure is None
    assert found.task.context == CONTEXT.replace("'Bergen', ", "").replace(": 1 … 9", "")


def test_a_number_that_nobody_spoke_of_is_doubted() -> None:
    assert doubt("len(df[df['units'] == 7])", TASK) is not None
    assert doubt("len(df[df['units'] == 7])", Task("How often were 7 units sold?", CONTEXT)) is None
    assert doubt("len(df[df['units'] % 2 == 0])", TASK) is None


def test_a_value_chosen_among_all_of_a_column_is_not_doubted() -> None:
    assert doubt("df[df['sex'] == 'female']['units'].sum()", TASK) is None


@pytest.mark.parametrize(
    "code",
    [
        "df[df['city'] == 'oslo']['units'].sum()",
        "other = df.groupby('city')['units'].sum()\nother.idxmax()",
        "df = df[df['units'] > 3]\nlen(df)",
        "this is (no program",
        "",
    ],
)
def test_a_program_that_keeps_to_the_question_is_not_doubted(code: str) -> None:
    assert doubt(code, TASK) is None


def test_nothing_is_doubted_where_there_are_no_variables() -> None:
    assert doubt("pd.read_csv('data.csv')", Task("Read the table.")) is None


def test_a_file_that_the_question_names_may_be_read() -> None:
    assert doubt("pd.read_csv('data.csv')", Task("Add the rows of data.csv to df.", CONTEXT)) is None


def test_words_of_a_person_and_outputs_of_steps_are_known() -> None:
    code = "df[df['city'] == 'Bergen']"
    asked = Step(0, "code", "Take Bergen instead.", author="human", output="3")
    found = Step(0, "code", "Find the city.", output="Bergen")
    assert doubt(code, TASK, [asked]) is None
    assert doubt(code, TASK, [found]) is None
    assert doubt(code, TASK, [Step(0, "code", "Take Bergen.", output="3")]) is not None
