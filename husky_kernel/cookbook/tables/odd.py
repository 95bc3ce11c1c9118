"""Tables of unusual make: names like methods, names with brackets, day numbers, spans of time, categories, levels."""

from __future__ import annotations

import pandas as pd

from husky_kernel.cookbook.tables.reading import table

trees = table("""
plot;kind;count;size;rank
P1;oak;14;2.5;2
P1;ash;30;1.2;5
P2;oak;8;3.5;1
P2;pine;52;2.0;4
P3;pine;40;2.2;3
""")

leases = table("""
flat;rent (EUR);% furnished;ends
1a;720;100;45351
1b;655;40;45382
2a;810;80;45366
2b;598;0;45657
3;1240;60;45373
""")

laps = pd.DataFrame(
    {
        "rider": ["Ola", "Ola", "Pim", "Pim", "Quy"],
        "lap": [1, 2, 1, 2, 1],
        "took": pd.to_timedelta(["0:02:10", "0:02:05", "0:01:58", "0:02:20", "0:02:01"]),
    }
)

pitches = pd.DataFrame(
    {
        "pitch": [1, 2, 3, 4, 5, 6],
        "kind": pd.Categorical(
            ["tent", "van", "tent", "tent", "van", "hut"], categories=["tent", "van", "hut", "treehouse"]
        ),
        "nights": [3, 7, 2, 5, 10, 4],
    }
)

climate = pd.DataFrame(
    [[-2.0, 4.5, 60.0], [-1.0, 6.5, 45.0], [2.5, 11.0, 52.0], [5.0, 15.5, 38.0]],
    index=pd.Index(["Jan", "Feb", "Mar", "Apr"], name="month"),
    columns=pd.MultiIndex.from_tuples([("temp", "min"), ("temp", "max"), ("rain", "mm")]),
)
