"""Fish that were measured in lakes, and beds of a nursery garden with the plants that grow in each."""

from __future__ import annotations

from husky_kernel.cookbook.tables.reading import table

fish = table("""
tag;species;lake;length_cm;weight_g
F1;perch;Ulm;22.0;150
F2;perch;Ulm;25.5;240
F3;pike;Ulm;61.0;1900
F4;trout;Sel;33.0;420
F5;trout;Sel;36.5;560
F6;perch;Sel;19.0;98
F7;pike;Sel;70.0;2800
F8;trout;Ulm;29.0;300
F9;perch;Ulm;24.0;2100
F10;trout;Sel;31.0;
F11;perch;Sel;21.5;140
""")

beds = table("""
bed;sunny;plants;note
A;yes;rose, thyme;"{""ph"": 6.5, ""water"": ""daily""}"
B;no;fern;"{""ph"": 5.8, ""water"": ""weekly""}"
C;yes;thyme, sage, rose;"{""ph"": 7.1, ""water"": ""weekly""}"
D;no;fern, hosta;"{""ph"": 6.0}"
E;yes;;"{""ph"": 6.9, ""water"": ""daily""}"
""")
