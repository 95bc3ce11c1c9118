"""A factory: alarms of its machines, pieces made and spoilt by shift, and shutdowns in minutes as texts."""

from __future__ import annotations

from husky_kernel.cookbook.tables.reading import table

alarms = table(
    """
at;machine;code
2024-09-02 06:05;Press A;E1
2024-09-02 06:50;Press B;E7
2024-09-02 14:20;Press A;E1
2024-09-03 06:15;Lathe;E3
2024-09-03 22:40;Press A;E2
2024-09-04 06:30;Press A;E1
2024-09-07 11:00;Lathe;E3
2024-09-08 23:10;Press B;E7
2024-09-09 06:45;Press A;E2
2024-09-10 14:05;Lathe;E1
""",
    parse_dates=["at"],
)

output = table("""
machine;shift;made;scrap
Press A;early;400;12
Press A;late;380;19
Press A;night;200;4
Press B;early;350;7
Press B;late;310;31
Lathe;early;90;0
Lathe;late;60;3
""")

shutdowns = table("""
machine;reason;lasted
Press A;jam;1h 20min
Press B;cleaning;45 min
Press A;power;2:05:00
Lathe;cleaning;30 min
Lathe;jam;1h
""")
