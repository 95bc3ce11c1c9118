"""Secrets do not reach models, traces or cards; ordinary data do."""

from __future__ import annotations

import base64
import hashlib
import json
import random
import subprocess
import sys
import uuid

import pytest

from husky_kernel.agent.types import Observation, Step, Task, Trace
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
