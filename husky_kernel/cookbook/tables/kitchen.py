"""A restaurant: bills with tips, and the lines on each bill; some lines were typed in twice."""

from __future__ import annotations

from husky_kernel.cookbook.tables.reading import table

bills = table(
    """
bill;opened;waiter;table_no;covers;total;tip
501;2024-05-03 12:10;Lena;4;2;48.00;5.00
502;2024-05-03 19:35;Omar;2;4;132.50;10.00
503;2024-05-04 12:45;Lena;4;3;61.00;0.00
504;2024-05-04 20:05;Omar;7;6;240.00;30.00
505;2024-05-05 13:20;Yuki;1;2;55.50;5.50
506;2024-05-05 19:50;Lena;2;2;90.00;12.00
507;2024-05-06 12:30;Yuki;7;5;118.00;
508;2024-05-10 20:15;Omar;1;2;74.00;6.00
""",
    parse_dates=["opened"],
)

plates = table("""
bill;dish;course;qty;price
501;soup;starter;2;6.5
501;risotto;main;2;17.5
502;risotto;main;3;17.5
502;trout;main;1;24.0
502;sorbet;dessert;4;7.0
503;soup;starter;3;6.5
503;soup;starter;3;6.5
504;trout;main;6;24.0
504;sorbet;dessert;6;7.0
505;risotto;main;2;17.5
506;trout;main;2;24.0
506;sorbet;dessert;1;7.0
506;sorbet;dessert;1;7.0
""")
