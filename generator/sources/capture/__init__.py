"""Captures: pages of a news aggregator flattened to text, each with an article of its own and whole related ones.

    bytes ── lines ──▶ Lines ── heads ──▶ where articles begin ── page ──▶ Items ── tails ──▶ Articles

Nothing here knows the order of a page's blocks by heart: see docs/adr/0005-captures.md.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from generator.dates.read import read
from generator.markup import from_paragraphs
from generator.model import Article, Moment, Parsed, Reading, Record, Sidecar
from generator.sources.capture.lines import lines_of, text_of
from generator.sources.capture.page import Item, Page, page
from generator.sources.capture.stamps import in_one_spelling
from generator.sources.capture.tails import credited, without_promos
from generator.sources.fields import Notes, quoted
from generator.sources.identity import article_id
from generator.sources.parser import Parser, has_suffix, whole_file


def parse(record: Record, reading: Reading) -> Parsed:
    """Return the articles of a capture: the page's own first, then the related ones as they stand.

    The sidecar's outlet and address are those of the page's own article; its `captured_at` is what relative times
    count from, and without it they are kept as words.
    """
    notes = Notes(reading)
    held = page(lines_of(text_of(record.data)))
    about = reading.sidecar
    if not (held.lead or held.items) or not (held.known or about.outlet or about.url):
        notes.error("capture-unrecognised", "no article can be made out in this capture", hint=_plain_hint(reading))
        return Parsed((), tuple(notes.problems), held.removed)
    others = Sidecar(captured_at=about.captured_at)
    found = [*([(held.lead, about)] if held.lead else []), *((item, others) for item in held.items)]
    made = [_article(item, reading, side) for item, side in found if item.head.headline]
    articles = tuple(article for article, _ in made)
    _note(notes, held, articles)
    return Parsed(articles, tuple(notes.problems), (*held.removed, *(call for _, calls in made for call in calls)))


def _article(item: Item, reading: Reading, about: Sidecar) -> tuple[Article, list[str]]:
    """Return the article of an item, and the calls cut out of its body."""
    head, outlet = item.head, about.outlet or item.outlet
    paragraphs, calls = without_promos(item.paragraphs)
    paragraphs, credit = credited(paragraphs, outlet)
    article = Article(
        id=article_id(url=about.url, outlet=outlet, headline=head.headline, date_raw=in_one_spelling(item.stamp)),
        headline=head.headline,
        body=from_paragraphs(paragraphs),
        outlet=outlet,
        published=_moment(item.stamp, reading),
        published_raw=item.stamp,
        section=item.section,
        topics=item.topics,
        credit=credit,
        url=about.url,
        path=reading.path,
        line=head.line,
    )
    return article, calls


def _moment(raw: str, reading: Reading) -> Moment | None:
    return read(raw, now=reading.sidecar.captured_at, zone=reading.zone).moment if raw else None


def _note(notes: Notes, held: Page, articles: tuple[Article, ...]) -> None:
    """Tell of texts without a headline, articles without an outlet, and times that nobody can place."""
    lost = [held.nameless, *(item.head.line for item in held.items if not item.head.headline)]
    for line in filter(None, lost):
        message = "an article stands here, but none of the lines around it is its headline; it is left out"
        hint = "write its headline on a line of its own above its outlet, or capture the page again"
        notes.error("capture-no-headline", message, line=line, field="headline", hint=hint)
    for article in articles:
        if not article.outlet:
            message = f"the page does not say who published {quoted(article.headline)}"
            hint = f'write outlet = "…" into {_sidecar_name(notes.reading)}'
            notes.warn("capture-no-outlet", message, line=article.line, field="outlet", hint=hint)
    _note_times(notes, [article for article in articles if article.published_raw and not article.published])


def _note_times(notes: Notes, undated: list[Article]) -> None:
    if not undated:
        return
    first = undated[0]
    message = f"nobody knows when {quoted(first.published_raw)} was; {len(undated)} of the page's articles stay undated"
    hint = f"say when the page was captured: captured_at = 2025-05-11T18:00:00+03:00 in {_sidecar_name(notes.reading)}"
    if notes.reading.sidecar.captured_at:
        hint = "write the time as a date, 11-05-2025"
    notes.warn("capture-time-unknown", message, line=first.line, field="published", hint=hint)


def _plain_hint(reading: Reading) -> str:
    return (
        "save the page as text from its headline on; if the file is one plain article, "
        f'write its outlet = "…" into {_sidecar_name(reading)}, else keep it out of the source folders'
    )


def _sidecar_name(reading: Reading) -> str:
    return PurePosixPath(reading.path).with_suffix(".toml").name


PARSER = Parser(name="capture", accepts=has_suffix(".txt"), records=whole_file, parse=parse)
