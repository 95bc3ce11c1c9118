"""Units of measure that are multiples of each other: grams and kilograms, litres and hectolitres."""

from __future__ import annotations

from decimal import Decimal

_MEASURES = (
    "mg 0.001 g 1 gr 1 gram 1 dag 10 kg 1000 kilo 1000 kilogram 1000 t 1000000 ton 1000000 tonne 1000000"
    " oz 28.349523125 ounce 28.349523125 lb 453.59237 lbs 453.59237 pound 453.59237",
    "mm 0.001 cm 0.01 dm 0.1 m 1 metre 1 meter 1 km 1000 kilometre 1000 kilometer 1000"
    " in 0.0254 inch 0.0254 inche 0.0254"
    " ft 0.3048 foot 0.3048 feet 0.3048 yd 0.9144 yard 0.9144 mi 1609.344 mile 1609.344",
    "ml 0.001 cl 0.01 dl 0.1 l 1 ltr 1 litre 1 liter 1 hl 100 m3 1000 m³ 1000",
    "w 1 watt 1 kw 1000",
    "wh 1 kwh 1000 mwh 1000000 gwh 1000000000",
    "mm² 0.000001 cm² 0.0001 m² 1 m2 1 sqm 1 qm 1 ha 10000 hectare 10000 km² 1000000 km2 1000000",
    "m/s 3.6 km/h 1 kmh 1 kph 1 mph 1.609344",
)
"""One line a quantity: the units, as :func:`husky_kernel.tidy.units.units.unit` names them, each with its factor."""


def _table(line: str) -> dict[str, Decimal]:
    words = line.split()
    return {name: Decimal(size) for name, size in zip(words[::2], words[1::2], strict=True)}


_TABLES = tuple(map(_table, _MEASURES))


def factor(unit: str, target: str) -> Decimal | None:
    """By what an amount in ``unit`` is multiplied to be one in ``target``; None if they do not measure the same.

    >>> factor("hl", "l")
    Decimal('100')
    >>> factor("kg/mol", "g/mol")
    Decimal('1000')
    """
    name, wanted = unit.casefold(), target.casefold()
    for table in _TABLES:
        if name in table and wanted in table:
            return table[name] / table[wanted]
    if name == wanted:
        return Decimal(1)
    if "/" in name and "/" in wanted:
        parts = [factor(*pair) for pair in zip(name.split("/", 1), wanted.split("/", 1), strict=True)]
        return None if None in parts else parts[0] / parts[1]  # type: ignore[operator]
    return None
