import subprocess
import sys
from pathlib import Path

import ipywidgets
import pytest

from husky_kernel.config import load_settings
from husky_kernel.display.run_view import RunView
from husky_kernel.display.widget import MODULE, VERSION, RunWidget, run_widget

LAB = Path(__file__).parents[2] / "widgets" / "lab"


def test_the_state_is_data_and_its_code_is_our_extensions() -> None:
    widget = run_widget({"question": "How many?"})
    assert isinstance(widget, ipywidgets.DOMWidget)
    state = {name: value for name, value in widget.get_state().items() if isinstance(value, str)}
    assert (state["_model_module"], state["_view_module"]) == (MODULE, MODULE)
    assert max(map(len, state.values())) < 100


def test_python_and_the_extension_name_the_same_module() -> None:
    names = (LAB / "names.js").read_text(encoding="utf-8")
    assert f'MODULE = "{MODULE}"' in names
    assert f'VERSION = "{VERSION}"' in names
    classes = (LAB / "widgets.js").read_text(encoding="utf-8")
    widget = RunWidget({})
    for name in (widget._model_name, widget._view_name):
        assert f"class {name} " in classes


def test_nobody_can_publish_the_code_that_other_front_ends_would_look_for() -> None:
    assert MODULE.startswith("_")  # no name of an npm package may


def test_an_anywidget_where_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("anywidget")
    monkeypatch.setenv("HUSKY_WIDGET", "anywidget")
    view = RunView("How many?", "m", lambda command: None, load_settings().widget)
    state = view.widget.get_state()
    assert state["_model_module"] == "anywidget"
    assert "initialize" in state["_esm"]
    assert state["run"]["question"] == "How many?"
    assert "Husky run" in repr(view.widget)


def test_without_anywidget_it_says_how_to_get_it() -> None:
    code = (
        "import sys; sys.modules['anywidget'] = None\n"
        "from husky_kernel.agent.errors import UseError\n"
        "from husky_kernel.display.widget import run_widget\n"
        "run_widget({})\n"
        "try:\n    run_widget({}, 'anywidget')\nexcept UseError as error:\n    print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert "pip install 'husky-kernel[anywidget]'" in done.stdout
