"""Research projects with their budgets and what was spent, daily quotes of shares, and bottles in a cellar."""

from __future__ import annotations

import pandas as pd

from husky_kernel.cookbook.tables.reading import table

projects = table("""
project;leader;granted
Fen;Kade;120000
Reef;Ilves;85000
Dune;Kade;40000
Peak;Sorn;60000
""")

spending = table("""
entry;project;what;cost;month
1;Fen;lab;18.400,00;2024-01
2;Fen;travel;2.150,50;2024-02
3;Reef;boats;61.000,00;2024-02
4;Dune;travel;950,00;2024-03
5;Reef;lab;30.250,00;2024-03
6;Fen;lab;9.600,00;2024-03
7;Dune;printing;180,00;2024-04
8;Lake;travel;77,00;2024-04
""")

quotes = table(
    """
day;share;close
2024-01-29;AXO;50.0
2024-01-30;AXO;51.0
2024-01-31;AXO;49.0
2024-02-01;AXO;52.0
2024-02-02;AXO;54.0
2024-02-05;AXO;53.0
2024-01-29;BEM;20.0
2024-01-30;BEM;19.0
2024-01-31;BEM;19.5
2024-02-01;BEM;18.0
2024-02-02;BEM;18.5
2024-02-05;BEM;21.0
""",
    parse_dates=["day"],
)

cellar = pd.DataFrame(
    {"bottles": [120, 80, 60, 200, 150], "price": [9.5, 11.0, 18.0, 7.0, 7.5]},
    index=pd.MultiIndex.from_tuples(
        [("Alto", 2019), ("Alto", 2020), ("Bravo", 2018), ("Cima", 2019), ("Cima", 2021)], names=["vineyard", "vintage"]
    ),
)
