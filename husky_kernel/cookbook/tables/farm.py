"""A farm: what each field yielded in each year, and what the fields are like."""

from __future__ import annotations

from husky_kernel.cookbook.tables.reading import table

harvest = table("""
field;crop;year;tonnes;hectares
Long Acre;wheat;2021;42.0;6.0
Long Acre;barley;2022;33.0;6.0
Long Acre;wheat;2023;45.6;6.0
Brook;oats;2021;12.5;2.5
Brook;wheat;2022;17.0;2.5
Brook;oats;2023;;2.5
Top Field;barley;2021;24.0;4.0
Top Field;wheat;2022;26.0;4.0
Top Field;barley;2023;22.0;4.0
Orchard;apples;2021;9.0;1.5
Orchard;apples;2022;12.0;1.5
Orchard;apples;2023;6.0;1.5
""")

fields = table("""
name;soil;village
Long Acre;clay;Upham
Brook;loam;Nether Upham
Top Field;chalk;Upham
Far Corner;clay;Upham
""")

yearly = harvest.pivot(index="field", columns="year", values="tonnes").reset_index()
"""The tonnes with a column for each year, whose names are numbers."""
