from __future__ import annotations

from pathlib import Path

import pytest

import husky_kernel
from husky_kernel.agent.errors import UseError
from husky_kernel.tools import registry
from husky_kernel.tools.commonsense import CommonsenseTool
from husky_kernel.tools.registry import SHIPPED, ToolContext, load_tools


class Sql(CommonsenseTool):
    name = "sql"


@pytest.fixture
def context(tmp_path: Path) -> ToolContext:
    return ToolContext(shell=None, index_path=tmp_path / "search.sqlite")


def test_shipped_tools_come_by_entry_point_and_in_order(context: ToolContext) -> None:
    tools = load_tools(context)
    assert tuple(tools)[:4] == SHIPPED
    assert all(tools[name].name == name for name in SHIPPED)


def test_a_tool_of_ones_own_is_offered_from_then_on(context: ToolContext) -> None:
    try:
        husky_kernel.register_tool(Sql())
        assert isinstance(load_tools(context)["sql"], Sql)
    finally:
        registry._registered.clear()


@pytest.mark.parametrize("name", ["code", "finish", "My Tool", "", "9x", None])
def test_names_that_are_taken_or_no_word_are_refused(name: object) -> None:
    tool = Sql()
    tool.name = name  # type: ignore[assignment]
    with pytest.raises(UseError):
        husky_kernel.register_tool(tool)


def test_what_is_missing_is_named() -> None:
    class Half:
        name = "half"
        description = "x"

    with pytest.raises(UseError, match="lacks executes"):
        husky_kernel.register_tool(Half())


def install(folder: Path, package: str, *names: str) -> None:
    """A package that offers tools, as pip leaves it."""
    about = folder / f"{package}-1.0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
    lines = [f"{name} = husky_kernel.tools.commonsense:CommonsenseTool" for name in names]
    (about / "entry_points.txt").write_text("\n".join(["[husky_kernel.tools]", *lines]))


@pytest.mark.parametrize("name", ["code", "finish"])
def test_no_package_takes_the_place_of_a_shipped_tool(
    context: ToolContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    install(tmp_path, "other", name)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(UseError, match=f"other offers a tool '{name}', which husky-kernel has already"):
        load_tools(context)


def test_two_packages_with_one_tool_are_named(
    context: ToolContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for package in ("one", "two"):
        install(tmp_path / package, package, "weather")
        monkeypatch.syspath_prepend(tmp_path / package)
    with pytest.raises(UseError, match=r"(one|two) offers a tool 'weather', which (one|two) has already"):
        load_tools(context)
