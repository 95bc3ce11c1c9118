"""A workshop's repairs: opened and closed, who did them, what they cost; the last rows were entered twice."""

from __future__ import annotations

from husky_kernel.cookbook.tables.reading import table

repairs = table("""
job;opened;closed;kind;mechanic;hours;cost
801;2023-01-09;2023-01-12;brakes;Tom;3.5;310
802;2023-01-20;2023-01-21;tyres;Ana;1.0;95
803;2023-02-02;2023-02-14;engine;Ana;14.0;1480
804;2023-02-27;2023-03-01;brakes;Tom;4.0;355
805;2023-03-15;;body;Raj;;
806;2023-04-03;2023-04-04;tyres;Tom;1.5;120
807;2023-05-22;2023-06-09;engine;Raj;18.5;2210
808;2023-06-12;2023-06-13;tyres;Ana;1.0;95
809;2023-06-30;;brakes;Ana;2.0;
806;2023-04-03;2023-04-04;tyres;Tom;1.5;120
808;2023-06-12;2023-06-13;tyres;Ana;1.0;95
""")

parts = table("""
Part No;Name ;in stock;UNIT COST
p-07; brake pad;14;$12.50
p-11;Tyre 16 ;0;$80.00
P-15;oil FILTER;25;$9.90
p-20;spark plug;60;$1,104.00
p-31;  fuse;n/a;$0.80
""")
