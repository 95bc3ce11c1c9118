"""A charity in Switzerland: gifts written like CHF 1'250.00, and the people who give or gave nothing yet."""

from __future__ import annotations

from husky_kernel.cookbook.tables.reading import table

donors = table("""
id;donor;canton;mail
7;Aebi;BE;aebi@post.example
8;Brun;ZH;brun@mail.example
9;Conti;TI;
10;Dubois;VD;dubois@post.example
11;Egli;ZH;egli@mail.example
12;Favre;VD;favre@post.example
""")

gifts = table("""
gift;donor_id;on;sum;appeal
1;7;2022-11-04;CHF 50.00;Winter
2;8;2022-11-20;CHF 1'250.00;Winter
3;10;2022-12-24;CHF 200.00;Winter
4;8;2023-04-02;CHF 75.50;Spring
5;7;2023-04-18;CHF 50.00;Spring
6;10;2023-11-11;CHF 300.00;Winter
7;8;2023-12-01;CHF 2'000.00;Winter
8;11;2023-12-31;CHF 120.00;
9;7;2024-04-03;CHF 60.00;Spring
""")
