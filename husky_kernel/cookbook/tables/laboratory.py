"""Dyed swatches whose shade was measured over some weeks by several readings, some of them spilled."""

from __future__ import annotations

from husky_kernel.cookbook.tables.reading import table

swatches = table("""
swatch;fibre;bath
W1;wool;40 °C
W2;wool;60 °C
W3;wool;80 °C
S1;silk;40 °C
S2;silk;60 °C
S3;silk;80 °C
""")

shades = table("""
swatch;week;shade
W1;0;8.0
W2;0;8.4
W3;0;8.8
S1;0;6.0
S2;0;6.6
S3;0;6.9
W1;4;7.0
W2;4;spilled
W3;4;8.0
S1;4;4.2
S2;4;5.1
S3;4;-1
W1;9;6.4
W2;9;6.8
W3;9;7.4
S1;9;3.0
S2;9;4.0
S3;9;4.4
""")
