import json
from dataclasses import replace
from html.parser import HTMLParser

import pandas as pd

from husky_kernel.agent.reruns.branches import grow, record
from husky_kernel.agent.types import MEDIA_TYPE, Seconds, Step, Trace
from husky_kernel.display.bundle import bundle, placeholder
from husky_kernel.display.confidence import BADGES

EVIL = "</details><script>alert(1)</script><img src=x onerror=alert(2)>\"'&\x1b[31m"


def shown(**data: object) -> dict[str, object]:
    kinds = {"html": "text/html", "png": "image/png", "svg": "image/svg+xml", "plain": "text/plain"}
    return {"output_type": "display_data", "data": {kinds[name]: value for name, value in data.items()}, "metadata": {}}


def trace_of(*outputs: dict[str, object], **values: object) -> Trace:
    step = Step(0, "code", "Count.", call="len(df)", output="There are 3.", outputs=outputs, seconds=Seconds(tool=1.0))
    return Trace("How many?", "some-model", answer="3", steps=(replace(step, **values),))  # type: ignore[arg-type]


class Elements(HTMLParser):
    """Every element and attribute of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def page(trace: Trace) -> Elements:
    return Elements(bundle(trace)["text/html"])


def test_the_bundle_is_text_html_and_the_trace() -> None:
    trace = trace_of()
    data = bundle(trace)
    assert set(data) == {"text/plain", "text/html", MEDIA_TYPE}
    assert data["text/plain"].splitlines() == ["How many?", "[1/1] code  Count. -> There are 3.  (1.0 s)", "Answer: 3"]
    assert Trace.from_json(json.loads(json.dumps(data[MEDIA_TYPE]))) == trace
    assert f'data-husky-saved="{trace.id}"' in data["text/html"]


def test_the_page_tells_the_run() -> None:
    text = page(trace_of(author="human", error="3 is not 4", sources=({"title": "Factbook"},))).text
    for part in ("How many?", "some-model · 1 step · 1.0 s · finished", "Count.", "len(df)", "→ There are 3.", "3"):
        assert part in text
    assert "edited · 1.0 s" in text
    assert "Note: 3 is not 4" in text
    assert "Sources: Factbook" in text


def test_nothing_that_was_said_is_markup() -> None:
    cell = pd.DataFrame({EVIL: [EVIL]})
    table = shown(html=f"<table><tr><td onclick=x()>{EVIL}</td></tr></table>", plain=EVIL)
    stream = {"output_type": "stream", "name": "stdout", "text": EVIL}
    error = {"output_type": "error", "ename": EVIL, "evalue": EVIL, "traceback": [EVIL]}
    outputs = (table, shown(html=cell.to_html()), shown(plain=EVIL), stream, error, shown(png=f'"{EVIL}', plain="p"))
    evil = dict.fromkeys(("tool", "step", "call", "output", "error", "observation"), EVIL)
    trace = trace_of(*outputs, sources=({"title": EVIL},), **evil)
    trace = replace(trace, question=EVIL, model=EVIL, answer=EVIL, error=EVIL)
    elements = page(replace(trace, id='"><script>'))
    ours = "div style details summary b span pre table thead tbody tr th td"
    assert set(elements.tags) <= set(ours.split())
    assert {name for name, _ in elements.attributes} <= {"style", "class", "data-husky-saved", "open"}
    assert elements.tags.count("details") == 1
    assert "\x1b" not in elements.text


def test_outputs_in_their_richest_safe_form() -> None:
    sources = [
        value
        for name, value in page(trace_of(shown(png=["AA\n", "BB"]), shown(svg="<svg/>"))).attributes
        if name == "src"
    ]
    assert sources == ["data:image/png;base64,AABB", "data:image/svg+xml;base64,PHN2Zy8+"]
    assert "x**2" in page(trace_of(shown(html="<script>draw()</script>", plain="x**2"))).text


def test_a_step_with_something_to_see_is_unfolded() -> None:
    assert ("open", None) in page(trace_of(shown(png="AA"))).attributes
    assert ("open", None) not in page(trace_of(shown(plain="3"))).attributes


def test_the_tools_own_words_are_told_where_nothing_rich_was_shown() -> None:
    assert "North: 12" in page(trace_of(observation="North: 12")).text
    assert page(trace_of(observation="There are 3.")).text.count("There are 3.") == 1


def test_how_a_run_without_an_answer_ended() -> None:
    stopped = replace(trace_of(), status="stopped", answer=None)
    assert "Stopped before there was an answer." in page(stopped).text
    assert bundle(stopped)["text/plain"].endswith("Stopped before there was an answer.")
    failed = replace(stopped, status="failed", error="the engine is gone")
    assert "the engine is gone" in page(failed).text
    assert bundle(failed)["text/plain"].endswith("Failed: the engine is gone")


def test_the_bundle_keeps_every_line_of_the_run() -> None:
    both = record(replace(grow(trace_of(), 0, "edit"), answer="4"))
    assert Trace.from_json(json.loads(json.dumps(bundle(both)[MEDIA_TYPE]))) == both
    assert len(bundle(both)[MEDIA_TYPE]["branches"]) == 2


def answered(kind: str, *outputs: dict[str, object], **values: object) -> Trace:
    return replace(trace_of(*outputs), answer_kind=kind, answer="2 rows: units", **values)  # type: ignore[arg-type]


def test_a_table_that_answers_stands_below_its_line_and_only_there() -> None:
    html = bundle(answered("table", shown(html="<table><tr><td>North</td></tr></table>", plain="North")))["text/html"]
    assert html.count("North") == 1
    assert html.index("2 rows: units") < html.index("North")
    assert html.index("</details>") < html.index("North")
    other = bundle(answered("number", shown(html="<table><tr><td>North</td></tr></table>")))["text/html"]
    assert other.index("North") < other.index("</details>")


def test_the_confidence_and_what_is_to_be_known_stand_at_the_answer() -> None:
    trace = answered("number", confidence="unsure", notes=("<b>3</b> rows were left out",))
    elements = page(trace)
    assert ("title", BADGES["unsure"].title) in elements.attributes
    assert "not sure" in elements.text
    assert "<b>3</b> rows were left out" in elements.text
    text = bundle(trace)["text/plain"].splitlines()
    assert text[-2:] == ["Answer: 2 rows: units  (not sure)", "Note: <b>3</b> rows were left out"]


def test_a_step_tells_its_reason_its_repairs_and_its_notes() -> None:
    trace = trace_of(
        reason="the question names a file", repairs=("'Regin' read as 'region'",), notes=("a", "b"), against=("b",)
    )
    text = page(trace).text
    for part in ("the question names a file · 1.0 s", "Put right: 'Regin' read as 'region'", "ba"):
        assert part in text
    assert "(the question names a file)  Count." in bundle(trace)["text/plain"]


def test_a_run_that_failed_is_marked() -> None:
    failed = replace(trace_of(), status="failed", answer=None, error="KeyError: 'x'")
    assert "border-left:3px solid" in bundle(failed)["text/html"]
    assert "border-left:3px solid" not in bundle(trace_of())["text/html"]


def test_what_a_page_cannot_show_is_named() -> None:
    def said(data: dict[str, object]) -> str:
        return page(trace_of({"output_type": "display_data", "data": data, "metadata": {}})).text

    widget = {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}, "text/plain": "IntSlider(value=3)"}
    assert "An interactive widget, which cannot be shown here." in said(widget)
    assert "IntSlider" not in said(widget)
    nothing = "<IPython.core.display.JSON object>"
    assert '"units": 3' in said({"application/json": {"units": 3}, "text/plain": nothing})
    assert "x**2" in said({"text/latex": "$x^2$", "text/plain": "x**2"})
    assert "$x^2$" in said({"text/latex": "$x^2$", "text/plain": nothing})


def test_while_the_run_goes_on_there_are_words_for_front_ends_without_widgets() -> None:
    first, hint = placeholder()["text/plain"].splitlines()
    assert first == "Husky run"
    assert "%%husky --plain" in hint
    assert "Interrupt the kernel (I, I) to stop." in hint
    assert Elements(placeholder()["text/html"]).text == ""
