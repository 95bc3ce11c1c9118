"""Outside text that speaks to the model instead of telling it something: instructions, code, addresses to call."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

_GAP = r"\W+(?:[\w'’]+\W+){0,4}?"
_THINGS = (
    r"(?:instructions?|prompts?|rules?|guidelines?|directions?|context|(?:the )?above|previous|earlier|everything)"
)
_VERBS = r"(?:run|execute|eval|exec|call|type|paste|download|install|import|fetch|open|visit|click|load|invoke|use)"
_HARM = (
    r"(?:send|post|upload|exfiltrate|e-?mail|transmit|forward|leak|publish|report|reveal|print|output|disclose|copy)"
)
_LOSS = r"(?:delete|remove|erase|wipe|drop|overwrite|destroy|truncate|format)"
INSTRUCTION = re.compile(
    rf"""
      \b(?:ignore|disregard|forget|override|bypass|neglect){_GAP}{_THINGS}\b
    | \b(?:system|developer|assistant)\s*(?:prompt|message|note|:)
    | <\|?\s*/?\s*(?:system|assistant|user|im_start|im_end)\b | \[/?INST\]
    | \byou\s+(?:must|should|shall|will|need\s+to|have\s+to|are\s+(?:now|to))\b
    | \b(?:new|updated|real|actual)\s+(?:task|instructions?)\b
    | \b(?:instead|now|first|then|please|important|note|attention|warning)\b\W{{1,3}}(?:\w+\W+){{0,3}}?{_VERBS}\b
    | \b{_VERBS}{_GAP}(?:commands?|codes?|scripts?|shell|python|terminal|function|package|following|pip|curl|bash)\b
    | \b{_HARM}{_GAP}(?:to\s+(?:https?:|\w+@|this|my|our|the\s+(?:following|address|server|url))|https?:|
        passwords?|tokens?|secrets?|credentials?|api\s?keys?|environment|env|variables?|system\s+prompt)
    | \b{_LOSS}{_GAP}(?:files?|folders?|director(?:y|ies)|tables?|databases?|variables?|home|disk|data|everything)\b
    | \b(?:answer|reply|respond|say|finish)\s+(?:only\s+)?(?:with|that)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
CODE = re.compile(
    r"\b\w{1,80}(?:\.\w{1,80}){1,8}\(|\b(?:os|sys|subprocess|shutil|socket|importlib|builtins)\.[a-z]\w+|"
    r"\b(?:to|read)_(?:csv|pickle|json|sql|excel|parquet|html|hdf|feather)\b|\bsavefig\b|"
    r"\b(?:exec|eval|open|print|input|compile|system|getattr)\(|__[a-z]\w{0,60}__|\$\(|`[^`\n]{4,200}`|"
    r"\bimport\s+[a-z_]\w+|(?:^|\s)[!%]{1,2}[a-z]\w+|\|\s*(?:ba|z)?sh\b|\brm\s+-\w|"
    r"\b(?:curl|wget|bash|sudo|pip|powershell|chmod)\s+[-\w./:]{2,}"
)
PROGRAM = re.compile(r"\w\s*\(|\b(?:import|from)\s+[a-z_]|[\w\])]\s*=\s*\w|;")
ADDRESS = re.compile(r"\b(?:https?|ftp|file|data|javascript|vbscript)://?[^\s'\"<>)]{4,}|\bjavascript:", re.IGNORECASE)
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]|" + r"\\(?:xad|u200[b-f]|u2060|ufeff)")
"""Signs of no width, as they are and as Python writes them, which take words apart for a search and not for a model."""
_SENTENCE = re.compile(r"[^.!?\n]{1,600}(?:[.!?](?!\s|$)[^.!?\n]{0,600}){0,20}[.!?]?")


def commands(text: str) -> bool:
    """Whether ``text`` commands, is code, or holds an address."""
    return any(form.search(text) for form in (INSTRUCTION, CODE, ADDRESS))


def programs(texts: Iterable[str]) -> list[str]:
    """Those of ``texts`` that may hold a program."""
    return [text for text in texts if PROGRAM.search(text)]


@lru_cache(maxsize=200)
def speaking(text: str) -> tuple[str, ...]:
    """The sentences of ``text`` that command or hold code. Addresses as such are not unusual in data."""
    text = _UNSEEN.sub("", text)
    if not (INSTRUCTION.search(text) or CODE.search(text)):
        return ()
    return tuple(one for one in _sentences(text) if INSTRUCTION.search(one) or CODE.search(one)) or (text.strip(),)


def _sentences(text: str) -> Iterator[str]:
    for match in _SENTENCE.finditer(text):
        if len(match[0].strip()) >= 8:
            yield match[0].strip()
