"""Items of a feed, whatever its format, to articles: which body counts, and by which name an item is known again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC

from generator import markup
from generator.model import Article, ArticleId, Moment, Picture
from generator.sources.fields import Notes, names, quoted
from generator.sources.identity import article_id, canonical_url
from generator.text.normalize import clean_markup_text, fold

STANDFIRST_LIMIT = 600  # characters; a longer summary is a text, not a standfirst
_LITERAL_LIMIT = 120  # characters of a headline that is made of markup nobody can read


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What a feed says of one article; texts are clean, bodies sanitised."""

    guid: str = ""  # "" also where the feed's own word for it cannot be true
    link: str = ""  # http(s)
    headline: str = ""
    raw_headline: str = ""  # as written, for when no word of it can be read
    bodies: tuple[str, ...] = ()  # all that could be the text
    summary: str = ""
    published_raw: str = ""
    updated_raw: str = ""
    outlet: str = ""
    authors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    picture: Picture | None = None
    line: int = 1
    body: str = ""  # the one of them that counts


def plain_words(html: str) -> str:
    """Return what markup says, on one line."""
    return " ".join(markup.paragraphs(markup.sanitise(html)))


def articles(items: Iterable[Item], notes: Notes) -> tuple[Article, ...]:
    """Return the articles of a feed's items, in order, each once."""
    whole = [told for number, item in enumerate(items, 1) if (told := _told(item, number, notes))]
    found: dict[ArticleId, Article] = {}
    for item, identity in zip(whole, _ids(whole, notes), strict=True):
        article = _article(item, identity, notes)
        known = found.get(identity)
        found[identity] = _newer(known, article, notes) if known else article
    return tuple(found.values())


def _told(item: Item, number: int, notes: Notes) -> Item | None:
    """Return an item with its body chosen and its headline found; None with a warning where it says nothing at all."""
    body = max(item.bodies, key=lambda body: len(markup.plain(body)), default="")
    headline = item.headline
    if not headline:
        lines = markup.paragraphs(body) or [item.summary]
        headline = notes.headline("", lines, line=item.line) or item.raw_headline[:_LITERAL_LIMIT]
    if not headline:
        message = f"item {number} has neither a title nor a text; it is left out"
        notes.warn("item-empty", message, line=item.line, field="title", hint="the outlet's feed has to be mended")
        return None
    notes.headline(headline, (), line=item.line)
    return replace(item, body=body, headline=headline, summary=_standfirst(item.summary, body))


def _standfirst(summary: str, body: str) -> str:
    """Return a summary that says something besides the body: many feeds repeat the body's beginning there."""
    text = " ".join(markup.paragraphs(body))
    start = fold(summary).rstrip(". …[]")
    is_distinct = bool(text) and not fold(text).startswith(start)
    return summary if is_distinct and len(summary) <= STANDFIRST_LIMIT else ""


def _ids(items: Sequence[Item], notes: Notes) -> list[ArticleId]:
    """Return the items' ids. A name that two articles of one feed share is no name.

    Feeds are seen that give ten articles one guid, or one link (docs/adr/0004-decoding-and-sanitising.md).
    """
    guids = _shared(items, lambda item: item.guid, lambda item: canonical_url(item.link) or fold(item.headline))
    for guid, line in guids.items():
        message = f"several articles of this feed have the guid {quoted(guid)}; their links name them instead"
        notes.warn("guid-shared", message, line=line, field="guid", hint="the outlet's feed has to be mended")
    items = [replace(item, guid="") if item.guid in guids else item for item in items]
    nameless = [item for item in items if not item.guid]
    links = _shared(nameless, lambda item: canonical_url(item.link), lambda item: fold(item.headline))
    return [_id(item, "" if canonical_url(item.link) in links else item.link) for item in items]


def _id(item: Item, url: str) -> ArticleId:
    date_raw = item.published_raw or item.updated_raw
    return article_id(guid=item.guid, url=url, outlet=item.outlet, headline=item.headline, date_raw=date_raw)


def _shared(items: Sequence[Item], name: Callable[[Item], str], about: Callable[[Item], str]) -> dict[str, int]:
    """Return the names that stand for items about different things, with the line of the first of them."""
    first: dict[str, Item] = {}
    shared: dict[str, int] = {}
    for item in items:
        key = name(item)
        other = first.setdefault(key, item)
        if key and about(other) != about(item):
            shared.setdefault(key, other.line)
    return shared


def _newer(known: Article, article: Article, notes: Notes) -> Article:
    """Return the newer of two versions of an article in one feed, the first one where they are of the same time."""
    newer = article if _when(article) > _when(known) else known
    if (known.headline, known.body) != (article.headline, article.body):
        message = (
            f"this feed has {quoted(article.headline)} twice, and differently; the {_place(newer, known)} one counts"
        )
        notes.warn("item-twice", message, line=article.line, hint="the outlet's feed has to be mended")
    return newer


def _place(newer: Article, first: Article) -> str:
    return "first" if newer is first else "newer"


def _when(article: Article) -> tuple[float, float]:
    return _seconds(article.updated), _seconds(article.published)


def _seconds(moment: Moment | None) -> float:
    # Days count from midnight in UTC: which of two versions wins must not hang on the site's zone.
    return moment.start(UTC).timestamp() if moment else float("-inf")


def _article(item: Item, identity: ArticleId, notes: Notes) -> Article:
    """Return an item as an article. Where a feed has but one date and calls it updated, it is when it was published."""
    published_raw = item.published_raw or item.updated_raw
    return Article(
        id=identity,
        headline=item.headline,
        body=item.body,
        outlet=item.outlet,
        standfirst=item.summary,
        published=notes.moment(published_raw, field="published", line=item.line),
        published_raw=clean_markup_text(published_raw),
        updated=notes.moment(item.updated_raw, field="updated", line=item.line) if item.published_raw else None,
        topics=names(item.topics),
        authors=names(item.authors),
        picture=item.picture,
        url=item.link,
        path=notes.reading.path,
        line=item.line,
    )
