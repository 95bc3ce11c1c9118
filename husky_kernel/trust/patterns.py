"""Secrets that give themselves away by their form, wherever they stand in a text.

The forms of the providers' keys are those of detect-secrets (Apache-2.0), of which only the detectors are taken that
keep quiet on hashes, identifiers and base64 as data have them; newer providers' forms are added. High entropy alone
is never taken for a secret: there are columns full of it.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from husky_kernel.trust.names import MAYBE, SURE, is_opaque

REMOVED = "[secret removed]"


@dataclass(frozen=True, slots=True)
class Pattern:
    """``regex`` is only tried where the text, in lower case, holds one of ``hints``; ``group`` of it is the secret."""

    regex: re.Pattern[str]
    hints: tuple[str, ...]
    group: int = 0


_LIBRARY: dict[str, tuple[str, ...]] = {
    "aws.AWSKeyDetector": ("akia", "asia", "abia", "acca", "a3t", "aws"),
    "azure_storage_key.AzureStorageKeyDetector": ("accountkey=",),
    "github_token.GitHubTokenDetector": ("ghp_", "gho_", "ghu_", "ghs_", "ghr_"),
    "gitlab_token.GitLabTokenDetector": ("glpat", "gldt", "glft", "glsoat", "glrt", "gr1348941", "gl"),
    "mailchimp.MailchimpDetector": ("-us",),
    "pypi_token.PypiTokenDetector": ("pypi-age",),
    "sendgrid.SendGridDetector": ("sg.",),
    "slack.SlackDetector": ("xox", "hooks.slack.com"),
    "square_oauth.SquareOAuthDetector": ("sq0csp-",),
    "stripe.StripeDetector": ("k_live_",),
    "twilio.TwilioKeyDetector": ("ac", "sk"),
}

_KEY_BLOCK = r"-----BEGIN (?:[A-Z0-9]+ ){0,4}PRIVATE KEY(?: BLOCK)?-----[^-]{0,20000}(?:-----END [A-Z0-9 ]{1,60}-----)?"
_OWN = (
    Pattern(re.compile(_KEY_BLOCK), ("private key",)),
    Pattern(re.compile(r"(?<![\w=-])eyJ[\w=-]{8,}\.[\w=-]{8,}(?:\.[\w.+/=-]*)?"), ("eyj",)),
    Pattern(re.compile(r"sk-(?:ant-|proj-|svcacct-|or-)?[A-Za-z0-9_-]{24,}"), ("sk-",)),
    Pattern(re.compile(r"github_pat_\w{22,}"), ("github_pat_",)),
    Pattern(re.compile(r"hf_[A-Za-z0-9]{30,}"), ("hf_",)),
    Pattern(re.compile(r"npm_[A-Za-z0-9]{36}"), ("npm_",)),
    Pattern(re.compile(r"AIza[\w-]{35}"), ("aiza",)),
    Pattern(re.compile(r"ya29\.[\w-]{20,}"), ("ya29.",)),
    Pattern(re.compile(r"dop_v1_[0-9a-f]{64}"), ("dop_v1_",)),
    Pattern(re.compile(r"\b[a-zA-Z][\w+.-]{1,30}://[^\s:/?#@'\"]{0,200}:([^\s/'\"@]{1,300})@"), ("://",), 1),
)

_ASSIGNED = re.compile(
    rf"(?:(?P<sure>{SURE})s?|(?P<maybe>{MAYBE}))[_-]?\d{{0,2}}(?:\\?[\"'])?\]?[ \t]{{0,3}}(?P<sign>=>?|:)[ \t]{{0,3}}"
    r"(?:\\?(?P<quote>[\"'])(?P<quoted>[^\"'\\\n]{1,500})|(?P<bare>[^\s\"',;&(){}\[\]]{4,500})(?![(\[]))",
)
"""For text in lower case: looking for words in any case is many times slower."""
_BEARER = re.compile(r"\b(?:bearer|basic)[ \t]+(?P<bare>[\w.~+/=-]{12,2000})")
_NAMED = (
    *("pass", "phrase", "secret", "cred", "key", "token", "pwd", "authorization", "conn", "card", "karte", "iban"),
    *("kennwort", "contrase", "senha", "hasło", "haslo", "wachtwoord", "senord", "adgangskode", "salasana"),
    *("пароль", "密码", "密碼", "パスワード", "비밀번호"),
)
_CARD = re.compile(r"(?<![\d.-])\d{4}([ -])(?:\d{4}\1\d{4}\1\d{4}|\d{6}\1\d{5})(?![\d-]|\.\d)")
"""The number of a card as it is printed. Without its gaps it might be any number."""
_HARMLESS = frozenset({"none", "null", "true", "false", "str", "string", "bytes", "required", "optional", REMOVED})


@cache
def patterns() -> tuple[Pattern, ...]:
    """All forms. The first call loads detect-secrets, in about 0.1 s."""
    with _warnings_left_alone():
        return (*_OWN, *(found for place, hints in _LIBRARY.items() for found in _of_library(place, hints)))


@contextmanager
def _warnings_left_alone() -> Iterator[None]:
    """detect-secrets sends every warning of the process to its log, the user's own among them: taken back."""
    shown = warnings.showwarning
    with warnings.catch_warnings():
        yield
        if warnings.showwarning is not shown:
            logging.captureWarnings(False)


def _of_library(place: str, hints: tuple[str, ...]) -> list[Pattern]:
    module, name = place.split(".")
    detector = getattr(import_module(f"detect_secrets.plugins.{module}"), name)
    return [Pattern(regex, hints) for regex in detector.denylist]


def remove_forms(text: str) -> str:
    """``text`` without what has the form of a secret or follows the name of one."""
    folded = _folded(text)
    for pattern in patterns():
        if any(hint in folded for hint in pattern.hints):
            text = pattern.regex.sub(_without(pattern.group), text)
    if any(word in folded for word in _NAMED):
        text = _replaced(text, _ASSIGNED, _assigned)
    if "bearer" in folded or "basic" in folded:
        text = _replaced(text, _BEARER, _bearer)
    return _CARD.sub(lambda match: REMOVED if _has_check_digit(match[0]) else match[0], text)


def _has_check_digit(number: str) -> bool:
    """Luhn's sum (ISO/IEC 7812-1)."""
    digits = [int(sign) for sign in reversed(number) if sign.isdigit()]
    doubled = sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + doubled) % 10 == 0


def _folded(text: str) -> str:
    """Lower case, every sign at its place."""
    folded = text.lower()
    return folded if len(folded) == len(text) else "".join(sign.lower()[:1] for sign in text)


def _replaced(text: str, regex: re.Pattern[str], secret: Callable[[str, re.Match[str]], str | None]) -> str:
    """``text`` without the groups that ``secret`` names, matched in lower case."""
    parts, done = [], 0
    for match in regex.finditer(_folded(text)):
        if group := secret(text, match):
            parts += [text[done : match.start(group)], REMOVED]
            done = match.end(group)
    return "".join([*parts, text[done:]])


def _without(group: int) -> Callable[[re.Match[str]], str]:
    def replaced(match: re.Match[str]) -> str:
        # Not in the middle of a longer word: base64 of a picture holds every short prefix somewhere.
        before = match.string[match.start() - 1 : match.start()]
        return match[0] if before.isalnum() else _cut_out(match, group)

    return replaced


def _cut_out(match: re.Match[str], group: int | str) -> str:
    start, end = (at - match.start() for at in match.span(group))
    return match[0][:start] + REMOVED + match[0][end:]


def _assigned(text: str, match: re.Match[str]) -> str | None:
    """Quoted, any value after a sure name; bare words often are code or prose, and must look like a secret."""
    group = "quoted" if match["quoted"] else "bare"
    start, end = match.span(group)
    value = text[start:end]
    if match[group] in _HARMLESS or value.startswith("["):
        return None
    if match["sure"]:
        mixed = any(sign.isdigit() or not (sign.isalnum() or sign in "_.:-/<>") for sign in value)
        variable = text[start - 1] == "=" and text[slice(*match.span("sure"))].isupper()
        if group == "quoted" or mixed or variable:
            return group
    return group if is_opaque(value) and not (group == "bare" and _is_code(value)) else None


def _is_code(value: str) -> bool:
    return "_" in value and all(part.isidentifier() for part in value.split("."))


def _bearer(text: str, match: re.Match[str]) -> str | None:
    return "bare" if is_opaque(text[slice(*match.span("bare"))]) else None
