"""Which links are shown below an article, and why."""

from __future__ import annotations

from relate_corpus import DAY, NOON, candidate, text, words

from generator.model import ArticleId, Candidate, Neighbour
from generator.relate import relate
from generator.relate.reasons import REASON_WORDS
from generator.relate.related import KEPT, LEAST_SCORE, OF_AN_EVENT
from generator.site.related_links import SHOWN

SUBJECT = words("subject", 30)


def article(identity: str, days: float, *, outlet: str = "وكالة", shared: int = 30, more: int = 20) -> Candidate:
    """Return an article with `shared` words on the subject and words of its own."""
    return candidate(identity, text(SUBJECT[:shared], words(identity, more)), outlet=outlet, start=NOON + days * DAY)


def links(candidates: list[Candidate], identity: str) -> list[Neighbour]:
    return list(relate(candidates).related.get(ArticleId(identity), ()))


def test_an_article_on_the_same_subject_is_linked_with_the_words_they_share() -> None:
    (link,) = links([article("a", 0), article("b", 10)], "a")

    assert link.id == "b"
    assert link.score >= LEAST_SCORE
    assert len(link.words) == REASON_WORDS
    assert set(link.words) <= set(SUBJECT)


def test_nothing_is_linked_when_nothing_fits() -> None:
    assert relate([article("a", 0), article("b", 10, shared=3, more=60)]).related == {}


def test_one_shared_word_is_no_reason() -> None:
    made = [candidate(name, text(["المنارة"] * 9, words(name, 9)), start=NOON + n * DAY) for n, name in enumerate("ab")]

    assert relate(made).neighbours.by_id()[ArticleId("a")][0].score >= LEAST_SCORE
    assert relate(made).related == {}


def test_numbers_and_abbreviations_are_no_reason() -> None:
    shared = "2025 ف16 كوفيد19 BBC24"
    made = [candidate(name, f"{shared} {text(words(name, 4))}", start=NOON + n * DAY) for n, name in enumerate("ab")]

    assert relate(made).related == {}


def test_words_of_any_news_are_no_reason() -> None:
    shared = "الحكومة البرلمان الوزير المدينة المنطقة الاقتصاد"
    made = [candidate(name, f"{shared} {text(words(name, 2))}", start=NOON + n * DAY) for n, name in enumerate("ab")]

    assert relate(made).related == {}


def test_the_reason_is_written_as_it_stands_best_alone() -> None:
    made = [
        candidate(name, text([word] * 3, ["المنارة"], words(name, 6)), start=NOON + day * DAY)
        for name, word, day in (("a", "والبحيرة", 0), ("b", "بحيرة", 9))
    ]

    assert [links(made, name)[0].words for name in "ab"] == [("البحيرة", "المنارة"), ("بحيرة", "المنارة")]


def test_of_an_event_the_nearest_are_kept_and_no_more() -> None:
    made = [article("a", 0), *(article(f"s{n}", 9 + n / 50, outlet=f"{n}") for n in range(4))]

    assert [link.id for link in links(made, "a")] == ["s0", "s1"]
    assert OF_AN_EVENT == 2


def test_what_the_own_page_tells_anyway_is_kept_for_when_it_does_not() -> None:
    made = [article("a", 0, outlet="1"), article("b", 0.1, outlet="2"), article("c", 20, outlet="3")]

    found = relate(made)

    assert [story.members for story in found.stories] == [("a", "b")]
    assert found.events == (("a", "b"),)
    assert [link.id for link in links(made, "a")] == ["b", "c"]


def test_an_event_of_one_outlet_is_no_story() -> None:
    found = relate([article(f"{n}", n / 24) for n in range(4)])

    assert found.stories == ()
    assert found.events == (("0", "1", "2", "3"),)


def test_some_more_are_kept_than_are_shown_nearest_first() -> None:
    found = links([article("a", 0), *(article(f"{n}", 4 * n) for n in range(-7, 7) if n)], "a")

    assert len(found) == KEPT > SHOWN
    assert [link.score for link in found] == sorted((link.score for link in found), reverse=True)
