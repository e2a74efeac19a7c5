"""Words as texts are compared by them: folded tokens, words that tell nothing of a subject, light stems.

    text ── tokens ──▶ folded words ── is_stop ──▶ those that tell ── stem ──▶ terms

The stemmer follows the idea of light10 (Larkey, Ballesteros, Connell 2002): a conjunction, an article with its
preposition and the endings of number, gender and possession come off, the inside of a word stays as it is.
"""

from __future__ import annotations

import re
from functools import lru_cache

from generator.text.letters import HARAKAT, LETTER
from generator.text.normalize import fold

_TOKEN = re.compile(rf"[{LETTER}{HARAKAT}ـ\u200c]+|\d+(?:[.,٫٬]\d+)*+|[^\W_]+")
_ARABIC = re.compile(rf"[{LETTER}]")
_GROUPING = str.maketrans({",": None, "٬": None, "٫": "."})
_WORDS_HELD = 1 << 16  # remembered folded and stemmed: nearly all words of a month of news, some 30 MB

_ARTICLES = ("وال", "بال", "كال", "فال", "ال", "لل")
_ENDINGS = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")
_SHORTEST = 2  # letters that stay
_SHORTEST_AFTER_WAW = 3  # a waw before fewer belongs to the word

# Folded, written out in every form that stands by itself; with waw or fa before them they are stop words too.
_FUNCTION_WORDS = """
من الي عن علي في مع عند لدي لدن منذ مذ حتي خلال بين دون بدون سوي عدا خلا حول نحو ضد عبر لاجل اجل امام وراء خلف فوق تحت
قبل بعد اثناء ضمن وسط داخل خارج قرب بجانب جانب مقابل رغم بسبب بفضل حسب بحسب وفق وفقا طبقا تجاه ازاء حيال لصالح بشان
بخصوص عقب اثر منه منها منهم منهن منهما منك مني منا اليه اليها اليهم اليهما اليك الينا عنه عنها عنهم عنهما عني عنا عليه
عليها عليهم عليهما علينا عليك فيه فيها فيهم فيهما فينا به بها بهم بهما بي بنا بك له لها لهم لهن لهما لي لنا لك لكم معه
معها معهم معهما معنا معي لديه لديها لديهم لدينا عنده عندها عندهم بينه بينها بينهم بينهما بيننا حوله حولها نفسه نفسها
انفسهم ذاته ذاتها هو هي هم هن هما انا نحن انت انتم هذا هذه هذان هذين هاتان هاتين هؤلاء ذلك تلك ذاك اولئك هنا هناك
هنالك كذلك لذلك بذلك بهذا لهذا لهذه الذي التي الذين اللذان اللذين اللتان اللتين اللاتي اللواتي اللائي لمن ممن مما عما
فيما بما لما كما حيثما اينما مهما ما ماذا لماذا متي اين كيف كم اي ايه ايا هل ا و ف ب ل ك او ام ثم بل لا لن لم ليس ليست
ليسوا لست ان انه انها انهم انهما اننا انني اني بان بانه بانها بانهم لان لانه لانها لانهم كان كانت كانوا كانا يكون تكون
يكونوا سيكون ستكون يكن تكن كونه كونها كائن لكن لكنه لكنها لكنهم غير الا اذ اذا اذن لو لولا كي لكي قد لقد سوف ربما لعل
لعله ليت كانه كانها كلما طالما بينما عندما حين حينما حينها اما انما ايضا كذا هكذا ثمه ذا ذو ذي ذات ذوي كل كله كلها
كلهم كلا كلتا بعض بعضهم بعضها جميع جميعا كافه معظم عده عدد عديد العديد كثير كثيرا الكثير قليل قليلا اكثر الاكثر اقل
الاقل مثل مثلا نفس عين احد احدي واحد واحده اثنان اثنين اثنتان ثلاث ثلاثه اربع اربعه خمس خمسه ست سته سبع سبعه ثمان
ثمانيه تسع تسعه عشر عشره عشرات مئات الاف الف مليون ملايين مليار اول اولي الاول الاولي ثان ثاني الثاني الثانيه الثالث
الثالثه اخر اخري اخرين الاخر الاخري الاخرين الاخير الاخيره مره مرات المره جدا فقط تماما حاليا مؤخرا سابقا لاحقا قريبا
تقريبا حوالي زهاء خاصه لاسيما سيما عاده دائما ابدا حيث بشكل بصوره بطريقه بهدف بغيه اطار بالنسبه نسبه بالاضافه اضافه
فضلا علاوه باسم باعتبار باعتباره الان اليوم امس غدا يوم ايام عام عاما اعوام العام سنه سنوات شهر اشهر الشهر اسبوع
الاسبوع ساعه ساعات الساعه دقيقه دقائق وقت الوقت صباح مساء ظهر السبت الاحد الاثنين الثلاثاء الاربعاء الخميس الجمعه
الماضي الماضيه المقبل المقبله الجاري الجاريه الحالي الحاليه السابق السابقه القادم القادمه تم يتم تمت ستتم جري يجري جرت
بات باتت اصبح اصبحت ظل ظلت زال مازال يزال تزال لايزال يمكن يمكنه يمكنها يجب ينبغي قام قامت يقوم تقوم جاء جاءت ياتي
تاتي يعد تعد يعتبر تعتبر وجود عدم مدي ضروره امكانيه
"""
_NEWS_WORDS = """
قال قالت قالوا يقول تقول قائلا قائله قوله قولها اضاف اضافت اضافوا يضيف مضيفا مضيفه اوضح اوضحت يوضح موضحا موضحه اكد
اكدت اكدوا يؤكد تؤكد مؤكدا مؤكده تاكيده ذكر ذكرت يذكر تذكر ذاكرا اشار اشارت يشير تشير مشيرا مشيره اعلن اعلنت يعلن تعلن
معلنا تابع تابعت متابعا صرح صرحت نقلت نقلا افاد افادت يفيد تفيد لفت لفتت لافتا شدد شددت مشددا مشدده اعتبر اعتبرت
معتبرا راي رات استطرد ختم اردف واصل نوه ابرز بينت كشفت تصريح تصريحات بيان البيان خبر الخبر مراسل مراسلنا المصدر مصدر
مصادر المصادر تقرير التقرير تقارير المتحدث موقع صحيفه وكاله الوكاله اقرا المزيد شاهد تابعونا التفاصيل عاجل
"""
_LATIN_WORDS = """
a an and are as at be been but by for from had has have he her his i in is it its not of on or our she that the their
they this to was we were which who will with you your said says com www http https
"""
_ARABIC_STOPS = (_FUNCTION_WORDS + _NEWS_WORDS).split()
_STOPS = frozenset([prefix + word for word in _ARABIC_STOPS for prefix in ("", "و", "ف")] + _LATIN_WORDS.split())


def tokens(text: str) -> list[str]:
    """Return the folded words and numbers of clean `text` in order, without punctuation.

    A number is one token with its decimals and without its grouping (`1,000` and `١٠٠٠` are the same); letters and
    digits written together are one (`f16`) unless the letters are Arabic (الـ71).
    """
    return [*filter(None, map(_folded, _TOKEN.findall(text)))]


@lru_cache(maxsize=_WORDS_HELD)
def _folded(word: str) -> str:
    folded = fold(word)
    return folded.translate(_GROUPING) if folded[:1].isdigit() else folded.replace(" ", "")


@lru_cache(maxsize=_WORDS_HELD)
def stem(word: str) -> str:
    """Return the light stem of a folded word; what is not Arabic is its own."""
    if not _ARABIC.match(word):
        return word
    if word.startswith("و") and len(word) > _SHORTEST_AFTER_WAW:
        word = word[1:]
    for article in _ARTICLES:
        if word.startswith(article) and len(word) >= len(article) + _SHORTEST:
            word = word[len(article) :]
            break
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) >= len(ending) + _SHORTEST:
            word = word[: -len(ending)]
    return word


def is_stop(word: str) -> bool:
    """Tell whether a folded word says nothing of a subject: function words, news verbs, a letter, a small number."""
    return word in _STOPS or len(word) == 1 or (len(word) == 2 and word.isdigit())


def terms(text: str) -> list[str]:
    """Return the stems of the telling words of clean `text`, in order; numbers of three digits and more are telling."""
    return [*filter(None, map(_term, _TOKEN.findall(text)))]


@lru_cache(maxsize=_WORDS_HELD)
def _term(word: str) -> str:
    folded = _folded(word)
    return "" if is_stop(folded) else stem(folded)
