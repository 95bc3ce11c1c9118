"""A rowing club: its account, with a minus behind what went out, what may be spent on what, outings and strokes."""

from __future__ import annotations

from husky_kernel.cookbook.tables.reading import table

account = table("""
entry;value date;sum;purpose
1;03.01.2024;1.200,00;dues
2;09.01.2024;310,50-;boats
3;22.01.2024;95,00-;fuel
4;05.02.2024;640,00;dues
5;11.02.2024;1.480,00-;boats
6;28.02.2024;120,00-;fuel
7;04.03.2024;250,00;gift
8;15.03.2024;60,25-;boats
9;20.03.2024;310,00-;fuel
""")

limits = table("""
purpose;monthly
boats;400
fuel;150
""")

outings = table("""
crew;day;from;to;seats;water;ready
Otter;2024-06-03;06:10;07:55;4;flat;yes
Heron;2024-06-04;17:30;18:40;2;flat;no
Otter;2024-06-05;06:05;07:20;4;waves;yes
Swan;2024-06-08;09:00;11:30;8;flat;yes
Heron;2024-06-08;10:15;11:00;2;waves;Yes
Otter;2024-06-10;06:20;07:50;4;flat;NO
Swan;2024-06-15;09:10;11:00;8;flat;yes
""")

strokes = table("""
crew;stamp;watts
Otter;2024-06-03 06:12:00;210
Otter;2024-06-03 06:40:00;230
Otter;2024-06-03 07:50:30;190
Heron;2024-06-04 17:31:00;180
Heron;2024-06-04 18:36:00;150
Swan;2024-06-08 09:02:00;260
Swan;2024-06-08 11:27:00;240
""")
