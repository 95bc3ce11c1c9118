from __future__ import annotations

import csv
import random
import re
from dataclasses import replace
from importlib import resources

import pytest

from husky_kernel.agent.errors import UseError
from husky_kernel.eval.generate.execution import execute
from husky_kernel.eval.generate.generation import Generated, Generator
from husky_kernel.eval.generate.recipes import Recipe, recipes
from husky_kernel.tools.search import SearchTool

ALL = {recipe.name: recipe for recipe in recipes()}


@pytest.fixture(scope="module")
def made(search: SearchTool) -> list[Generated]:
    """One question of every recipe."""
    return list(Generator(search, list(ALL.values()), seed=3).questions(len(ALL)))


def table(name: str) -> dict[str, dict[str, str]]:
    text = (resources.files("husky_kernel.tools") / "facts" / name).read_text(encoding="utf-8")
    return {row["name"]: row for row in csv.DictReader(text.splitlines())}


def test_every_recipe_makes_a_question(made: list[Generated]) -> None:
    assert sorted(question.draw.recipe.name for question in made) == sorted(ALL)
    assert len({question.question for question in made}) == len(made)


def test_a_record_holds_all_that_the_answer_rests_on(made: list[Generated], search: SearchTool) -> None:
    for index, question in enumerate(made):
        record = question.to_json(index)
        assert set(record) == {"index", "question", "answer", "facts", "code", "recipe", "verified_by"}
        assert re.fullmatch(r"-?\d+(\.\d+)?", record["answer"])
        assert record["facts"]
        for fact in record["facts"]:
            assert search.run(fact["query"]).text == fact["text"]
            assert f"{fact['value']:,}".split(".")[0] in fact["text"] or str(fact["value"]) in fact["text"]
        assert "sympy" in record["verified_by"]


def test_questions_are_whole_sentences_that_give_no_fact_away(made: list[Generated]) -> None:
    for question in made:
        text = question.question
        assert text[0].isupper() or text[0].isdigit()
        assert "?" in text
        assert not re.search(r"[{}\[\]|]|  ", text)
        for figure in question.draw.figures.values():
            assert figure.literal not in text.replace(",", "").split()


def test_answers_are_those_of_the_tables(search: SearchTool) -> None:
    states, countries = table("us_states.csv"), table("countries.csv")
    chosen = [ALL["density"], ALL["population_difference"]]
    for question in Generator(search, chosen, seed=11).questions(8):
        rows = [
            (states if entity.kind == "state" else countries)[entity.title]
            for entity in question.draw.entities.values()
        ]
        people = [int(row["population"]) for row in rows]
        if question.draw.recipe.name == "density":
            column = "land_sq_mi" if question.draw.unit == "square miles" else "land_km2"
            expected = people[0] / float(rows[0][column])
            assert float(question.answer) == pytest.approx(expected, abs=0.0501)
        else:
            assert abs(int(question.answer) - (people[0] - people[1])) <= 500


def test_the_seed_decides(search: SearchTool) -> None:
    chosen = [ALL["atom_ratio"], ALL["city_ratio"]]
    first, again, other = (
        [question.to_json(0) for question in Generator(search, chosen, seed).questions(4)] for seed in (5, 5, 6)
    )
    assert first == again
    assert first != other


@pytest.mark.parametrize("code", ["answer = a + b", "answer = b / a", "answer = a / b * 1.1"])
def test_a_wrong_program_is_found_out(search: SearchTool, code: str) -> None:
    generator = Generator(search, [one_city(ALL["city_ratio"], code)])
    assert list(generator.questions(2)) == []
    assert generator.counts.dropped["unverified (the second derivation differs)"] > 0


def test_a_program_that_fails_is_counted(search: SearchTool) -> None:
    generator = Generator(search, [one_city(ALL["city_ratio"], "answer = a / nothing")])
    assert list(generator.questions(1)) == []
    [reason] = (name for name in generator.counts.dropped if name.startswith("program failed"))
    assert "NameError" in reason


def one_city(recipe: Recipe, code: str) -> Recipe:
    """A recipe with few draws that make sense, so that it is given up soon."""
    return replace(recipe, code=code, entities={"A": "=city:Tokyo", "B": "=city:Osaka|=city:Phoenix"}, when="a > 5 * b")


def test_a_recipe_gives_each_question_once_and_then_no_more(search: SearchTool) -> None:
    generator = Generator(search, [ALL["compound_mass"]])
    made = list(generator.questions(100))
    assert 5 <= len(made) <= len(ALL["compound_mass"].cases)
    assert generator.counts.dropped["duplicate"] > 0
    assert any("duplicate" in line for line in generator.counts.lines())


def test_unanswerable_draws_are_dropped_and_counted(search: SearchTool) -> None:
    recipe = replace(ALL["area_copies"], entities={"A": "=country:France", "B": "state"})
    generator = Generator(search, [recipe])
    assert list(generator.questions(1)) == []
    assert set(generator.counts.dropped) == {"unanswerable (the text gives several figures)"}


def test_a_program_prints_its_answer_when_it_is_run_alone(made: list[Generated]) -> None:
    for question in random.Random(1).sample(made, 3):
        assert execute(question.code).output == question.answer


def test_topics_are_chosen_by_name() -> None:
    assert {recipe.name for recipe in recipes("chemistry")} < set(ALL)
    with pytest.raises(UseError, match=r"no topic 'cooking': choose from geography, .*mixed"):
        recipes("cooking")


def test_kinds_are_held_out_of_questions_or_are_in_each(search: SearchTool) -> None:
    def kinds(**limits: list[str]) -> list[set[str]]:
        made = Generator(search, list(ALL.values()), seed=5, **limits).questions(30)
        return [{entity.kind for entity in question.draw.entities.values()} for question in made]

    held = ["river", "mountain", "planet"]
    assert any(found & set(held) for found in kinds())
    assert not any(found & set(held) for found in kinds(held_out=held))
    assert all(found & set(held) for found in kinds(only=held))
    assert kinds(only=held)
