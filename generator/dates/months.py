"""The names of months and weekdays: as outlets spell them, and as we write them.

Spellings are compared folded (`lexicon.fold`), so hamza, ة or ه, ى or ي, tatweel and vowel marks need no row here.
"""

from __future__ import annotations

from collections.abc import Mapping

# ---- reading: every spelling of a month, all regions together; no spelling is shared by two months

GREGORIAN: Mapping[int, str] = {
    1: "يناير, ينائر, كانون الثاني, كانون ثاني, كانون ثان, ك 2, جانفي, january, jan, janvier, janv",
    2: "فبراير, فبرائر, شباط, فيفري, فيفيري, february, feb, fevrier, fevr, fev",
    3: "مارس, آذار, march, mar, mars",
    4: "أبريل, نيسان, أفريل, april, apr, avril, avr",
    5: "مايو, أيار, مايس, ماي, may, mai",
    6: "يونيو, يونية, حزيران, جوان, june, jun, juin",
    7: "يوليو, يولية, يوليوز, تموز, جويلية, july, jul, juillet, juil",
    8: "أغسطس, أوغسطس, أغسطوس, أغشت, آب, أوت, غشت, august, aug, août",
    9: "سبتمبر, سيبتمبر, شتنبر, شتمبر, أيلول, september, sept, sep, septembre",
    10: "أكتوبر, أوكتوبر, تشرين الأول, تشرين أول, ت 1, october, oct, octobre",
    11: "نوفمبر, نوفمير, نونبر, نوانبر, تشرين الثاني, تشرين ثاني, تشرين ثان, ت 2, november, nov, novembre",
    12: "ديسمبر, دسمبر, ديسيمبر, دجنبر, دجمبر, كانون الأول, كانون أول, ك 1, december, dec, décembre, déc",
}

HIJRI: Mapping[int, str] = {
    1: "محرم, المحرم, محرم الحرام, شهر الله المحرم, muharram",
    2: "صفر, صفر الخير, safar",
    3: "ربيع الأول, ربيع أول, ربيع الأنور",
    4: "ربيع الآخر, ربيع آخر, ربيع الثاني, ربيع ثاني, ربيع ثان",
    5: "جمادى الأولى, جمادى أولى, جمادى الأول, جمادى أول, جماد الأول, جماد أول, جماد الأولى, جمادا الأولى",
    6: "جمادى الآخرة, جمادى الآخر, جمادى آخر, جمادى آخرة, جمادى الثانية, جمادى الثاني, جمادى ثانية, جمادى ثاني, "
    "جماد الآخر, جماد الآخرة, جماد الثاني, جماد ثاني, جماد آخر, جمادا الآخرة, جمادا الثانية",
    7: "رجب, رجب المرجب, رجب الأصب, رجب الفرد, rajab",
    8: "شعبان, شعبان المعظم, shaaban, shaban",
    9: "رمضان, رمضان المبارك, رمضان الكريم, ramadan",
    10: "شوال, شوال المكرم, shawwal",
    11: "ذو القعدة, ذي القعدة, ذا القعدة, ذوالقعدة, ذيالقعدة, القعدة, ذو القعدة الحرام, ذي القعدة الحرام",
    12: "ذو الحجة, ذي الحجة, ذا الحجة, ذوالحجة, ذيالحجة, الحجة, ذو الحجة الحرام, ذي الحجة الحرام",
}

WEEKDAYS: Mapping[int, str] = {  # Monday is 0
    0: "الاثنين, اثنين, الاتنين, monday, mon, lundi",
    1: "الثلاثاء, ثلاثاء, الثلثاء, ثلثاء, tuesday, tues, tue, mardi",
    2: "الأربعاء, أربعاء, wednesday, wed, mercredi",
    3: "الخميس, خميس, thursday, thurs, thur, thu, jeudi",
    4: "الجمعة, جمعة, friday, fri, vendredi",
    5: "السبت, سبت, saturday, sat, samedi",
    6: "الأحد, أحد, sunday, sun, dimanche",
}

# ---- writing


def _names(row: str) -> tuple[str, ...]:
    return tuple(row.split(", "))


EGYPT = _names("يناير, فبراير, مارس, أبريل, مايو, يونيو, يوليو, أغسطس, سبتمبر, أكتوبر, نوفمبر, ديسمبر")
LEVANT = _names(
    "كانون الثاني, شباط, آذار, نيسان, أيار, حزيران, تموز, آب, أيلول, تشرين الأول, تشرين الثاني, كانون الأول"
)
_TUNISIA = _names("جانفي, فيفري, مارس, أفريل, ماي, جوان, جويلية, أوت, سبتمبر, أكتوبر, نوفمبر, ديسمبر")
_MOROCCO = _names("يناير, فبراير, مارس, أبريل, ماي, يونيو, يوليوز, غشت, شتنبر, أكتوبر, نونبر, دجنبر")
ENGLISH = _names("January, February, March, April, May, June, July, August, September, October, November, December")

HIJRI_NAMES = _names(
    "محرم, صفر, ربيع الأول, ربيع الآخر, جمادى الأولى, جمادى الآخرة, رجب, شعبان, رمضان, شوال, ذو القعدة, ذو الحجة"
)
HIJRI_NAMES_ENGLISH = _names(
    "Muharram, Safar, Rabi' al-Awwal, Rabi' al-Thani, Jumada al-Ula, Jumada al-Akhirah, "
    "Rajab, Sha'ban, Ramadan, Shawwal, Dhu al-Qa'dah, Dhu al-Hijjah"
)

WEEKDAY_NAMES = _names("الاثنين, الثلاثاء, الأربعاء, الخميس, الجمعة, السبت, الأحد")
WEEKDAY_NAMES_ENGLISH = _names("Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday")

# The 26 short names in which CLDR 48 differs from what babel 2.18 carries: CLDR writes them like the long ones.
SHORT_DIFFERING: Mapping[str, Mapping[int, str]] = {
    "IQ": {10: LEVANT[9]},  # babel has a no-break space there
    "LB": dict(enumerate(LEVANT, 1)),
    "TN": {month: name for month, name in enumerate(_TUNISIA, 1) if name not in EGYPT},
    "MA": {month: name for month, name in enumerate(_MOROCCO, 1) if name not in EGYPT},
}
