"""Where English writes the time of day with 24 hours, by region: a table, so that no page waits for babel's data.

As in CLDR 48: by the short time of `en` in the region; where CLDR has no English of it, of the language that most speak
there (French in Gabon, Arabic in Morocco). tests/test_dates_write.py holds the table to babel's data.
"""

from __future__ import annotations

_CODES = """
AD AF AI AM AO AT AW AX AZ BA BE BF BG BI BJ BL BR BW BY BZ CC CD CF CG CH CI CK CM CN CV CW CX CZ DE DG DK EA EE ES
FI FK FO FR GA GB GE GF GG GI GL GN GP GQ GS GW HR HT HU IC ID IE IL IM IO IR IS IT JE JP KE KG KM KZ LA LI LK LT LU
LV MA MC MD ME MF MG MK ML MM MN MQ MS MT MU MV MZ NC NE NF NG NL NO NP NR NU PF PL PM PN PT PY RE RO RS RU RW SC SE
SH SI SJ SK SM SN SR ST SX TG TH TJ TK TL TM TR TV TZ UA UG UZ VA VN WF XK YT ZA ZW
"""
WITH_24 = frozenset(_CODES.split())
"""Regions (ISO 3166 alpha-2) that write 14:30; all others write 2:30 pm."""
