"""A small airport: departures as planned and as they were, and what the codes of the carriers mean."""

from __future__ import annotations

from husky_kernel.cookbook.tables.reading import table

carriers = table("""
code;label;home
NV;Nova Air;Lisbon
KT;Kite;Tallinn
BL;Blue Loop;Cork
KT;Kite;Tallinn
ZZ;Zeta Jet;Malta
""")

departures = table("""
flight;carrier;planned;left;seats;sold
NV10;NV;2024-06-03 06:30;2024-06-03 06:42;120;96
KT21;KT;2024-06-03 09:15;2024-06-03 09:15;80;80
BL07;BL;2024-06-04 17:00;2024-06-04 18:35;60;33
NV12;NV;2024-06-05 06:30;2024-06-05 06:30;120;110
KT25;KT;2024-06-07 21:45;2024-06-08 00:10;80;72
NV14;NV;2024-06-08 12:20;2024-06-08 12:41;120;66
BL09;BL;2024-06-08 17:00;;60;0
KT27;KT;2024-06-09 09:15;2024-06-09 09:20;80;64
NV16;NV;2024-06-10 06:30;2024-06-10 07:01;150;141
BL11;BL;2024-06-11 17:00;2024-06-11 17:08;60;54
""")
