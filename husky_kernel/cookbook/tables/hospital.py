"""Stays in a hospital, with their wards, and a trial of two treatments."""

from __future__ import annotations

from husky_kernel.cookbook.tables.reading import table

stays = table(
    """
patient;ward;admitted;discharged;severity
P01;Heart;2023-01-30 08:00;2023-02-03 10:00;high
P02;Eyes;2023-02-01 09:30;2023-02-01 17:30;low
P03;Heart;2023-02-10 22:15;2023-02-20 11:15;high
P04;Bones;2023-02-11 14:00;2023-02-14 09:00;medium
P02;Eyes;2023-03-05 09:00;2023-03-06 09:00;low
P05;Bones;2023-03-18 03:40;;high
P06;Heart;2023-04-02 12:00;2023-04-04 18:00;medium
P01;Heart;2023-04-15 07:20;2023-04-18 07:20;medium
P07;Eyes;2023-04-16 10:00;2023-04-16 15:00;low
""",
    parse_dates=["admitted", "discharged"],
)

trial = table("""
person;arm;before;after
1;new;142;128
2;old;150;149
3;new;138;130
4;old;145;139
5;new;160;141
6;old;139;141
7;new;151;
8;old;155;148
9;new;147;133
10;old;148;147
""")
