"""A secret never survives, wherever it stands, and no other text is touched."""

from __future__ import annotations

import base64
import json
from html import escape
from typing import Any
from urllib.parse import quote

from hypothesis import given, settings
from hypothesis import strategies as st

from husky_kernel.agent.answers.answer import Result
from husky_kernel.agent.types import Observation, Step, Trace
from husky_kernel.trust.patterns import REMOVED
from husky_kernel.trust.secrets import Redactor, redact

KEY = st.from_regex(r"\A[a-z]{4}[A-Z]{4}[0-9]{4}[A-Za-z0-9]{4,20}\Z")
"""One word of mixed signs, as keys are."""
PASSWORD = st.from_regex(r"\A[A-Z][a-z]{3,6}[!?&<%\"'\\ ][a-z0-9]{4,8}\Z")
"""What people think of, with signs that JSON, HTML and URLs write otherwise."""
FORMS = st.one_of(
    *(
        st.from_regex(form)
        for form in (
            r"\Ahf_[A-Za-z0-9]{34}\Z",
            r"\Ask-[A-Za-z0-9]{40}\Z",
            r"\Anpm_[A-Za-z0-9]{36}\Z",
            r"\AAIza[A-Za-z0-9]{35}\Z",
            r"\Aghp_[A-Za-z0-9]{36}\Z",
            r"\AAKIA[A-Z0-9]{16}\Z",
        )
    )
)
HARMLESS = st.text("bcdgmnou 0123456789,.\n", max_size=60)
"""Words and figures that neither name a secret nor look like one."""
MANY = settings(max_examples=100, deadline=None)


def written(secret: str) -> list[str]:
    """The secret as programs put it out."""
    return [
        secret,
        json.dumps(secret),
        repr(secret),
        escape(secret),
        quote(secret, safe=""),
        base64.b64encode(secret.encode()).decode(),
        str({"deep": [secret]}),
        f"<td>{escape(secret)}</td>",
    ]


@MANY
@given(KEY | PASSWORD, HARMLESS, HARMLESS)
def test_what_a_variable_holds_is_found_in_every_form(secret: str, before: str, after: str) -> None:
    redactor = Redactor({"api_key": secret}, {})
    for form in written(secret):
        told = redactor.text(f"{before} {form} {after}")
        assert secret not in told
        assert form not in told
        assert told.startswith(f"{before} ")
        assert told.endswith(f" {after}")


@MANY
@given(FORMS, HARMLESS, HARMLESS)
def test_what_has_the_form_of_a_key_needs_no_name(secret: str, before: str, after: str) -> None:
    assert redact(f"{before} {secret} {after}") == f"{before} {REMOVED} {after}"


@MANY
@given(HARMLESS)
def test_other_text_is_untouched(text: str) -> None:
    assert Redactor({"api_key": "abcdEFGH1234", "n": 5}, {}).text(text) == text


@MANY
@given(st.text(st.characters(), max_size=200), KEY)
def test_a_second_look_finds_nothing_more(text: str, secret: str) -> None:
    redactor = Redactor({"token": secret}, {})
    once = redactor.text(f"{text}{secret}{text}")
    assert secret not in once
    assert redactor.text(once) == once


def places(secret: str, text: str) -> dict[str, Any]:
    """A step with the secret wherever one can stand."""
    said = f"{text} {secret}"
    outputs: tuple[dict[str, Any], ...] = (
        {"output_type": "stream", "name": "stdout", "text": said},
        {"output_type": "display_data", "data": {"text/html": [f"<b>{text}</b>", secret]}, "metadata": {}},
        {"output_type": "display_data", "data": {"application/json": {"a": [{"b": secret}]}}, "metadata": {}},
        {"output_type": "error", "ename": "E", "evalue": said, "traceback": [text, secret[:7], secret[7:]]},
    )
    names = ("step", "call", "observation", "output", "error")
    sentences = dict.fromkeys(("repairs", "notes", "against"), (said,))
    sources = ({"title": said},)
    return {
        **dict.fromkeys(names, said),
        **sentences,
        "outputs": outputs,
        "sources": sources,
        "result": Result("text", said),
    }


@MANY
@given(KEY, HARMLESS)
def test_no_secret_stays_in_a_trace_or_in_what_a_tool_saw(secret: str, text: str) -> None:
    redactor = Redactor({"password": secret, "text": text}, {})
    held = places(secret, text)
    step = Step(0, "code", **held)
    trace = Trace(f"{text} {secret}", "m", answer=secret, error=secret, steps=(step,), notes=(secret,))
    assert secret not in json.dumps(redactor.trace(trace).to_json())
    known = ("outputs", "sources", "error", "notes", "against", "result")
    seen = Observation(secret, checked=secret, held=(secret,), **{name: held[name] for name in known})
    assert secret not in str(redactor.observation(seen))
    clean = Trace(text, "m", steps=(Step(0, "code", **places(REMOVED, text)),))
    assert redactor.trace(clean) == clean
