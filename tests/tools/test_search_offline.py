"""The offline backend over the shipped facts: what comes first, and what must never raise."""

from __future__ import annotations

import random
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from husky_kernel.tools.search import SearchTool
from husky_kernel.tools.search_backends import library, store
from husky_kernel.tools.search_backends.base import SearchError
from husky_kernel.tools.search_backends.offline import OfflineBackend
from husky_kernel.tools.search_backends.words import read_query, tokens

LYNDON = "Lyndon B. Johnson: 36th president of the United States"
FOUR = ("Oregon", "Washington", "Nevada", "Idaho")
TEXAS = "Texas: U.S. state. Total area 268,596 square miles (695,662 km2)."
DISTRICT = "U.S. federal district and national capital"
WASHINGTON = "Washington: U.S. state. Total area 71,298 square miles (184,661 km2)."


@pytest.fixture(scope="module")
def backend(tmp_path_factory: pytest.TempPathFactory) -> OfflineBackend:
    return OfflineBackend(tmp_path_factory.mktemp("search") / "index.sqlite")


@pytest.fixture
def tool(backend: OfflineBackend) -> SearchTool:
    return SearchTool(backend)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("area of Texas in square miles", TEXAS),
        ("How many square miles is Texas?", TEXAS),
        ("Texas's total area (official census figure)", TEXAS),
        ("area of TX", TEXAS),
        ("area of Washington", WASHINGTON),
        ("What is the area of Washington state in square miles?", WASHINGTON),
        ("area difference between Texas and Washington", f"{TEXAS}\n{WASHINGTON}"),
        ("how much bigger is Texas than Washington", f"{TEXAS}\n{WASHINGTON}"),
        ("land area of Alaska", "Alaska: U.S. state. Land area 570,641 square miles (1,477,953 km2)."),
        ("total area of West Virginia", "West Virginia: U.S. state. Total area 24,230 square miles (62,756 km2)."),
        ("What is the population of France?", "France: country in Europe. Population 68,512,806 (2025 estimate)."),
        ("population of the US", "United States: country in North America. Population 338,016,259 (2025 estimate)."),
        ("population of the U.S.", "United States: country in North America. Population 338,016,259 (2025 estimate)."),
        ("Which country has Ottawa as capital", "Canada: country in North America. Capital Ottawa."),
        ("Which U.S. state has Sacramento as its capital?", "California: U.S. state. Capital Sacramento."),
        ("capital of the state of Georgia", "Georgia: U.S. state. Capital Atlanta."),
        ("capital of the country Georgia", "Georgia: country in Asia. Capital Tbilisi."),
        ("height of Etna", "Mount Etna: volcano. Height 3,357 m (11,014 feet) above sea level."),
        ("atomic mass of mercury", "Mercury: chemical element. Atomic mass 200.59 u."),
        ("diameter of Mercury", "Mercury: 1st planet from the Sun. Diameter 4,879 km."),
        ("when was Abraham Lincoln born", "Abraham Lincoln: 16th president of the United States. Born in 1809."),
        ("currency of Japan", "Japan: country in Asia. Currency Japanese yen."),
        ("population of NYC", "New York City: city in New York, United States. Population 8,804,190 (2020 census)."),
        ("second largest state in the United States", TEXAS.replace("U.S.", "no. 2 largest by area, U.S.")),
        ("Washington, D.C. population", f"District of Columbia: {DISTRICT}. Population 689,545 (2020 census)."),
    ],
)  # fmt: skip
def test_the_answer_is_the_fact_that_was_asked_for(tool: SearchTool, query: str, text: str) -> None:
    found = tool.run(query)
    assert found.ok
    assert found.text == text


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("population of Georgia", {"Georgia: U.S. state", "Georgia: country in Asia"}),
        ("element whose symbol is Fe", {"Iron: chemical element"}),
        ("president in office to 1963", {"John F. Kennedy: 35th president of the United States", LYNDON}),
        ("area of Korea", {"North Korea: country in Asia", "South Korea: country in Asia"}),
        ("area of Congo", {f"{name}Republic of the Congo: country in Africa" for name in ("", "Democratic ")}),
        ("New York population", {"New York: U.S. state", "New York City: city in New York, United States"}),
        ("state admitted in 1845", {"Texas: U.S. state", "Florida: U.S. state"}),
        ("element with atomic number 26", {"Iron: chemical element"}),
        ("Who was the 16th president of the United States", {"Abraham Lincoln: 16th president of the United States"}),
        ("area of Oregon, Washington, Nevada and Idaho", {f"{name}: U.S. state" for name in FOUR}),
        ("how many feet in a mile", {"foot: unit of length", "mile: unit of length"}),
    ],
)  # fmt: skip
def test_every_row_that_is_meant_is_told_with_its_label(tool: SearchTool, query: str, titles: set[str]) -> None:
    lines = tool.run(query).text.splitlines()
    assert len(lines) == len(titles)
    assert all(any(line.startswith(f"{title}. ") for line in lines) for title in titles), lines


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("largest US state by area", "Alaska"),
        ("smallest country in the world", "Vatican City"),
        ("most populous country in Africa", "Nigeria"),
        ("longest river in Africa", "Nile"),
        ("tallest mountain in South America", "Aconcagua"),
        ("largest planet in the solar system", "Jupiter"),
        ("largest city in Texas", "Houston"),
        ("third smallest U.S. state", "Connecticut"),
    ],
)
def test_superlatives_are_ranked_by_number(backend: OfflineBackend, query: str, first: str) -> None:
    assert backend.search(query)[0].title == first


@pytest.mark.parametrize(
    "query",
    [
        "GDP of France",
        "first president of France",
        "price of gold",
        "distance from Chicago to Boston",
        "largest city in Wyoming",
        "largest city in the world",
        "largest moon of Jupiter",
        "population of Springfield",
        "real GDP per capita of Germany",
        "who directed Titanic",
        "zzzz qqqq",
    ],
)
def test_what_the_tables_do_not_hold_is_no_result(tool: SearchTool, query: str) -> None:
    found = tool.run(query)
    assert not found.ok
    assert found.error == f"no result for {query!r}"


ODD = [
    *("", "   ", '"', '"" OR ""', "NEAR(", "title:", "*", "a AND", "NOT", "-", "^texas", "{title body}: x"),
    *("'; DROP TABLE fts; --", "\0", "🙂🙂", "\ud800", "İstanbul ǅ ß ﬁ", "日本の人口", "1,2,3.4.5", "____"),
    *("a" * 10_000, "texas " * 5_000, "(" * 10_000, "the", "of the"),
]


@pytest.mark.parametrize("query", ODD, ids=range(len(ODD)))
def test_odd_queries_never_raise(tool: SearchTool, query: str) -> None:
    found = tool.run(query)
    assert found.ok is (found.error is None)


def test_random_queries_never_raise(backend: OfflineBackend) -> None:
    chance = random.Random(0)
    alphabet = [
        *"\"'*():^-+,.;{}[]\\%$#@!~`|<>/?&= \t\n",
        *"abcNEAROT019éßİ日🙂\u0301\u200d",
        "Texas ",
        "area ",
        " OR ",
        " AND ",
    ]
    for _ in range(300):
        query = "".join(chance.choices(alphabet, k=chance.randrange(1, 40)))
        assert isinstance(backend.search(query), list), query


def test_words_of_a_query_are_read_as_words_of_the_index() -> None:
    assert tokens("The U.S.A.'s 1,234.5 km² in São Tomé: N'Djamena") == [
        "the", "usa", "1234p5", "km2", "in", "sao", "tome", "ndjamena"
    ]  # fmt: skip
    assert read_query("population of TX in the United States").kinds == frozenset()
    assert len(read_query("word " * 10_000).words) == 48


def test_many_threads_build_one_index_and_search_it(tmp_path: Path) -> None:
    index = tmp_path / "deep" / "index.sqlite"
    with ThreadPoolExecutor(8) as pool:
        texts = list(pool.map(lambda _: OfflineBackend(index).search("area of Texas")[0].snippet, range(16)))
    assert texts == [TEXAS] * 16
    assert {path.name for path in index.parent.iterdir()} <= {"index.sqlite", "index.sqlite.lock"}


def test_newer_facts_replace_the_old_ones_and_leave_the_folders(tmp_path: Path) -> None:
    index, folder = tmp_path / "index.sqlite", tmp_path / "notes"
    folder.mkdir()
    (folder / "memo.txt").write_text("The blue falcon project started in Oslo.")
    library.add_folder(index, folder)
    with closing(sqlite3.connect(index)) as connection:
        connection.execute("UPDATE meta SET value = 'of an older version' WHERE key = 'facts'")
        connection.execute("UPDATE facts SET text = 'Total area 1 square mile.' WHERE ask = 'area'")
        connection.commit()
    backend = OfflineBackend(index)
    assert backend.search("area of Texas")[0].snippet == TEXAS
    assert backend.search("blue falcon project")[0].source == str(folder / "memo.txt")
    assert [source.name for source in library.list_sources(index)] == [str(folder), "facts"]


def test_an_index_of_another_schema_is_built_anew_with_its_folders(tmp_path: Path) -> None:
    index, folder = tmp_path / "index.sqlite", tmp_path / "notes"
    folder.mkdir()
    (folder / "memo.txt").write_text("The blue falcon project started in Oslo.")
    library.add_folder(index, folder)
    with closing(sqlite3.connect(index)) as connection:
        connection.execute(f"PRAGMA user_version = {store.SCHEMA + 1}")
        connection.execute("DROP TABLE facts")
    assert OfflineBackend(index).search("blue falcon project")[0].source == str(folder / "memo.txt")
    assert store.schema(index) == store.SCHEMA


def test_a_change_that_breaks_off_leaves_the_old_index(tmp_path: Path) -> None:
    index = tmp_path / "index.sqlite"
    library.ensure(index)
    before = index.read_bytes()
    with pytest.raises(SearchError, match="no such table: nowhere"), store.rewriting(index) as connection:
        connection.executescript("DELETE FROM passages; DELETE FROM nowhere")
    assert index.read_bytes() == before


def test_a_damaged_index_is_one_clear_line(tmp_path: Path) -> None:
    index = tmp_path / "index.sqlite"
    index.write_bytes(b"this is no database, however long one looks at it" * 100)
    found = SearchTool(OfflineBackend(index)).run("area of Texas")
    assert not found.ok
    assert found.error is not None
    assert "delete the file" in found.error
    assert "\n" not in found.error


def test_facts_are_found_where_no_index_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.txt").write_text("Some words.")
    index = tmp_path / "file" / "index.sqlite"
    assert OfflineBackend(index).search("area of Texas")[0].snippet.startswith("Texas")
    assert OfflineBackend(index).holds("What is the area of Texas?")
    with pytest.raises(SearchError, match="cannot be written"):
        library.add_folder(index, tmp_path / "docs")


@pytest.mark.parametrize("rounding", ["to the nearest tenth", "rounded to one decimal place", "to the nearest hundred"])
def test_words_on_rounding_are_nothing_to_look_up(rounding: str) -> None:
    asked = read_query(f"How many times as long as the Rhine is the Lena, {rounding}?")
    assert asked.superlative is None
    assert not {"nearest", "rounded", "decimal", "tenth"} & set(asked.words)
    assert read_query("nearest planet to the Sun").superlative is not None
