"""Marks in a school, the turnout of elections by county and year, letters in two versions, and streams in UTC."""

from __future__ import annotations

import pandas as pd

from husky_kernel.cookbook.tables.reading import table

marks = table("""
pupil;class;subject;mark
Aya;7a;maths;82
Aya;7a;music;74
Aya;7a;history;90
Ben;7a;maths;64
Ben;7a;music;88
Ben;7a;history;71
Cem;7b;maths;95
Cem;7b;music;
Cem;7b;history;67
Dot;7b;maths;58
Dot;7b;music;91
Dot;7b;history;67
""")

turnout = pd.DataFrame(
    {
        "county": ["Alder", "Beech", "Fir", "Yew"],
        2012: [61.2, 55.0, 70.4, 48.9],
        2016: [63.0, 52.5, 71.0, 50.1],
        2020: [68.4, 60.3, None, 57.7],
    }
)

letters = table("""
letter;version;region;opened;gave
1;A;north;yes;yes
2;B;north;yes;no
3;A;south;no;no
4;B;south;yes;yes
5;A;north;no;no
6;B;north;yes;yes
7;A;south;yes;no
8;B;south;no;no
9;A;south;;no
10;B;north;yes;no
""")

streams = table("""
viewer;started;minutes
u1;2024-03-30T22:30:00Z;12
u2;2024-03-30T23:45:00Z;45
u1;2024-03-31T00:30:00Z;30
u3;2024-03-31T10:00:00Z;5
u2;2024-03-31T22:15:00Z;60
u3;2024-04-01T06:05:00Z;20
""")
