"""What is seen of a program without a model: what it drew, what speaks against its result, what mends its error."""

from husky_kernel.sight.answers.alike import alike
from husky_kernel.sight.answers.expectation import Expectation, expected
from husky_kernel.sight.answers.misfits import misfits
from husky_kernel.sight.answers.periods_asked import undated
from husky_kernel.sight.answers.sorted_again import resized
from husky_kernel.sight.answers.unasked import unasked
from husky_kernel.sight.charts.chart_specs import from_altair, from_plotly
from husky_kernel.sight.charts.drawn import Drawn
from husky_kernel.sight.charts.figures import read_figure, read_figures
from husky_kernel.sight.charts.shown import Shown, watch_figures
from husky_kernel.sight.linked import Link, keys
from husky_kernel.sight.notes.call import Note
from husky_kernel.sight.programs.conditions.limits import limits_asked
from husky_kernel.sight.programs.conditions.literals import left_out, unasked_years
from husky_kernel.sight.programs.counted import Amount, added_up, amounts_asked, counted, not_counted, tallies
from husky_kernel.sight.programs.cut_off import cut_off
from husky_kernel.sight.programs.directions import directions
from husky_kernel.sight.programs.filled import filled
from husky_kernel.sight.programs.labels import compared_labels
from husky_kernel.sight.programs.leftovers import leftovers
from husky_kernel.sight.programs.let_go import let_go
from husky_kernel.sight.programs.one_for_all import one_for_all
from husky_kernel.sight.readers import misread
from husky_kernel.sight.scales import held_already, scaled_twice
from husky_kernel.sight.tables import hint
from husky_kernel.sight.unaveraged import unaveraged
from husky_kernel.sight.unconditioned import unconditioned
from husky_kernel.sight.ungathered import ungathered
from husky_kernel.sight.unrated import asked_rate, unrated
from husky_kernel.sight.watch import Seen, watch
from husky_kernel.sight.written import Written, against

__all__ = [
    "Amount",
    "Drawn",
    "Expectation",
    "Link",
    "Note",
    "Seen",
    "Shown",
    "Written",
    "added_up",
    "against",
    "alike",
    "amounts_asked",
    "asked_rate",
    "compared_labels",
    "counted",
    "cut_off",
    "directions",
    "expected",
    "filled",
    "from_altair",
    "from_plotly",
    "held_already",
    "hint",
    "keys",
    "left_out",
    "leftovers",
    "let_go",
    "limits_asked",
    "misfits",
    "misread",
    "not_counted",
    "one_for_all",
    "read_figure",
    "read_figures",
    "resized",
    "scaled_twice",
    "tallies",
    "unasked",
    "unasked_years",
    "unaveraged",
    "unconditioned",
    "undated",
    "ungathered",
    "unrated",
    "watch",
    "watch_figures",
]
