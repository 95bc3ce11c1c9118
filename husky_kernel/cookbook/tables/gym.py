"""A gym: when members joined and left and what they pay, and on which days they came."""

from __future__ import annotations

from husky_kernel.cookbook.tables.reading import table

members = table("""
member;joined;ended;plan;monthly;city
M1;2023-01-05;;gold;60;Ghent
M2;2023-01-19;2023-04-30;basic;25;Bruges
M3;2023-02-02;;basic;25;Ghent
M4;2023-02-14;2023-03-31;gold;60;Leuven
M5;2023-02-20;;silver;40;Bruges
M6;2023-03-08;;basic;25;Leuven
M7;2023-03-30;2023-05-15;silver;40;Leuven
M8;2023-03-31;;basic;25;Ghent
""")

checkins = table("""
who;day
M1;2023-01-06
M1;2023-02-10
M1;2023-03-03
M1;2023-04-14
M2;2023-01-20
M2;2023-01-27
M2;2023-03-01
M3;2023-02-03
M3;2023-03-17
M4;2023-02-15
M4;2023-04-05
M5;2023-02-21
M5;2023-02-28
M5;2023-04-04
M6;2023-03-09
M6;2023-04-11
M7;2023-03-31
""")
