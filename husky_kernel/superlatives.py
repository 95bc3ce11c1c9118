"""Words of questions that ask for one end of a column."""

from __future__ import annotations

import re

MOST = "most expensive|most|highest|largest|biggest|longest|greatest|heaviest|busiest|maximum|top"
LEAST = "least expensive|least|lowest|smallest|fewest|shortest|lightest|cheapest|minimum|bottom"
"""Not those that may be either end, such as the oldest and the best."""

SINGLE = re.compile(rf"\b(?:(?P<most>{MOST})|(?P<least>{LEAST})) single (?P<of>[^\W\d]\w*)")
"""The row that is asked for in "the largest single order", and not what orders add up to."""
