"""Countries are those that CLDR names."""

from __future__ import annotations

from babel import Locale

from generator.text.regions import COUNTRIES, meant

NO_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}


def test_the_countries_are_those_of_cldr() -> None:
    named = {code for code in map(str, Locale("en").territories) if len(code) == 2}

    assert named - NO_COUNTRIES == COUNTRIES


def test_a_country_means_itself_and_others_the_nearest_where_arabic_is_read() -> None:
    assert [meant(code) for code in ("EG", "eg", "EJ", "UAE", "XX", "Egypt", "")] == [
        "EG",
        "EG",
        "EG",
        "AE",
        "",
        "",
        "",
    ]
