"""A harbour: ferries that sailed, with days as day/month/year, and what the routes are called."""

from __future__ import annotations

from husky_kernel.cookbook.tables.reading import table

routes = table("""
route;towns;miles
A;Skar - Holm;12
B;Skar - Vik;30
C;Holm - Vik;21
D;Vik - Lund;44
""")

sailings = table("""
no;route;day;cars;people;delay
1;A;02/05/2024;22;110;0
2;A;02/05/2024;18;95;12
3;B;03/05/2024;40;210;5
4;C;03/05/2024;9;51;
5;A;04/05/2024;30;160;45
6;B;11/05/2024;38;190;0
7;C;12/05/2024;14;77;3
8;A;02/06/2024;25;130;8
9;B;03/06/2024;;205;20
""")
