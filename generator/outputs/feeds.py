"""What every feed format carries of an article: its text as far as its outlet grants it, and its dates as they are.

A feed's data, made in `site.feed_pages`: `id` (a URI), `self` and `home` (addresses), `title`, `description`, and
`entries`, newest first. Each of those has the `text` and, beside it, a `summary`, which many feeds share; together
they are a mapping:

- `id`: a URI that stays when the article or the site moves
- `headline`, `link` (our page), `url` (the original, or empty), `outlet`, `authors`, `categories`, `summary`: text
- `published`, `modified`: RFC 3339 in UTC, empty where the source does not state the minute
- `updated`: RFC 3339 in UTC, the start of the stated span where no instant is known; empty for an undated article
- `picture`: `url` (absolute), `width`, `height`, `alt`; None unless it may be shown
- `text`: the article whole, None in feeds of summaries and where its outlet grants a link only
- `policy`, `excerpt_words`: how much of `text` may be carried
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any

from generator import display

_INNER_LINK = re.compile(r'(<a (?:[a-z]+="[^"]*" )*href=")#')


def entries(data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the entries of a feed's data, newest first, each as one mapping."""
    return [{**entry["summary"], "text": entry["text"]} for entry in data["entries"]]


def content(entry: Mapping[str, Any], base_url: str) -> str:
    """Return as much of an entry's text as its outlet's policy grants, as HTML whose links are absolute.

    That is all of it, an excerpt, or nothing.
    """
    article = entry["text"]
    if article is None or entry["policy"] == "link":
        return ""
    whole = entry["policy"] == "full"
    html = article.body if whole else display.excerpt(article.body, entry["excerpt_words"])[0]
    # A footnote leads to its place on the article's page: readers of feeds keep no ids.
    return _INNER_LINK.sub(lambda link: f"{link[1]}{escape(entry['link'])}#", display.rooted(html, base_url))


def writers(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """Return who wrote an entry: its authors, else its outlet."""
    return tuple(entry["authors"]) or (entry["outlet"],)
