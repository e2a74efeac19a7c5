"""Why readers do not see an article or static page at this moment, said to people."""

from __future__ import annotations

from generator.desk import Hiding
from generator.model import ArticleId
from generator.site.edition import Edition


def reason(edition: Edition, identity: ArticleId) -> str:
    """Return what keeps an article or static page from readers: `a draft`; "" where nothing does, or it is unknown."""
    if wish := edition.decisions.hidden_by.get(identity):
        return f"hidden by {place(edition, wish)}{_until(wish)}"
    for seen in (edition.seen, edition.pages_seen):
        for waiting in seen.scheduled:
            if waiting.entry.id == identity:
                return f"{'under embargo' if waiting.why == 'embargo' else 'of a later date'} (`nashra list scheduled`)"
        if any(entry.id == identity for entry in seen.drafts):
            return "a draft (`nashra list drafts`)"
        if any(entry.id == identity for entry in seen.expired):
            return "expired (`nashra list expired`)"
    return ""


def place(edition: Edition, wish: Hiding) -> str:
    """Return where the desk says a wish: `content/desk.toml:14`."""
    return f"{edition.desk.path}:{wish.article.place.line}"


def _until(wish: Hiding) -> str:
    return f" until {wish.until.iso}" if wish.until else ""
