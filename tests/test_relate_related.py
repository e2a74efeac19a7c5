"""Which links are shown below an article, and why."""

from __future__ import annotations

from relate_corpus import DAY, NOON, candidate, text, words

from generator.model import ArticleId, Candidate, Neighbour
from generator.relate import relate
from generator.relate.reasons import REASON_WORDS
from generator.relate.related import LEAST_SCORE, SHOWN

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

    assert relate(made).neighbours[ArticleId("a")][0].score >= LEAST_SCORE
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


def test_the_other_members_of_the_own_story_are_not_linked() -> None:
    made = [article("a", 0, outlet="1"), article("b", 0.1, outlet="2"), article("c", 20, outlet="3")]

    assert [story.members for story in relate(made).stories] == [("a", "b")]
    assert [link.id for link in links(made, "a")] == ["c"]


def test_own_copies_are_not_linked() -> None:
    made = [candidate(name, text(SUBJECT), start=NOON + n) for n, name in enumerate("ab")]

    assert relate(made).copies == (("a", "b"),)
    assert relate(made).related == {}


def test_of_a_story_the_nearest_member_alone_is_linked() -> None:
    made = [article("a", 0), *(article(f"s{n}", 9 + n / 50, outlet=f"{n}") for n in range(3))]

    assert [link.id for link in links(made, "a")] == ["s0"]


def test_what_one_outlet_wrote_of_the_own_event_is_linked_once() -> None:
    made = [article(f"{n}", n / 24) for n in range(4)]

    assert [link.id for link in links(made, "0")] == ["1"]


def test_at_most_five_are_linked_nearest_first() -> None:
    found = links([article("a", 0), *(article(f"{n}", 5 * (n + 1)) for n in range(6))], "a")

    assert len(found) == SHOWN
    assert [link.score for link in found] == sorted((link.score for link in found), reverse=True)
