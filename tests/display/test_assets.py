from pathlib import Path

import pytest

from husky_kernel.agent.errors import UseError
from husky_kernel.display.assets import asset


def test_the_built_front_end_is_there_and_stands_alone() -> None:
    module = asset("husky.js")
    assert "initialize" in module
    assert "http" not in [line.split("'")[-2][:4] for line in module.splitlines() if line.startswith("import ")]
    assert "import(" not in module
    assert len(module.encode()) < 600_000
    assert "data-husky" in asset("husky.css")


def test_the_package_goes_before_the_checkout(tmp_path: Path) -> None:
    package, checkout = tmp_path / "static", tmp_path / "dist"
    checkout.mkdir()
    (checkout / "husky.css").write_text("checkout", encoding="utf-8")
    assert asset("husky.css", (package, checkout)) == "checkout"
    package.mkdir()
    (package / "husky.css").write_text("package", encoding="utf-8")
    assert asset("husky.css", (package, tmp_path / "other", checkout)) == "package"


def test_a_missing_build_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UseError, match=r"husky\.js .*npm run build"):
        asset("husky.js", (tmp_path,))
