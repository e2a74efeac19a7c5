"""Tokens, light stems and stop words."""

from __future__ import annotations

import pytest

from generator.text import normalize, terms

TOKENS = [
    ("«قال» مُحَمَّد، في المدرســـة: الـ71!", ["قال", "محمد", "في", "المدرسه", "ال", "71"]),
    ("بلغ 2.5% و١٢٫٥ من 1,000 و١٬٠٠٠", ["بلغ", "2.5", "و", "12.5", "من", "1000", "و", "1000"]),
    ("طائرة F16 وCOVID-19 على bbc.com", ["طائره", "f16", "و", "covid", "19", "علي", "bbc", "com"]),
    ("کتاب می\u200cخواهم", ["كتاب", "ميخواهم"]),
    ("", []),
    ("… — ـ «»", []),
]

STEMS = {
    "والكتاب": "كتاب",
    "بالمدرسه": "مدرس",
    "للمعلمين": "معلم",
    "كتابها": "كتاب",
    "السوريين": "سور",
    "المباحثات": "مباحث",
    "وفد": "وفد",
    "والد": "الد",
    "ان": "ان",
    "يد": "يد",
    "brexit": "brexit",
    "2018": "2018",
}


@pytest.mark.parametrize(("text", "expected"), TOKENS)
def test_a_text_is_folded_words_and_numbers(text: str, expected: list[str]) -> None:
    assert terms.tokens(text) == expected


@pytest.mark.parametrize(("word", "expected"), STEMS.items())
def test_a_stem_loses_article_and_ending_only(word: str, expected: str) -> None:
    assert terms.stem(word) == expected


def test_forms_of_one_word_share_a_stem() -> None:
    forms = ["حكومة", "الحكومة", "والحكومة", "بالحكومة", "للحكومة", "حكومتها", "الحكومات"]
    stems = {terms.stem(word) for form in forms for word in terms.tokens(form)}
    assert stems == {"حكوم", "حكومت"}


def test_words_that_tell_nothing_are_stop_words() -> None:
    silent = "وقال إنّ ذلك كان في الوقت الذي أضافت فيه الوكالة أنه على 12 و3 of the"
    assert terms.terms(silent) == []
    assert terms.terms("تدريبات القوات الخاصة في أنقرة عام 2025") == ["تدريب", "قو", "خاص", "انقر", "2025"]


def test_stop_words_are_written_as_they_are_compared() -> None:
    assert [word for word in sorted(terms._STOPS) if normalize.fold(word) != word] == []
