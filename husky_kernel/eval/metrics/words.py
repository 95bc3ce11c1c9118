"""Answers in words: SQuAD normalisation, exact match, F1 (Rajpurkar et al. 2016, arXiv 1606.05250), yes and no.

The repaired metric, :func:`gives_words`, also accepts the answer said in a sentence: after "answer is", after the last
"is" or "was", or as the first words of a sentence that for the rest only repeats the question. The order of an
answer's words is free, so "July 24, 1969" is "24 July 1969".
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Iterator

from husky_kernel.eval.metrics.numbers import gives_number, read_numbers, single_number
from husky_kernel.eval.metrics.statement import stated, tails, without_emphasis, without_reason

_PUNCTUATION = str.maketrans("", "", string.punctuation)
_TEXT = re.compile(r"\\(?:text|mathrm|mathbf|textbf|mbox)\s*\{([^{}]*)\}")
_TIME = re.compile(r"\d:\d")
_YES = {"yes", "true", "correct", "y"}
_NO = {"no", "false", "incorrect", "n"}
_FUNCTION_WORDS = frozenset(
    re.findall(
        r"\w+",
        "is are was were be been being has have had do does did will would can could in on at of to for with by from "
        "as and it its that this these those who which what when where there he she they his her their than so",
    )
)


def normalized(text: str) -> str:
    """Lower case, without punctuation, without "a", "an" and "the", single spaces."""
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", text.lower().translate(_PUNCTUATION)).split())


def exact_match(text: str, answer: str) -> bool:
    """Equal after normalisation."""
    return normalized(text) == normalized(answer)


def f1(text: str, answer: str) -> float:
    """Harmonic mean of precision and recall of the words; 0 where one is yes or no and the other is something else."""
    said, meant = normalized(text), normalized(answer)
    if said != meant and {said, meant} & {"yes", "no", "noanswer"}:
        return 0.0
    one, other = Counter(said.split()), Counter(meant.split())
    common = sum((one & other).values())
    return 2 * common / (one.total() + other.total()) if common else 0.0


def yes_or_no(text: str | None) -> bool | None:
    """What a text says: True for yes, False for no, None for neither. "True" and "false" count as well.

    The first word decides, else what is stated as the answer, else the only one of the words in the text.
    """
    words = normalized(without_emphasis(_TEXT.sub(r"\1", text or ""))).split()
    if not words:
        return None
    said = normalized(_TEXT.sub(r"\1", stated(text or "") or "")).split()
    for word in (*words[:1], *said[:1]):
        if word in _YES | _NO:
            return word in _YES
    found = set(words) & (_YES | _NO)
    kinds = {word in _YES for word in found}
    return kinds.pop() if len(kinds) == 1 and "not" not in words else None


def gives_words(text: str, answer: str, question: str = "") -> bool:
    """Whether a text gives ``answer``: a yes or no, a number, or words, alone or in a sentence (see above)."""
    meant = normalized(answer)
    if meant in _YES | _NO:
        return yes_or_no(text) is yes_or_no(answer)
    text = without_emphasis(_TEXT.sub(r"\1", text))
    if single_number(answer) is not None and not _TIME.search(answer):
        return gives_number(text, answer) and _words_fit(text, answer)
    return any(_same(said, answer) for said in statements(text)) or _opens_with(text, answer, question)


def _words_fit(text: str, answer: str) -> bool:
    """Whether a text has one of the words that stand with the answer's number, if both have words."""
    meant = re.findall(r"[a-z]{2,}", answer.lower())
    said = re.findall(r"[a-z]{2,}", text.lower())
    return not meant or not said or any(one[:3] == other[:3] for one in said for other in meant)


def _same(said: str, answer: str) -> bool:
    """Equal words in any order; and the same numbers, which normalisation would rob of sign and decimal point."""
    one, other = normalized(said).split(), normalized(answer).split()
    return bool(other) and sorted(one) == sorted(other) and _numbers(said) == _numbers(answer)


def _numbers(text: str) -> list[float]:
    return sorted(number.value for number in read_numbers(text))


def statements(text: str) -> Iterator[str]:
    """What a text may be giving as its answer, all of it first; a cut may have fallen into a name ("Mr. Lee")."""
    yield text
    if said := stated(text):
        yield said
        yield stated(text, cut=False) or said
        return
    lines = [line for line in text.splitlines() if line.strip()]
    for line in lines[-1:]:
        yield line
        for tail in tails(line):
            yield tail
            yield without_reason(tail)


def _opens_with(text: str, answer: str, question: str) -> bool:
    """Whether the text is the answer and then nothing that the question does not say; a negation is something else."""
    words, meant = normalized(text).split(), normalized(answer).split()
    asked = set(normalized(question).split()) | _FUNCTION_WORDS
    rest = words[len(meant) :]
    return bool(meant and question and rest and words[: len(meant)] == meant and all(_asked(w, asked) for w in rest))


def _asked(word: str, asked: set[str]) -> bool:
    return word not in ("not", "no", "or") and (
        word in asked or any(len(word) > 3 and word[:-2] == other[: len(word) - 2] for other in asked)
    )
