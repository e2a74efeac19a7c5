"""Countries by their two letters, and the one that is probably meant by others."""

from __future__ import annotations

from generator.text.normalize import fold

_CODES = """
AC AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA
CC CD CF CG CH CI CK CL CM CN CO CP CQ CR CU CV CW CX CY CZ DE DG DJ DK DM DO DZ EA EC EE EG EH ER ES ET FI FJ FK FM
FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU IC ID IE IL IM IN IO IQ IR IS IT JE
JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ
MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO
RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TA TC TD TF TG TH TJ TK TL TM TN TO TR TT TV
TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW
"""
COUNTRIES = frozenset(_CODES.split())
"""Every country and territory that CLDR 48 names; without its unions (EU, UN) and stand-ins (XA, ZZ)."""

# Where Arabic is read most come first.
_ARAB = "EG SA AE LB SY IQ JO PS MA DZ TN LY SD YE OM QA KW BH MR SO DJ KM"
_NAMES = (
    *("Egypt مصر", "Saudi_Arabia السعودية", "Emirates الإمارات", "Lebanon لبنان", "Syria سوريا", "Iraq العراق"),
    *("Jordan الأردن", "Palestine فلسطين", "Morocco المغرب", "Algeria الجزائر", "Tunisia تونس", "Libya ليبيا"),
    *("Sudan السودان", "Yemen اليمن", "Oman عمان", "Qatar قطر", "Kuwait الكويت", "Bahrain البحرين"),
    *("Mauritania موريتانيا", "Somalia الصومال", "Djibouti جيبوتي", "Comoros القمر"),
)  # in the order of _ARAB
_THREE_LETTERS = "EGY SAU ARE LBN SYR IRQ JOR PSE MAR DZA TUN LBY SDN YEM OMN QAT KWT BHR MRT SOM DJI COM"
_CALLED = {"UK": "GB", "USA": "US", "UAE": "AE", "KSA": "SA"} | dict(
    zip(_THREE_LETTERS.split(), _ARAB.split(), strict=True)
)


_NAMED = {
    fold(name.replace("_", " ")): code
    for code, names in zip(_ARAB.split(), _NAMES, strict=True)
    for name in names.split()
} | {fold("سورية"): "SY", fold("جزر القمر"): "KM", fold("United Arab Emirates"): "AE"}


def named(name: str) -> str:
    """Return the country where Arabic is read that goes by a name, in Arabic or English; "" where none does."""
    return _NAMED.get(fold(name), "")


def meant(code: str) -> str:
    """Return the country that `code` probably means, itself where it is one; "" where none is near."""
    capital = code.strip().upper()
    if capital in COUNTRIES:
        return capital
    if capital in _CALLED or len(capital) != 2:
        return _CALLED.get(capital, "")
    return next((other for other in _ARAB.split() if any(map(str.__eq__, capital, other))), "")
