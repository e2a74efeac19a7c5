"""An article's id: the name it keeps when its source is read again, corrected, or fetched anew."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from generator.digest import of_bytes, of_value
from generator.model import ArticleId
from generator.text.normalize import clean, fold

ID_LIMIT = 512  # characters; a longer name is known by its digest
GLOBAL_GUID = 16  # characters; a shorter opaque guid is unique within its outlet at best

_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|yclid|dclid|msclkid|mc_[ce]id|igshid|ocid|_ga|at_\w+", re.I)
_URI = re.compile(r"(?:https?|tag|urn|doi|info|ark|at):\S+", re.I)
_AT_HOST = re.compile(r"\S+ at https?://\S+", re.I)  # Drupal: "12345 at https://example.org"
_DEFAULT_PORTS = {"http": 80, "https": 443}


def article_id(
    *, given: str = "", guid: str = "", url: str = "", outlet: str = "", headline: str = "", date_raw: str = ""
) -> ArticleId:
    """Return the id of an article: the first of these that its source offers (design, "Identity").

    `given` as written; the guid; the canonical URL; a digest of outlet, folded headline and date as written. A guid
    too short to be unique among all outlets (a number, say) holds within its own. Whether a guid can be trusted is for
    the parser to know (docs/adr/0004-decoding-and-sanitising.md).
    """
    if given := clean(given):
        return _bounded(given)
    if guid := clean(guid):
        address = canonical_url(guid)
        is_global = address or is_uri(guid) or len(guid) >= GLOBAL_GUID
        return _bounded(address or guid if is_global else f"{guid}@{fold(outlet)}")
    if address := canonical_url(url):
        return _bounded(address)
    return ArticleId(of_value(("article", fold(outlet), fold(headline), clean(date_raw))))


def is_uri(guid: str) -> bool:
    """Tell whether a guid is of a kind that is made to be unique: an address, a tag, a URN, `12 at https://…`."""
    return bool(_URI.fullmatch(guid) or _AT_HOST.fullmatch(guid))


def canonical_url(url: str) -> str:
    """Return the one spelling of an http(s) address, or "" when `url` is none.

    Host in lower case, no default port, fragment, tracking parameter or slash at the end.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return ""
    scheme, host = parts.scheme.lower(), parts.hostname
    if scheme not in _DEFAULT_PORTS or not host:
        return ""
    place = f"[{host}]" if ":" in host else host
    if port is not None and port != _DEFAULT_PORTS[scheme]:
        place = f"{place}:{port}"
    query = _canonical_query(parts.query)
    path = parts.path.rstrip("/") or ("/" if query else "")
    return urlunsplit((scheme, place, path, query, ""))


def _canonical_query(query: str) -> str:
    """Return the query without what only counts readers, in the order written."""
    if not query:
        return ""
    pairs = parse_qsl(query, keep_blank_values=True, errors="surrogateescape")
    kept = [pair for pair in pairs if not _TRACKING.fullmatch(pair[0])]
    return query if len(kept) == len(pairs) else urlencode(kept, errors="surrogateescape")


def _bounded(name: str) -> ArticleId:
    return ArticleId(name if len(name) <= ID_LIMIT else of_bytes(name.encode("utf-8", "surrogatepass")))
