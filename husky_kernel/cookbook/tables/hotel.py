"""A hotel: what guests answered to six questions (yes, no or nothing), how content they were, and who stayed where."""

from __future__ import annotations

from husky_kernel.cookbook.tables.reading import table

replies = table("""
guest;party;r1;r2;r3;r4;r5;r6
1;family;yes;no;yes;yes;;no
2;couple;no;no;yes;;yes;no
3;family;yes;yes;yes;yes;yes;yes
4;single;yes;no;;no;yes;no
5;couple;;no;yes;;no;no
6;single;yes;no;no;yes;yes;no
7;family;no;yes;yes;yes;yes;no
8;couple;yes;no;yes;;;no
""")

moods = table("""
guest;room;food;quiet;staff_help
1;good;very good;bad;good
2;bad;good;good;very good
3;very good;very good;good;very good
4;good;;very bad;bad
5;good;good;bad;very good
6;very bad;bad;;good
""")

bookings = table("""
booking;guest;room;arrived;left;rate
B1;Nagy;12;28.12.2023;02.01.2024;89,00
B2;Okafor;14;30.12.2023;31.12.2023;120,00
B3;Nagy;12;05.01.2024;07.01.2024;79,50
B4;Silva;21;05.01.2024;19.01.2024;64,00
B5;Berg;14;11.02.2024;14.02.2024;110,00
B6;Okafor;21;29.02.2024;01.03.2024;72,00
B7;Silva;33;08.03.2024;10.03.2024;1.150,00
""")

rooms = table("""
number;floor;beds
12;1;2
14;1;2
21;2;1
33;3;4
35;3;3
""")
