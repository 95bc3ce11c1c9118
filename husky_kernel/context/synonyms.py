"""Words that name the same column: who asks for a birthday may mean ``dob``."""

from __future__ import annotations

_GROUPS = """
salary pay wage earning income compensation remuneration
revenue sale turnover
price cost amount fee charge
spend expense cost expenditure
profit margin gain
customer client buyer
employee worker staff person
supplier vendor
city town
country nation land
region area district
department dept division unit
quantity qty count number units
birth born birthday dob
gender sex
phone telephone tel mobile
mail email
address street addr
postcode zip postal plz
weight mass
height tall
distance length far
duration time took minutes hours
rating score stars grade mark
start begin began from
end finish finished until to
yearly annual year
monthly month
average avg mean
percent pct percentage share
temperature temp
description desc
manager mgr boss
joined entered
quit left leaving
id identifier number nr no
name title label
age old
genre category kind type
"""

_KNOWN: dict[str, frozenset[str]] = {}
for _line in _GROUPS.split("\n"):
    _words = frozenset(word.rstrip("s") for word in _line.split())
    for _word in _words:
        _KNOWN[_word] = _KNOWN.get(_word, frozenset()) | _words


def synonyms(word: str) -> frozenset[str]:
    """Other words for ``word``; each in small letters and without a last "s"."""
    return _KNOWN.get(word, frozenset()) - {word}
