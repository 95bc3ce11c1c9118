"""What an English question expects of its answer, by general words: a count, a name, a table per group, a chart.

Nothing is expected that the words do not clearly say: what is not recognised is never held against an answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from husky_kernel.sight.charts.drawn import Kind

_NUMBERS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12,
    "fifteen": 15, "twenty": 20,
}  # fmt: skip
_COUNTED = rf"(\d{{1,3}}|{'|'.join(_NUMBERS)})"
_BEST = (
    r"(?:largest|biggest|smallest|highest|lowest|longest|shortest|best|worst|oldest|youngest|newest|latest|earliest|"
    r"cheapest|fastest|slowest|heaviest|lightest|busiest|(?:most|least) \w+)"
)
_SHOW = r"(?:show|list|give|name|find|display|print|return|get|plot|draw|chart|which|what|who)"

_SUMMARY = r"(?:sum|total|average|mean|median|number|count|difference|range|share|rest|minimum|maximum)"

ITEMS = re.compile(
    rf"^{_SHOW}\b(?: me)?(?: are| were)?(?: the| a list of the| the (?!{_SUMMARY}\b)\w+ of the)? "
    rf"(?:(?:top|bottom|first|last) {_COUNTED}\b|{_COUNTED} (?:\w+ )?{_BEST}\b|"
    rf"{_COUNTED} \w+ (?:\w+ )?(?:that |which |who )?\w+ the (?:most|least|best|worst|\w{{2,}}est)\b)"
)

_CHARTS: tuple[tuple[str, Kind], ...] = (
    (r"horizontal bar(?: chart| plot| graph|s)?", "barh"),
    (
        r"(?:stacked |grouped )?(?:bar|column)[ -]?(?:chart|plot|graph|diagram)s?|"
        r"(?:as|with|in|using|of) (?:stacked |grouped )?bars",
        "bar",
    ),
    (r"histograms?", "hist"),
    (r"scatter[ -]?(?:chart|plot|graph|diagram)?s?", "scatter"),
    (r"line[ -]?(?:chart|plot|graph|diagram)s?|(?:as|with) (?:a |one )?lines?\b", "line"),
    (r"(?:pie|donut|doughnut)[ -]?(?:chart|plot|graph|diagram)?s?", "pie"),
    (r"box[ -]?(?:and[ -]whisker )?(?:plot|chart|diagram)s?", "box"),
    (r"heat[ -]?maps?", "heatmap"),
    (r"area (?:chart|plot|graph)s?", "area"),
)
_NEEDS_VERB = ("histograms?", "scatter", "(?:pie", "heat")
"""Charts whose name alone may be a word of the data: a verb of drawing or "as a" must stand before it."""

_DRAW = r"(?:plot|draw|chart|graph|visuali[sz]e|sketch)"
_START = r"(?:^|(?:, |; |[.?!:] |, and |, then | and then | then | and |please |now |first )(?:please )?(?:also )?)"
_TYPES = r"numeric|numbers|dates|integers|booleans|true (?:and|or) false"
_TYPE = rf"an? (?:number|date|integer|text|boolean|truth value)|{_TYPES}"
_CHANGE = (
    r"(?:(?:remove|drop|delete|clean|convert|rename|strip|trim|deduplicate|fix|correct|shorten|recode|encode|"
    r"capitali[sz]e|lowercase|uppercase|swap|fill|replace)\b|set (?=.* (?:to|apart) )|turn (?=.* into )|"
    r"change (?=.* (?:to|into) )|"
    r"(?:standardi[sz]e|normali[sz]e|unify) (?=.*\b(?:names?|spellings?|formats?|case|dates?|units?)\b)|"
    r"(?:split|combine|join) (?=.* (?:into|in) )|(?:make|write|put) (?=.*\b(?:lower|upper|title|small|capital)\b)|"
    rf"make (?=.*\b(?:{_TYPE})\b)|(?:take|throw|sort) (?=.*\b(?:out|away)\b)|get rid of\b|(?:discard|dedupe)\b|"
    r"(?:raise|increase|reduce|lower|multiply) (?=.* by )|"
    r"(?:write|spell|put|bring) (?=.*\b(?:in|into|to) one (?:way|spelling|form)\b)|"
    r"use (?=.* as (?:the |its )?(?:index|row labels))|put (?=.* in (?:the|this) order)|"
    r"give (?=(?:.*\bcolumns?\b.*|.*\b(?:new|better|short\w*|proper|clear\w*|clean\w*|other|readable) )names?\b)|"
    r"give (?!me\b|us\b)(?:the )?\w+ an? (?=.*\bcolumns?\b)|"
    r"give (?!me\b|us\b)(?:(?:the )?column )?(?!the\b)\w+ the (?:value|word|text|label)\b|"
    r"(?:put|make) (?=.* (?:to|as|into|be) (?:missing|nan|none|empty|null|blank|na)\b)|"
    r"sort (?=.*\b(?:keep it|in place)\b)|(?:add|mark|label|flag|store|put|write|save) (?=.*\bcolumns?\b)|"
    r"make (?=.*\bnew columns?\b))"
)
_SHOWN = (
    r"split\b|(?:fill|replace|set|turn|change|make|write|spell|bring)\b.*(?:[,;]| and|\.) (?:then )?"
    r"(?:show|give|list|tell|plot|draw|compute|calculate|return|find|what|how)\b"
)
"""Changes that are only the way to what is to be shown: the table itself may stay."""
_COPY = (
    r"\b(?:without (?:changing|touching|modifying)|on a copy|do not (?:change|modify)|don't (?:change|modify)|"
    r"(?:keep|leave) \w+ (?:itself|as it is|unchanged|alone))\b"
)
_FILE = (
    r"(?:save|export|write|store|dump)\b.*(?:\b(?:csv|tsv|excel|xlsx|json|parquet|feather|png|svg|pdf|html|files?|disk)\b|"
    r"\w\.[a-z]\w{1,6}\b)"
)
_WORDS = (
    r"^why\b|\b(?:explain|interpret|describe in words|in (?:your own )?words|in (?:a|one|two|\d) sentences?|"
    r"what does .+ mean|tell me about|comment on|summari[sz]e in)\b"
)
_SINGLE = (
    r"^(?:what(?:'s| is| was)|compute|calculate|give|find|determine|tell me|show)(?: me)? (?:the |an? )?"
    r"(?:overall |grand |combined |approximate )?(?:total|sum|average|mean|median|standard deviation|variance|"
    r"number|count|maximum|minimum|correlation|difference|ratio|share|proportion|percentage)\b|^how much\b|"
    r"^what (?:do|does|did|will|would) (?!(?:each|every)\b).+ (?:come|amount|add up|sum up) to\b"
)
_PER = re.compile(
    r"\b(?:for each|for every|in each|in every|at each|of each|per|each|by) (?:the |single )?((?:\w+ ){0,1}\w+)"
)
_AGGREGATE = (
    r"\b(?:total|sum|average|mean|median|number|count|counts|how many|how much|share|percentage|percent|maximum|"
    r"minimum|highest|lowest|largest|smallest|most|broken down|grouped|group|split|the same|max|min|table of)\b"
)
_RELATIVE = (
    r"\b(?:change|changed|growth|grow|grew|grown|increase|increased|decrease|decreased|rise|rose|risen|fall|fell|"
    r"fallen|drop|dropped|decline|declined|differ|difference|more|less|higher|lower|above|below|than|compared|"
    r"return|margin|markup|interest|inflation|deviation|gain|loss|profit|between|improve|improved|variation|"
    r"target|quota|budget|plan)\b"
)

_SEVERAL = (
    r"\b(?:on|for|to) (?:what|which|whom)\b|[,;:]|"
    r"\b(?:and|or|each|every|by|both|various|different|respective|(?:mean|average|total|sum)s)\b"
)

_WHO = rf"^(?:all|both|any|some|more|less|at|how|what|which|{_COUNTED})\b"
"""What follows "by" where it names who did something."""

_ENDS = """a after and are as at before by did do does during for from had has have if in into is of on or since so that
the then this to until was were when where which while who with without"""
_SMALL = frozenset(_ENDS.split())
"""Words that end a name."""


@dataclass(frozen=True)
class Expectation:
    """What a question expects.

    Attributes
    ----------
    name
        The noun after "which", "who" for a person; empty if no name is asked for.
    date
        ``date``, ``day``, ``weekday``, ``month``, ``year`` or ``time``; empty if none is asked for.
    per
        What the answer is asked for each of: ("region",).
    items
        How many things are asked for, None if that is not said.
    shown
        Whether a change may be only the way to what is to be shown.
    chart
        The kind of chart, "any" where the question leaves it open; empty if none is asked for.
    """

    question: str
    count: bool = False
    number: bool = False
    name: str = ""
    date: str = ""
    percentage: bool = False
    per: tuple[str, ...] = ()
    items: int | None = None
    chart: Kind | str = ""
    change: bool = False
    shown: bool = False
    file: bool = False
    words: bool = False

    @property
    def several(self) -> bool:
        """Whether the words leave room for more than one value: "for soft and for hard parcels"."""
        return _has(_SEVERAL, re.sub(r", in \w+\W*$", "", _clean(sentence_asking(self.question))))


def expected(question: str) -> Expectation:
    """What ``question`` expects of its answer."""
    plain = " ".join(question.replace("’", "'").split())
    whole = _clean(plain)
    asked = _clean(sentence_asking(plain))
    words = _has(_WORDS, whole)
    wants = _START + _CHANGE
    return Expectation(
        question=plain,
        count=_has(r"^(?:(?:and|at|by|for|in|of|on|with) )?how many\b(?! (?:percent|times))", asked),
        number=_has(_SINGLE, asked),
        name=_name(asked),
        date=_date(asked),
        percentage=_has(r"\b(?:what|which|how many) percent(?:age)?\b|\bthe percentage\b|\bin per ?cent\b", asked)
        and not _has(_RELATIVE, asked)
        and not (_name(asked) or _date(asked)),
        per=() if words else _per(asked),
        items=_items(asked),
        chart=_chart(whole),
        change=_has(wants, whole) and not _has(_COPY, whole) and not words,
        shown=_has(_START + _SHOWN, whole),
        file=_has(_START + _FILE, whole),
        words=words,
    )


def sentence_asking(plain: str) -> str:
    """The sentence that asks: the first with a question mark, else the first that says what to do."""
    sentences = re.split(r"(?<=[.?!]) (?=\W*[A-Z])|(?<=[?!]) (?=\W*\d)", plain)
    asking = [sentence for sentence in sentences if sentence.endswith("?")]
    telling = [
        sentence for sentence in sentences if re.match(rf"(?:{_SHOW}|{_DRAW}|compute|calculate)\b", sentence.lower())
    ]
    return (asking or telling or [plain])[0]


_BEFORE = re.compile(
    r"^((?:on|in|for|of|among|during|over|across|within|after|before|since|at|by)\b(?! (?:which|what|how|whom?)\b)"
    r"[^,;.?!]*), ((?:how|which|what|who|when|where)\b.*)$"
)


def _clean(text: str) -> str:
    """``text`` in small letters without quotation marks and without what is said for politeness; what stands before
    the words that ask ("in 2024, how many …") after them.
    """
    bare = re.sub(r"[`\"]", "", re.sub(r'^"[^"]*"', "it", text)).strip().rstrip("?.!").lower()
    bare = re.sub(r"^(?:please|and|now|then|so|ok(?:ay)?|can you|could you)[ ,]+", "", bare)
    return _BEFORE.sub(r"\2 \1", bare)


def _has(pattern: str, text: str) -> bool:
    return re.search(pattern, text) is not None


def _name(asked: str) -> str:
    if re.match(r"who\b(?! (?:are|were)\b)", asked):
        return "who"
    found = re.match(r"(?:in |for |on |at |to |from |of )?which (\w+)\b", asked)
    one = found and found[1] not in ("of", "is", "are", "was", "were", *_NUMBERS) and not found[1].isdigit()
    return found[1] if found and one else ""


def _date(asked: str) -> str:
    if re.search(r"\b(?:which|what) (?:day of the week|weekday)\b|\bon (?:which|what) weekday\b", asked):
        return "weekday"
    found = re.match(
        r"(?:on |in |since |until |at )?(?:which|what)(?: is the| was the)? (date|day|month|year|time)\b", asked
    )
    return found[1] if found else ""


def _items(asked: str) -> int | None:
    found = ITEMS.match(asked)
    if found is None:
        return None
    told = next(filter(None, found.groups()))
    return int(told) if told.isdigit() else _NUMBERS[told]


_NO_GROUP = r"(?:then|what|how|which|who|show|plot|draw|over|for|in|across|with|from)"
"""What follows a comma where no second group does."""

SHORT = 4
"""So many words at most have those who ask for the same by something else."""


def _per(asked: str) -> tuple[str, ...]:
    found = []
    for match in _PER.finditer(asked):
        before = asked[: match.start()]
        if match[1].startswith("of "):  # "each of a to f"
            continue
        grouped = re.search(_AGGREGATE, before or asked)  # "By depot, what is the total …"
        apart = asked[match.end() :].startswith(",")
        short = not before and (apart or len(asked.split()) <= SHORT)  # "And by depot?", "By depot, over all years?"
        if match[0].startswith("by ") and (
            not (grouped or short) or _has(_WHO, match[1]) or _did(asked[match.start(1) :])
        ):
            continue
        if not re.search(
            r"\b(?:sort|sorted|order|ordered|ranked|divided|multiplied|followed|written)$", before.strip()
        ):
            first, *second = match[1].split()
            found.append(" ".join([first, *(word for word in second if word not in _SMALL)]))
            found += re.findall(
                rf"^(?:, | and | or )(?:by )?(?!{_NO_GROUP}\b)(\w+)",
                asked[match.start(1) + len(first) :],
            )
    return tuple(found)


def _did(rest: str) -> bool:
    """Whether what stands behind "by" did something: several, of whom more is said ("by members born in May")."""
    return re.match(r"\w+[^\Ws]s (?!(?:and|or|in|for|as|then|over|per)\b)\w", rest) is not None


def _chart(asked: str) -> Kind | str:
    draws = _has(rf"{_START}{_DRAW}\b", asked)
    shows = draws or _has(rf"{_START}(?:show|make|create|display|give|produce|build|add)\b", asked)
    for pattern, kind in _CHARTS:
        loose = any(pattern.startswith(name) for name in _NEEDS_VERB)
        if _has(rf"\b(?:{pattern})(?!\w)", asked) and (not loose or shows or _has(rf"\bas an? (?:{pattern})", asked)):
            return kind if shows or _has(r"\bas an? |\bwith bars|\bas bars", asked) or not loose else ""
    if draws or (shows and _has(r"\ba (?:chart|plot|graph|diagram)\b", asked)):
        return "any"
    return "any" if _has(r"\bas a (?:chart|plot|graph|diagram)\b", asked) else ""


_OVER_ALL = re.compile(
    r"\b(?:(?:over|across) all|(?:all \w+ |taken )together|altogether|overall)\b(?!.*\b(?:list|which|table)\b)"
)
"""Words of whoever wants groups put together."""


_BY_FIRST = re.compile(r"(?:by|per|for (?:each|every)|in each)\b")


def over_all(asked: Expectation) -> bool:
    """Whether groups are to be put together: "of all shops together". Not where other ones are asked for first."""
    return not _BY_FIRST.match(_clean(asked.question)) and _OVER_ALL.search(asked.question.lower()) is not None
