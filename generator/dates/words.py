"""The words of date fields besides months and zones, by what they mean; `spellings` parts a row into its words.

Spellings are compared folded, as in `months`. A longer phrase wins over a shorter one that begins alike.
"""

from __future__ import annotations

from collections.abc import Mapping


def spellings(row: str) -> list[str]:
    """Return the spellings of a row, which stand between commas."""
    return [word.strip() for word in row.split(",")]


UNITS: Mapping[str, tuple[str, str, str]] = {  # one; two; more, which need a number
    "second": ("ثانية, second, seconde", "ثانيتين, ثانيتان", "ثوان, ثواني, ث, seconds, sec, secs, s, secondes"),
    "minute": ("دقيقة, minute", "دقيقتين, دقيقتان", "دقائق, دقايق, د, minutes, min, mins, mn, m"),
    "hour": ("ساعة, hour, heure", "ساعتين, ساعتان", "ساعات, س, hours, hr, hrs, h, heures"),
    "day": ("يوم, يوما, day, jour", "يومين, يومان", "أيام, days, jours, d, j"),
    "week": ("أسبوع, أسبوعا, الأسبوع, week, semaine", "أسبوعين, أسبوعان", "أسابيع, weeks, semaines, wk, wks, w"),
    "month": ("شهر, شهرا, الشهر, month", "شهرين, شهران", "أشهر, شهور, months, mo, mos, mois"),
    "year": (
        "سنة, عام, عاما, السنة, العام, year, un an, une annee, annee",
        "سنتين, سنتان, عامين, عامان",
        "سنوات, سنين, أعوام, years, yr, yrs, y, ans, annees",
    ),
}

NUMBERS: Mapping[int, str] = {
    1: "واحد, واحدة, إحدى, الأول, الحادي, غرة, one, a, an, un, une",
    2: "اثنان, اثنتين, اثنتان, الثاني, two, deux",
    3: "ثلاث, ثلاثة, الثالث, three, trois",
    4: "أربع, أربعة, الرابع, four, quatre",
    5: "خمس, خمسة, الخامس, five, cinq",
    6: "ست, ستة, السادس, six",
    7: "سبع, سبعة, السابع, seven",
    8: "ثمان, ثماني, ثمانية, الثامن, eight, huit",
    9: "تسع, تسعة, التاسع, nine, neuf",
    10: "عشر, عشرة, العاشر, ten, dix",
    11: "أحد عشر, إحدى عشرة, الحادي عشر, eleven, onze",
    12: "اثنا عشر, اثني عشر, اثنتا عشرة, اثنتي عشرة, الثاني عشر, twelve, douze",
    13: "ثلاثة عشر, ثلاث عشرة, الثالث عشر, thirteen",
    14: "أربعة عشر, أربع عشرة, الرابع عشر, fourteen",
    15: "خمسة عشر, خمس عشرة, الخامس عشر, fifteen, quinze",
    16: "ستة عشر, ست عشرة, السادس عشر, sixteen",
    17: "سبعة عشر, سبع عشرة, السابع عشر, seventeen",
    18: "ثمانية عشر, ثماني عشرة, ثمان عشرة, الثامن عشر, eighteen",
    19: "تسعة عشر, تسع عشرة, التاسع عشر, nineteen",
    20: "عشرين, عشرون, العشرين, العشرون, twenty, vingt",
    30: "ثلاثين, ثلاثون, الثلاثين, الثلاثون, thirty, trente",
    40: "أربعين, أربعون, forty, quarante",
    50: "خمسين, خمسون, fifty, cinquante",
    60: "ستين, ستون, sixty",
    70: "سبعين, سبعون, seventy",
    80: "ثمانين, ثمانون, eighty",
    90: "تسعين, تسعون, ninety",
}

FRACTIONS: Mapping[int, str] = {  # by denominator
    2: "نصف, النصف, half, demi, demie",
    3: "ثلث, الثلث, ثلثا",
    4: "ربع, الربع, ربعا, quarter, quart",
}

DAYS: Mapping[int, str] = {  # from today
    -2: """أول أمس, أول من أمس, أمس الأول, أمس الأولى, قبل أمس, أول البارحة, أول من البارحة, قبل البارحة,
        day before yesterday, the day before yesterday, avant - hier, avant hier""",
    -1: """أمس, الأمس, بالأمس, البارحة, البارح, مبارح, الليلة الماضية, ليلة أمس, ليلة البارحة,
        yesterday, last night, hier""",
    0: """اليوم, هذا اليوم, الليلة, هذه الليلة, today, tonight, this morning, this evening, this afternoon,
        aujourd ' hui, aujourd ’ hui""",
    1: "غدا, غد, tomorrow, demain",
    2: "بعد غد, بعد الغد, بعد غدا",
}

PARTS_OF_DAY: Mapping[str, str] = {
    "am": "ص, صباحا, صباح, الصباح, بالصباح, ضحى, الضحى, قبل الظهر, am, a . m ., a . m",
    "pm": """مساء, المساء, بالمساء, عصرا, عصر, العصر, مغربا, بعد الظهر, بعد ظهر, عشاء,
        pm, p . m ., p . m""",
    "noon": "ظهرا, ظهر, الظهر, noon",
    "dawn": "فجرا, فجر, الفجر, بعد منتصف الليل",
    "night": "ليلا, ليل, الليل",
}

FIXED: Mapping[str, str] = {  # by kind
    "a": "منذ, قبل, مضى, مضت, مضى على, ago, il y a",
    "f": "بعد",
    "N": """الآن, حالا, للتو, توا, لحظات, لحظة, قليل, لحظات قليلة, بضع لحظات, منذ ثوان, منذ ثواني, قبل ثوان, قبل ثواني,
        بضع ثوان, عدة ثوان, ثوان قليلة, ثوان معدودة, just now, now, moments, a moment, a few seconds, few seconds,
        seconds ago, moments ago, a l ' instant, @ l ' instant""",
    "x": "الماضي, الماضية, المنصرم, المنصرمة, الفائت, الفائتة, السابق, last, past, dernier, derniere",
    "k": "الجاري, الجارية, الحالي, الحالية, هذا, هذه, this",
    "X": "القادم, القادمة, المقبل, المقبلة, التالي, next, prochain, prochaine",
    "o": "و, and, et",
    "i": "إلا",
    "A": """نحو, حوالي, بضع, بضعة, عدة, several,
        قرابة, زهاء, ما يقارب, ما يقرب, يقارب, تقريبا, أكثر, أقل, more than, less than, about,
        around, over, almost, nearly, approximately, environ, ~""",
    "e": "ه, هجري, هجرية, الهجري, للهجرة, ah, a . h ., a . h",
    "g": "ميلادي, ميلادية, الميلادي, للميلاد, ad, ce, a . d ., a . d",
    "P": "م",
    "j": "الموافق, الموافق ل, الموافقة, موافق, والموافق, يوافق, corresponding to, =",
    "t": """توقيت, بتوقيت, بالتوقيت, التوقيت, حسب توقيت, حسب التوقيت, وفق توقيت, وفقا لتوقيت, بحسب توقيت, time,
        heure de""",
    "l": """بالتوقيت المحلي, التوقيت المحلي, توقيت محلي, بتوقيت محلي, المحلي, محلي, local time, local,
        heure locale""",
    "c": "الساعة, في تمام الساعة, بتمام الساعة, عند الساعة, الوقت, وقت, التوقيت :, at",
    "L": """نشر, نشرت, نشر في, نشر بتاريخ, منشور, منشورة, النشر, تاريخ النشر, تم النشر, تم نشره, تم نشرها, نشره,
        وقت النشر, ساعة النشر, تاريخ ووقت النشر, كتب, كتبت, كتب في, كتب بتاريخ,
        أضيف, أضيفت, أضيف في, تاريخ الإضافة, تمت الإضافة,
        صدر, صدرت, صدر في, تاريخ الخبر, تاريخ المقال, تاريخ, التاريخ, حرر, حرر في, أرسل, أرسلت, بث, published,
        publication date, date published, posted, created, date, publie, publiee, date de publication""",
    "U": """آخر تحديث, آخر تعديل, تحديث, التحديث, تم التحديث, تاريخ التحديث, محدث, محدثة, حدث, حدثت, عدل, عدلت, تعديل,
        تم التعديل, تاريخ آخر تحديث, تاريخ آخر تعديل, وقت التحديث, updated, last updated, last update, update, modified,
        last modified, mis a jour, mise a jour, modifie, modifiee""",
    " ": """في, من, ب, ل, على, عند, تمام, بتاريخ, وتاريخ, لعام, لسنة, st, nd, rd, th, er, t, on, of, the, in,
        le, la, du, de""",
}
