"""A town's library: loans, the books that are lent, and who reads them. Days are written day.month.year."""

from __future__ import annotations

from husky_kernel.cookbook.tables.reading import table

books = table("""
isbn;title;author;genre;pages;price
111;The Long Tide;Ines Moa;novel;320;12,90 €
112;Salt and Iron;Ines Moa;novel;410;1.014,00 €
113;Knots;P. Arlo;craft;96;8,50 €
114;Bread at Home;Tess Ruhl;cooking;180;24,00 €
115;Soups;Tess Ruhl;cooking;150;19,95 €
116;Stars by Name;K. Odum;science;260;31,00 €
117;A Short Winter;B. Lind;novel;210;9,90 €
""")

readers = table("""
card;name;town;born
R1;Ada Penn;Farley;1990
R2;Bo Stein;Dunmoor;1985
R3;Cleo Marsh;Farley;2001
R4;Dan Oduya;Wick;1978
R5;Eve Tarn;Dunmoor;1995
R6;Finn Roe;;1969
""")

loans = table("""
loan;reader;book;branch;taken;back
1;R1;111;Kiln Lane;03.02.2022;17.02.2022
2;R1;113;Kiln Lane;28.02.2022;07.03.2022
3;R2;114;Church Row;15.03.2022;29.03.2022
4;R3;111;Kiln Lane;11.05.2022;01.06.2022
5;R2;116;Church Row;02.07.2022;
6;R4;115;Quayside;19.09.2022;26.09.2022
7;R1;112;Kiln Lane;01.12.2022;05.01.2023
8;R3;114;Quayside;13.01.2023;27.01.2023
9;R5;111;Church Row;08.02.2023;22.02.2023
10;R5;115;Church Row;08.02.2023;15.02.2023
11;R4;113;Quayside;30.03.2023;
12;R1;116;Kiln Lane;12.05.2023;26.05.2023
13;R3;115;Kiln Lane;20.05.2023;03.06.2023
14;R2;111;Church Row;31.10.2023;
""")
