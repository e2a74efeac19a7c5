"""Who is seen when: drafts, dates, embargoes, ends, and how long an answer holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from generator.digest import Digest
from generator.ingest import entry_of
from generator.model import Article, ArticleId, Entry, Moment, Precision
from generator.site.visibility import Gate, Holds, Seen, Showing

ZONE = ZoneInfo("Asia/Beirut")
NOW = datetime.fromisoformat("2026-11-23T12:00:00+02:00")
TOLERANCE = 60


def moment(text: str) -> Moment | None:
    if not text:
        return None
    return Moment(text, Precision.MINUTE if "T" in text else Precision.DAY)


def entry(identity: str = "a", *, published: str = "", embargo: str = "", expires: str = "", **fields: Any) -> Entry:
    article = Article(
        id=ArticleId(identity),
        headline="خبر",
        body="<p>نص</p>",
        published=moment(published),
        embargo=moment(embargo),
        expires=moment(expires),
        path="content/wire.jsonl",
        **fields,
    )
    return entry_of(article, ["نص"], Digest("f"))


def gate(
    now: datetime = NOW, showing: Showing | None = None, *, ours: bool = False, tolerance: int = TOLERANCE
) -> Gate:
    return Gate(now, showing or Showing(), ZONE, tolerance, lambda entry: ours)


def state(seen: Seen) -> str:
    lists = {
        "visible": seen.visible,
        "withdrawn": seen.withdrawn,
        "draft": seen.drafts,
        "scheduled": seen.scheduled,
        "expired": seen.expired,
    }
    (name,) = (name for name, found in lists.items() if found)
    return name


def clock(time: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-23T{time}+02:00")


CASES = [
    ({}, "visible"),
    ({"published": "2026-11-23"}, "visible"),
    ({"published": "2026-11-23T12:00+02:00"}, "visible"),
    ({"published": "2026-11-23T12:59+02:00"}, "visible"),  # within the tolerance
    ({"published": "2026-11-23T13:00+02:00"}, "visible"),
    ({"published": "2026-11-23T13:01+02:00"}, "scheduled"),
    ({"published": "2026-11-24"}, "scheduled"),
    ({"published": "2026-11-20", "embargo": "2026-11-23T12:00+02:00"}, "visible"),
    ({"published": "2026-11-20", "embargo": "2026-11-23T12:01+02:00"}, "scheduled"),
    ({"published": "2026-11-20", "embargo": "2026-11-23"}, "visible"),
    ({"published": "2026-11-20", "embargo": "2026-11-24"}, "scheduled"),
    ({"embargo": "2026-11-24"}, "scheduled"),
    ({"expires": "2026-11-23"}, "expired"),
    ({"expires": "2026-11-24"}, "visible"),
    ({"expires": "2026-11-23T12:00+02:00"}, "expired"),
    ({"published": "2027-01-01", "expires": "2026-01-01"}, "expired"),
    ({"draft": True, "published": "2027-01-01"}, "draft"),
    ({"withdrawn": True}, "withdrawn"),
    ({"withdrawn": True, "embargo": "2026-11-24"}, "scheduled"),
]


@pytest.mark.parametrize(("fields", "expected"), CASES)
def test_an_article_of_another_outlet_at_noon(fields: dict[str, Any], expected: str) -> None:
    assert state(gate().seen([entry(**fields)])) == expected


@pytest.mark.parametrize("published", ["2026-11-23T12:01+02:00", "2026-11-23T12:59+02:00"])
def test_the_sites_own_articles_appear_to_the_minute(published: str) -> None:
    (waiting,) = gate(ours=True).seen([entry(published=published)]).scheduled

    assert datetime.fromtimestamp(waiting.begins, UTC) == datetime.fromisoformat(published)
    assert not waiting.is_doubtful


@pytest.mark.parametrize(
    ("showing", "fields"),
    [
        (Showing(drafts=True), {"draft": True}),
        (Showing(future=True), {"published": "2027-01-01", "embargo": "2027-01-01"}),
        (Showing(expired=True), {"expires": "2026-01-01"}),
    ],
)
def test_flags_show_what_is_not_for_readers(showing: Showing, fields: dict[str, Any]) -> None:
    seen = gate(showing=showing).seen([entry(**fields)])

    assert (state(seen), seen.holds) == ("visible", Holds())


@pytest.mark.parametrize(
    ("published", "embargo", "why"), [("24", "", "date"), ("", "24", "embargo"), ("25", "24", "date")]
)
def test_what_holds_an_article_back_is_told(published: str, embargo: str, why: str) -> None:
    fields = {"published": published and f"2026-11-{published}", "embargo": embargo and f"2026-11-{embargo}"}

    (waiting,) = gate().seen([entry(**fields)]).scheduled

    assert waiting.why == why


@pytest.mark.parametrize(
    ("fields", "ours", "told"),
    [
        ({"published": "2026-11-24"}, False, ["date-future"]),
        ({"published": "2026-11-24"}, True, []),
        ({"published": "2026-11-20", "embargo": "2026-11-24"}, False, []),
        ({"published": "2026-11-24", "embargo": "2026-11-25"}, False, ["date-future"]),
        ({"published": "2026-11-24", "withdrawn": True}, False, []),
        ({"published": "2026-11-24", "draft": True}, False, []),
        ({"published": "2026-11-23T12:30+02:00"}, False, []),
    ],
)
def test_a_date_too_far_ahead_is_told_of_other_outlets(fields: dict[str, Any], ours: bool, told: list[str]) -> None:
    judge = gate(ours=ours)

    assert [problem.code for problem in judge.problems(judge.seen([entry(**fields)]).scheduled)] == told


def test_without_a_tolerance_any_date_ahead_is_told() -> None:
    judge = gate(tolerance=0)

    assert len(judge.problems(judge.seen([entry(published="2026-11-23T12:01+02:00")]).scheduled)) == 1


@pytest.mark.parametrize("fields", [fields for fields, _ in CASES])
@pytest.mark.parametrize("ours", [False, True])
def test_an_answer_holds_exactly_between_its_edges(fields: dict[str, Any], ours: bool) -> None:
    articles = [entry(**fields), entry("b", published="2026-11-23T15:00+02:00", expires="2026-11-23T18:00+02:00")]

    def answer(now: datetime) -> tuple[Seen, int]:
        judge = gate(now, ours=ours)
        seen = judge.seen(articles)
        return seen, len(judge.problems(seen.scheduled))

    here, told = answer(NOW)
    minutes = [clock("00:00") + timedelta(minutes=number) for number in range(24 * 60)]
    for now in minutes:
        there, told_there = answer(now)
        if here.holds.since <= now.timestamp() < here.holds.until:
            assert (there, told_there) == (here, told)
    if here.holds.ends(ZONE) in minutes:
        assert answer(datetime.fromtimestamp(here.holds.until, ZONE)) != (here, told)


def test_hidden_articles_are_in_no_list_but_of_notices() -> None:
    articles = [entry("a"), entry("b"), entry("c", expires="2026-01-01"), entry("d", draft=True), entry("e")]

    seen = (
        gate()
        .seen(articles)
        .without({ArticleId("a"): True, ArticleId("b"): False, ArticleId("c"): True, ArticleId("d"): True})
    )

    assert [one.id for one in seen.visible] == ["e"]
    assert [one.id for one in seen.withdrawn] == ["a"], "what nobody saw needs no notice"
    assert (seen.drafts, seen.expired) == ([], [])


@pytest.mark.parametrize(("until", "expected"), [(float("inf"), None), (1e18, None), (NOW.timestamp(), NOW)])
def test_the_end_of_what_holds_is_a_moment_of_the_sites_zone(until: float, expected: datetime | None) -> None:
    assert Holds(until=until).ends(ZONE) == expected
