"""The words under a related link: names and nouns of the headline, no filler, no word twice in two forms."""

from __future__ import annotations

import pytest
from relate_corpus import DAY, NOON, candidate, text, words

from generator.relate import relate


def reason(*shared: str, headline: str = "") -> tuple[str, ...]:
    """Return the words shown with the link between two articles that share these alone, the first most often."""
    often = [word for count, word in enumerate(reversed(shared), 2) for _ in range(count)]
    made = [
        candidate(name, text(often, words(name, 9)), headline=headline, start=NOON + n * DAY)
        for n, name in enumerate("ab")
    ]
    links = relate(made).related.get(made[0].id, ())
    return links[0].words if links else ()


@pytest.mark.parametrize(
    ("shared", "shown"),
    [
        (("المنارة", "الميناء", "الوادي", "السد"), ("المنارة", "الميناء", "الوادي")),
        (("الناخبين", "انتخابات", "المنارة"), ("الناخبين", "المنارة")),
        (("تسميم", "مسموم", "الجاسوس"), ("تسميم", "الجاسوس")),
        (("الركبة", "ركبته", "الملعب"), ("الركبة", "الملعب")),
        (("غزة", "بغزة", "القافلة"), ("غزة", "القافلة")),
        (("بسوريا", "القافلة"), ("بسوريا", "القافلة")),
        (("لـNASA", "القافلة", "CNN"), ("NASA", "القافلة")),
        (("يلتقي", "المنارة", "السد", "الوادي"), ("المنارة", "السد", "الوادي")),
        (("انسحبت", "المنارة"), ("المنارة", "انسحبت")),
        (("باتجاه", "المنارة", "مايو", "أكدوا", "السد"), ("المنارة", "السد")),
        (("واتساب", "وقود", "والسد"), ("واتساب", "وقود", "السد")),
        (("قمة", "روما", "غزة"), ("قمة", "روما", "غزة")),
    ],
)
def test_reasons_are_words_that_a_reader_wants_to_see(shared: tuple[str, ...], shown: tuple[str, ...]) -> None:
    assert reason(*shared) == shown


def test_words_of_the_headline_come_first() -> None:
    assert reason("المنارة", "الميناء", "الوادي", "السد", headline="السد يفيض على المزارع")[:2] == ("السد", "المزارع")


def test_one_shared_word_is_no_reason() -> None:
    assert reason("المنارة", "المنارة") == ()
