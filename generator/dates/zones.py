"""Time zones as outlets name them: cities and countries, abbreviations, numeric offsets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

LONGEST_OFFSET = 14 * 60  # minutes; the Line Islands

# Cities, and countries that have one zone. A capital stands for the zone it lies in.
PLACES: Mapping[str, str] = {
    # the Arab world
    "Asia/Riyadh": "مكة, مكة المكرمة, السعودية, المملكة, المملكة العربية السعودية, الرياض, جدة, الدمام, "
    "المدينة المنورة, ksa, mecca, makkah, riyadh, jeddah, saudi, saudi arabia",
    "Africa/Cairo": "القاهرة, مصر, الإسكندرية, cairo, egypt",
    "Asia/Beirut": "بيروت, لبنان, beirut, lebanon",
    "Asia/Damascus": "دمشق, سوريا, سورية, حلب, الشام, damascus, syria",
    "Asia/Amman": "الأردن, عمان, العاصمة عمان, amman, jordan",
    "Asia/Jerusalem": "القدس, القدس المحتلة, القدس الشريف, إسرائيل, تل أبيب, jerusalem, tel aviv",
    "Asia/Gaza": "غزة, gaza",
    "Asia/Hebron": "فلسطين, رام الله, الضفة الغربية, ramallah, palestine",
    "Asia/Baghdad": "بغداد, العراق, البصرة, أربيل, الموصل, baghdad, iraq, erbil",
    "Asia/Kuwait": "الكويت, kuwait",
    "Asia/Bahrain": "المنامة, البحرين, manama, bahrain",
    "Asia/Qatar": "الدوحة, قطر, doha, qatar",
    "Asia/Dubai": "أبوظبي, أبو ظبي, دبي, الإمارات, الشارقة, abu dhabi, dubai, uae",
    "Asia/Muscat": "مسقط, سلطنة عمان, السلطنة, muscat, oman",
    "Asia/Aden": "صنعاء, عدن, اليمن, sanaa, aden, yemen",
    "Africa/Khartoum": "الخرطوم, السودان, بورتسودان, khartoum, sudan",
    "Africa/Juba": "جوبا, جنوب السودان, juba",
    "Africa/Tripoli": "طرابلس, ليبيا, بنغازي, tripoli, libya",
    "Africa/Tunis": "تونس, تونس العاصمة, صفاقس, tunis, tunisia",
    "Africa/Algiers": "الجزائر, الجزائر العاصمة, وهران, algiers, algeria",
    "Africa/Casablanca": "الرباط, المغرب, الدار البيضاء, مراكش, فاس, طنجة, rabat, casablanca, morocco",
    "Africa/El_Aaiun": "العيون",
    "Africa/Nouakchott": "نواكشوط, موريتانيا, nouakchott, mauritania",
    "Africa/Djibouti": "جيبوتي, djibouti",
    "Africa/Mogadishu": "مقديشو, الصومال, mogadishu, somalia",
    "Indian/Comoro": "موروني, جزر القمر, moroni",
    # neighbours and the rest of Asia
    "Europe/Istanbul": "إسطنبول, استنبول, أنقرة, تركيا, istanbul, ankara, turkey",
    "Asia/Tehran": "طهران, إيران, tehran, iran",
    "Asia/Kabul": "كابول, كابل, أفغانستان, kabul",
    "Asia/Karachi": "إسلام آباد, كراتشي, باكستان, islamabad, karachi",
    "Asia/Kolkata": "نيودلهي, نيو دلهي, دلهي, مومباي, الهند, delhi, new delhi, mumbai, india",
    "Asia/Dhaka": "دكا, بنغلاديش, dhaka",
    "Asia/Tashkent": "طشقند, tashkent",
    "Asia/Baku": "باكو, أذربيجان, baku",
    "Asia/Tbilisi": "تبليسي, جورجيا, tbilisi",
    "Asia/Yerevan": "يريفان, أرمينيا, yerevan",
    "Asia/Shanghai": "بكين, بيجين, شنغهاي, الصين, beijing, shanghai, china",
    "Asia/Hong_Kong": "هونغ كونغ, هونج كونج, hong kong",
    "Asia/Tokyo": "طوكيو, اليابان, tokyo, japan",
    "Asia/Seoul": "سول, سيول, كوريا الجنوبية, seoul",
    "Asia/Pyongyang": "بيونغ يانغ, بيونغيانغ",
    "Asia/Jakarta": "جاكرتا, jakarta",
    "Asia/Kuala_Lumpur": "كوالالمبور, كوالا لمبور, ماليزيا, kuala lumpur",
    "Asia/Singapore": "سنغافورة, singapore",
    "Asia/Manila": "مانيلا, manila",
    "Asia/Bangkok": "بانكوك, bangkok",
    "Asia/Ho_Chi_Minh": "هانوي, hanoi",
    # Europe
    "Europe/London": "لندن, بريطانيا, المملكة المتحدة, london, uk",
    "Europe/Dublin": "دبلن, dublin",
    "Europe/Lisbon": "لشبونة, البرتغال, lisbon",
    "Europe/Paris": "باريس, فرنسا, paris, france",
    "Europe/Berlin": "برلين, ألمانيا, وسط أوروبا, أوروبا الوسطى, berlin, germany",
    "Europe/Rome": "روما, إيطاليا, الفاتيكان, rome, italy",
    "Europe/Madrid": "مدريد, برشلونة, madrid",
    "Europe/Brussels": "بروكسل, بلجيكا, brussels",
    "Europe/Amsterdam": "أمستردام, لاهاي, هولندا, amsterdam",
    "Europe/Zurich": "جنيف, برن, زيورخ, زيوريخ, سويسرا, geneva, zurich",
    "Europe/Vienna": "فيينا, النمسا, vienna",
    "Europe/Athens": "أثينا, اليونان, athens",
    "Asia/Nicosia": "نيقوسيا, قبرص, nicosia",
    "Europe/Stockholm": "ستوكهولم, استوكهولم, السويد, stockholm",
    "Europe/Oslo": "أوسلو, النرويج, oslo",
    "Europe/Copenhagen": "كوبنهاغن, الدنمارك, copenhagen",
    "Europe/Helsinki": "هلسنكي, فنلندا, helsinki",
    "Europe/Warsaw": "وارسو, بولندا, warsaw",
    "Europe/Prague": "براغ, prague",
    "Europe/Budapest": "بودابست, المجر, budapest",
    "Europe/Bucharest": "بوخارست, رومانيا, bucharest",
    "Europe/Sofia": "صوفيا, بلغاريا, sofia",
    "Europe/Belgrade": "بلغراد, صربيا, belgrade",
    "Europe/Sarajevo": "سراييفو, sarajevo",
    "Europe/Kyiv": "كييف, أوكرانيا, kyiv, kiev",
    "Europe/Minsk": "مينسك, minsk",
    "Europe/Moscow": "موسكو, moscow",
    # Africa, the Americas, Australia
    "Africa/Addis_Ababa": "أديس أبابا, إثيوبيا, addis ababa",
    "Africa/Asmara": "أسمرة, إريتريا, asmara",
    "Africa/Nairobi": "نيروبي, كينيا, nairobi",
    "Africa/Lagos": "أبوجا, لاغوس, نيجيريا, abuja, lagos",
    "Africa/Dakar": "داكار, السنغال, dakar",
    "Africa/Ndjamena": "نجامينا, انجمينا, تشاد",
    "Africa/Bamako": "باماكو, مالي",
    "Africa/Johannesburg": "بريتوريا, جوهانسبرغ, جنوب أفريقيا, pretoria, johannesburg",
    "America/New_York": "نيويورك, واشنطن, شرق الولايات المتحدة, شرق أمريكا, الساحل الشرقي, شرقي الولايات المتحدة, "
    "new york, washington, et, eastern",
    "America/Chicago": "شيكاغو, chicago",
    "America/Los_Angeles": "لوس أنجلوس, لوس أنجليس, سان فرانسيسكو, الساحل الغربي, غرب الولايات المتحدة, "
    "los angeles, pt",
    "America/Toronto": "أوتاوا, تورونتو, تورنتو, مونتريال, ottawa, toronto, montreal",
    "America/Mexico_City": "مكسيكو, مكسيكو سيتي, مكسيكو سيتى, mexico city",
    "America/Sao_Paulo": "برازيليا, ساو باولو, ريو دي جانيرو, brasilia, sao paulo",
    "America/Argentina/Buenos_Aires": "بوينس آيرس, بوينس أيرس, الأرجنتين, buenos aires",
    "America/Santiago": "سانتياغو, santiago",
    "America/Bogota": "بوغوتا, كولومبيا, bogota",
    "America/Caracas": "كاراكاس, فنزويلا, caracas",
    "America/Havana": "هافانا, كوبا, havana",
    "Australia/Sydney": "سيدني, كانبيرا, ملبورن, sydney, canberra, melbourne",
}

UTC_NAMES = (
    "gmt, utc, ut, z, غرينتش, غرينيتش, غرينتيش, غرينويتش, غرنتش, جرينتش, جرينيتش, جرينتيش, جرينوتش, جرنتش, كرينتش, "
    "قرينتش, ت . غ ., ت . غ, ت غ, تغ, ت . ج, ت . ع . م, التوقيت العالمي, التوقيت العالمي المنسق, توقيت عالمي, "
    "بالتوقيت العالمي, توقيت عالمي منسق, universal"
)

ABBREVIATIONS: Mapping[int, str] = {  # minutes east of Greenwich; North American ones as RFC 822 section 5.1 has them
    -480: "pst",
    -420: "mst, pdt",
    -360: "cst, mdt",
    -300: "est, cdt",
    -240: "edt",
    0: "wet",
    60: "cet, bst, west, wat",
    120: "eet, cest, cat, sast",
    180: "eest, msk, eat, trt",
    240: "gst",
    300: "pkt",
    480: "hkt, sgt",
    540: "jst, kst",
    600: "aest",
    660: "aedt",
}

AMBIGUOUS = "ast, adt, ist, ect, amt"  # Arabia or Atlantic, India or Israel or Ireland …


@cache
def fixed(minutes: int) -> timezone:
    """Return the zone that is always `minutes` east of Greenwich."""
    return timezone(timedelta(minutes=minutes)) if minutes else UTC


def offset_minutes(hours: str, minutes: str, *, west: bool) -> int | None:
    """Return a numeric offset (`3`, `03`, `0300`, `03` and `30`) in minutes, None when it is impossible."""
    if len(hours) == 4:
        hours, minutes = hours[:2], hours[2:]
    total = int(hours) * 60 + int(minutes or 0)
    if int(minutes or 0) > 59 or total > LONGEST_OFFSET:
        return None
    return -total if west else total


@cache
def named(name: str) -> tzinfo:
    """Return the zone of an IANA name. Raises zoneinfo.ZoneInfoNotFoundError."""
    return UTC if name == "UTC" else ZoneInfo(name)
