"""Secrets do not reach models, traces or cards; ordinary data do."""

from __future__ import annotations

import base64
import hashlib
import json
import random
import subprocess
import sys
import uuid
from collections import namedtuple
from dataclasses import replace

import pandas
import pytest

from husky_kernel.agent.effects import Effects
from husky_kernel.agent.reruns.branches import grow, lines, record
from husky_kernel.agent.types import Hint, Observation, Step, Task, Trace
from husky_kernel.trust.patterns import REMOVED
from husky_kernel.trust.secrets import Redactor, redact

JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"
PEM = "-----BEGIN {}PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\nc2VjcmV0\n-----END {}PRIVATE KEY-----"
FORMS = {
    "AWS key": "AKIAIOSFODNN7EXAMPLE",
    "GitHub": "ghp_" + "a1B2" * 9,
    "GitHub, fine-grained": "github_pat_" + "a1B2" * 10,
    "GitLab": "glpat-" + "a1B2c" * 4,
    "OpenAI": "sk-proj-" + "a1B2" * 10,
    "Anthropic": "sk-ant-api03-" + "a1B2" * 20,
    "Hugging Face": "hf_" + "aBcD" * 9,
    "Google": "AIza" + "a1B2c" * 7,
    "Slack": "xoxb-1234567890-abcdefghij",
    "Stripe": "sk_live_" + "a1B2" * 6,
    "SendGrid": "SG." + "a" * 22 + "." + "b" * 43,
    "npm": "npm_" + "a1B2" * 9,
    "JWT": JWT,
    "private key": PEM.format("RSA ", "RSA "),
    "private key without a kind": PEM.format("", ""),
}
NAMED = {
    'password = "hunter2"': "hunter2",
    "{'password': 'swordfish', 'user': 'bob'}": "swordfish",
    "API_KEY=abcdef": "abcdef",
    '{\\"dbPassword\\": \\"hunter2\\"}': "hunter2",
    "Server=db;User Id=sa;Password=Pa55word;": "Pa55word",
    "postgresql://bob:s3cr3t@db:5432/x": "s3cr3t",
    "Authorization: Bearer abcDEF1234567890xyz": "abcDEF1234567890xyz",
    '"token": "a8Kz93jdk2Lq0x"': "a8Kz93jdk2Lq0x",
    "export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG": "wJalrXUtnFEMI/K7MDENG",
    "password: hunter2": "hunter2",
    "Kennwort = 'hunter2'": "hunter2",
    "contraseña: hunter2": "hunter2",
    "{'seed_phrase': 'correct horse'}": "correct horse",
    "cards of 4111 1111 1111 1111 and 4111 1111 1111 1112": "4111 1111 1111 1111",
}
ORDINARY = (
    "password = getpass()",
    'api_key = os.environ["API_KEY"]',
    "tokens = text.split()",
    'pad_token: "<pad>", eos_token="</s>"',
    "the secret of the sea: it is deep",
    "password: required",
    "primary_key=customer_id, sort_key=lambda row: row.units",
    'df[df["token"] == "New York"]',
    "basic misunderstandings of a bearer market",
    "https://example.com:8080/a@b and a@b.com",
    "asking sk-learn for a sk-shaped task-2024-and-more-things-to-do",
    '{"next_page": 2, "tokens": 512, "key": "region", "password": null}',
)


@pytest.mark.parametrize("secret", FORMS.values(), ids=FORMS)
def test_a_secret_is_known_by_its_form(secret: str) -> None:
    assert redact(f"see <{secret}> there") == f"see <{REMOVED}> there"


@pytest.mark.parametrize(("text", "value"), NAMED.items())
def test_a_secret_is_known_by_the_name_before_it(text: str, value: str) -> None:
    assert redact(text) == text.replace(value, REMOVED)


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_text_stays(text: str) -> None:
    assert redact(text) == text


def test_hashes_identifiers_and_encoded_data_stay() -> None:
    chance = random.Random(1)
    rows = []
    for number in range(300):
        rows += [
            hashlib.sha256(str(number).encode()).hexdigest(),
            hashlib.md5(str(number).encode()).hexdigest(),
            str(uuid.UUID(int=chance.getrandbits(128))),
            base64.b64encode(chance.randbytes(300)).decode(),
            f"https://example.com/{number}?id={number}&key=region",
            f"cust-{number:08d}, {chance.random()}, 2024-01-02T10:00:00",
        ]
    text = "\n".join(rows)
    assert redact(text) == text


def test_ten_megabytes_of_what_looks_like_names_come_back() -> None:
    text = "password token=" * 700_000
    assert redact(text) == text


def test_case_that_changes_the_length_of_a_text_moves_nothing() -> None:
    assert redact("İİİ password='hunter2' ß") == f"İİİ password='{REMOVED}' ß"


@pytest.mark.parametrize("write", [str, repr, json.dumps, lambda v: base64.b64encode(v.encode()).decode()])
def test_values_of_variables_are_found_in_every_spelling(write: object) -> None:
    api_key = 'zz"Top<1234>5678/x'
    shown = write(api_key)  # type: ignore[operator]
    assert api_key not in (text := Redactor({"api_key": api_key}, {}).text(f"got {shown}!"))
    assert REMOVED in text


def test_where_secrets_are_looked_for() -> None:
    namespace = {
        "settings": {"db": {"password": "letmein-99"}},
        "password": b"in-bytes-77",
        "names": ["northern"],
        "pad_token": "[PADDING]",
        "password_length": 12345678,
        "_password": "internal-1",
    }
    environ = {"SOME_TOKEN": "aB3dE6gH9jK2", "HOME": "/home/someone", "PWD": "/home/someone/Work1"}
    assert Redactor(namespace, environ).known() == {"letmein-99", "in-bytes-77", "aB3dE6gH9jK2"}


PASSWORD = "hunter2hunter2"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("accounts", [{"name": "a", "password": PASSWORD}]),
        ("settings", {"accounts": [{"password": PASSWORD}]}),
        ("creds", ("admin", PASSWORD)),
        ("passwords", {"ann": PASSWORD}),
        ("passwords", pandas.Series([PASSWORD])),
        ("users", pandas.Series([PASSWORD], name="password")),
        ("users", pandas.DataFrame({"name": ["a"], "Passwort": [PASSWORD]})),
        ("users", pandas.DataFrame({"n": [1]}, index=pandas.Index([PASSWORD], name="password"))),
        ("users", namedtuple("Login", ["user", "passphrase"])("u", PASSWORD)),
        *((name, PASSWORD) for name in ("pwd", "kennwort", "contrasena", "senha", "motdepasse", "пароль", "db_creds")),
        ("card_number", int("4" + "1" * 15)),
    ],
)
def test_a_secret_is_found_wherever_a_variable_holds_it(name: str, value: object) -> None:
    secret = str(value) if isinstance(value, int) else PASSWORD
    assert Redactor({name: value}, {}).known() == {secret}
    assert Redactor({name: value}, {}).text(f"it is {secret}") == f"it is {REMOVED}"


def test_what_only_sounds_like_a_secret_is_none() -> None:
    namespace = {
        "sacred": "northern-1-lights",
        "caliban": "northern-1-lights",
        "order_number": 4111111111111111,
        "sales": pandas.DataFrame({"region": ["northern-1-lights"], "discard": ["a-long-text-1"]}),
        "credentials": {"host": "database-1.example.com", "password": PASSWORD},
    }
    assert Redactor(namespace, {}).known() == {PASSWORD}
    assert redact("order 4111111111111111, 1234 5678 9012 3456") == "order 4111111111111111, 1234 5678 9012 3456"


def test_a_piece_of_a_key_is_taken_out() -> None:
    key = "zz9TopSecret" + "aB3dE6gH9" * 4
    redactor = Redactor({"api_key": key}, {})
    assert redactor.text(f"{key[:20]} {key[20:]} and zz9") == f"{REMOVED} {REMOVED} and zz9"
    assert redactor.text(f"['{key[:15]}', 'northern-lights-10']") == f"['{REMOVED}', 'northern-lights-10']"


def test_the_users_warnings_are_still_shown() -> None:
    code = (
        "import warnings; before = (warnings.showwarning, list(warnings.filters))\n"
        "from husky_kernel.trust.secrets import redact; redact('x')\n"
        "import sys; assert 'detect_secrets' in sys.modules\n"
        "assert (warnings.showwarning, warnings.filters) == before; warnings.warn('careful')\n"
        "import logging; logging.captureWarnings(True); assert warnings.showwarning is not before[0]"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "UserWarning: careful" in done.stderr


def test_a_short_password_is_not_cut_out_of_words() -> None:
    text = Redactor({"password": "orange"}, {}).text("oranges, orange")
    assert text == f"oranges, {REMOVED}"


def test_a_variable_made_later_is_known_then() -> None:
    namespace: dict[str, object] = {}
    redactor = Redactor(namespace, {})
    assert redactor.text("zzTop123456789") == "zzTop123456789"
    namespace["access_token"] = "zzTop123456789"
    assert redactor.text("zzTop123456789") == REMOVED


def test_nothing_of_a_run_keeps_the_secret() -> None:
    secret = "zzTop123456789"
    redactor = Redactor({"api_key": secret}, {})
    outputs = (
        {"output_type": "stream", "name": "stdout", "text": [secret[:5], secret[5:] + "\n"]},
        {"output_type": "display_data", "data": {"text/html": f"<b>{secret}</b>", "image/png": "QUtJQQ=="}},
        {"output_type": "error", "traceback": [f"KeyError: {secret}"]},
    )
    seen = Observation(secret, ok=False, error=f"KeyError: {secret}", outputs=outputs, sources=({"url": secret},))
    step = Step(0, "code", f"Use {secret}.", f"x = '{secret}'", secret, secret, error=secret, outputs=outputs)
    trace = Trace(f"Is it {secret}?", "m", answer=secret, steps=(step,), error=secret)
    for clean in (redactor.observation(seen), redactor.trace(trace), redactor.task(Task(secret, secret))):
        assert secret not in str(clean)
        assert secret[5:] not in str(clean)
    assert redactor.observation(seen).outputs[1]["data"]["image/png"] == "QUtJQQ=="
    assert Trace.from_json(json.loads(json.dumps(redactor.trace(trace).to_json()))).steps[0].index == 0


def test_no_line_of_a_run_and_no_hint_keeps_the_secret() -> None:
    secret = "zzTop123456789"
    done = Step(0, "code", "Log in.", f"x = '{secret}'", secret, secret, effects=Effects(outside=(f"wrote {secret}",)))
    trace = Trace("Who?", "m", answer=secret, steps=(done,), hints=(Hint(f"log in with {secret}", 0),))
    clean = Redactor({"api_key": secret}, {}).trace(grow(trace, 0, "edit"))
    assert len(lines(clean)) == 2
    assert secret not in json.dumps(clean.to_json())


def test_a_secret_that_becomes_known_later_makes_no_other_line() -> None:
    namespace: dict[str, object] = {}
    redactor = Redactor(namespace, {})
    first, second = (Step(at, "code", "Do.", "a = 'zebra99zebra'\na", "zebra99zebra", "zebra99zebra") for at in (0, 1))
    rerun = grow(redactor.trace(Trace("Who?", "m", answer="1", steps=(first, second))), 1, "edit")
    namespace["password"] = "zebra99zebra"
    ended = record(redactor.trace(replace(rerun, steps=(*rerun.steps, replace(second, call="b")), answer="2")))
    assert [one.why for one in lines(ended)] == ["first", "edit"]
    assert ended.branch == rerun.branch
    assert "zebra" not in json.dumps(ended.to_json())
