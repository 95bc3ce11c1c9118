"""A handball league's results as texts like 27:24, and a run's finishing times as hours:minutes:seconds."""

from __future__ import annotations

from husky_kernel.cookbook.tables.reading import table

matches = table("""
day;host;guest;result
2024-02-03;Falcons;Otters;27:24
2024-02-03;Bears;Wolves;22:22
2024-02-10;Otters;Bears;30:28
2024-02-10;Wolves;Falcons;19:25
2024-02-17;Falcons;Bears;31:20
2024-02-17;Wolves;Otters;26:26
2024-02-24;Otters;Falcons;29:23
2024-02-24;Wolves;Bears;24:21
""")

finishers = table("""
bib;runner;club;age;time
11;Amy Holt;Harriers;34;3:12:45
12;Ben Cray;Harriers;41;3:58:10
13;Cyd Lowe;Striders;29;3:20:05
14;Deb Fen;Striders;52;4:21:05
15;Eli Nash;Pacers;38;3:12:45
16;Fay Orr;Pacers;27;3:47:30
17;Gus Pelletier;;45;4:02:00
18;Hal Quin;Striders;33;3:30:00
""")
