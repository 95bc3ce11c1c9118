"""Rain by the hour, where -999 means that the gauge was out of order and some hours lack; and days of frost."""

from __future__ import annotations

from husky_kernel.cookbook.tables.reading import table

gauge = table("""
stamp;site;mm
2024-03-01 00:00;Cliff;0.0
2024-03-01 01:00;Cliff;1.2
2024-03-01 02:00;Cliff;-999
2024-03-01 04:00;Cliff;3.0
2024-03-01 05:00;Cliff;0.4
2024-03-01 08:00;Cliff;0.0
2024-03-01 00:00;Glen;0.2
2024-03-01 01:00;Glen;-999
2024-03-01 02:00;Glen;2.6
2024-03-01 03:00;Glen;5.0
2024-03-02 01:00;Glen;1.0
2024-03-02 02:00;Cliff;-999
2024-03-02 03:00;Cliff;2.4
""")

lows = table(
    """
day;low
2023-12-29;3.5
2023-12-30;1.0
2023-12-31;-2.0
2024-01-01;-4.5
2024-01-02;-1.5
2024-01-03;0.5
2024-01-05;2.0
2024-01-06;-3.0
2024-01-08;-0.5
2024-02-01;4.0
2024-02-02;-1.0
""",
    parse_dates=["day"],
)
