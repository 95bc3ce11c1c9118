"""An auction's results with k and M for thousands and millions, songs with several styles in a cell, films."""

from __future__ import annotations

import pandas as pd

from husky_kernel.cookbook.tables.reading import table

auction = table("""
no;artist;work;painted;estimate;hammer
1;Varga;Cove at Dawn;1911;900k;$1.2M
2;Lund;Two Pears;1954;40k;$38k
3;Varga;The Forge;1909;750k;unsold
4;Sato;Untitled (Blue);1972;120k;$310k
5;Lund;Winter Road;1948;60k;$85k
6;Sato;Night Train;1969;200k;$150k
7;Abara;Fair Day;1988;25k;unsold
8;Lund;Three Pears;1956;45k;$52.5k
""")

songs = table("""
song;singer;styles;seconds;label
S1;Juno;rock|pop;215;North Star
S2;Mako;jazz;342;Lowtide
S3;Juno;pop;187;North Star
S4;Vell;rock|folk|pop;251;
S5;Mako;jazz|folk;298;Lowtide
S6;Oru;folk;203;Lowtide
""")

plays = table("""
at;song;station
2024-04-01 07:10;S1;FM One
2024-04-01 07:40;S3;FM One
2024-04-01 08:05;S1;Wave
2024-04-01 18:30;S2;Wave
2024-04-02 07:20;S1;FM One
2024-04-02 12:00;S5;Wave
2024-04-06 09:00;S3;FM One
2024-04-07 21:15;S4;Wave
""")

films = pd.DataFrame(
    {
        "film": ["Amber", "Bluff", "Comet", "Drift"],
        "cast": [["Ray", "Kim"], ["Kim"], [], ["Ray", "Lou", "Kim"]],
        "released": pd.to_datetime(["2019-05-03", "2021-09-17", "2021-11-26", "2023-05-12"]),
    }
)
