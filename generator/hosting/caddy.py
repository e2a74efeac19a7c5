"""The site's configuration for Caddy: a block for its Caddyfile.

`route` keeps the order in which things are written; what names a type or a time to keep asks first whether there is
such a file, so that the page for what is missing gets neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from generator.hosting import policy
from generator.hosting.redirects import encoded
from generator.hosting.served import Served
from generator.settings import Encoding

_CODINGS = {Encoding.BROTLI: "br", Encoding.GZIP: "gzip"}  # in the order of preference
_SIGN = re.compile(r"[\x00-\x7f](?<![A-Za-z0-9_/-])")  # what is not itself in every pattern


def configuration(served: Served) -> str:
    """Return the text of the site's block."""
    return "\n".join([*_block(served), ""])


def _block(served: Served) -> Iterator[str]:
    parts = urlsplit(served.base_url)
    yield f"# Caddy for {served.base_url}/, by `nashra hosting caddy`: for the Caddyfile."
    yield f"{served.listen or (parts.netloc if parts.scheme == 'https' else f'http://{parts.netloc}')} {{"
    yield f"\troot * {_quoted(served.root)}"
    if served.base_path:
        yield f"\tredir {_quoted(served.base_path)} {_quoted(encoded(served.base_path) + '/')} permanent"
    yield from _handled(served, list(_files(served)))
    yield "\thandle_errors {"
    missing = [*_headers(), "rewrite * /404.html", *_file_server(served)]
    yield from (f"\t{line}" for line in _handled(served, missing))
    yield "\t}"
    yield "}"


def _handled(served: Served, lines: list[str]) -> Iterator[str]:
    """Yield a block for the paths of the site, which sees them without the base path."""
    yield f"\thandle {_quoted(served.base_path + '/*')} {{"
    yield "\t\troute {"
    if served.base_path:
        # Not `handle_path`: Caddy 2.6 matches paths decoded and strips them encoded.
        yield f"\t\t\turi strip_prefix {_quoted(encoded(served.base_path))}"
    yield from (f"\t\t\t{line}" for line in lines)
    yield "\t\t}"
    yield "\t}"


def _headers() -> Iterator[str]:
    yield "header {"
    for name, value in policy.SECURITY:
        yield f"\t{name} {_quoted(value)}"
    yield f"\tCache-Control {_quoted(policy.PAGES)}"
    yield "}"


def _files(served: Served) -> Iterator[str]:
    yield from _headers()
    # What begins with a dot is nobody's business but that of certificates and contacts (RFC 8615).
    yield "@hidden {"
    yield '\tpath_regexp "/[.]"'
    yield '\tnot path_regexp "^/[.]well-known/([^./][^/]*/?)*$"'
    yield "}"
    yield "error @hidden 404"
    yield from _where_file("feeds", [f"*.{suffix}" for suffix in policy.FEED_SUFFIXES], "Cache-Control", policy.FEEDS)
    yield from _where_file(
        "hashed", [f"{folder}*" for folder in policy.HASHED_FOLDERS], "Cache-Control", policy.FOR_EVER
    )
    for media_type in policy.MEDIA_TYPES:
        name = "type_" + media_type.ending.strip("/.").replace(".", "_")
        yield from _where_file(name, [f"*{media_type.ending}"], "Content-Type", media_type.header)
    for number, redirect in enumerate(served.redirects, start=1):
        # By a pattern, since Caddy's plain paths take capitals for small letters: another page could be meant.
        yield f"@former{number} path_regexp {_pattern(redirect.source)}"
        yield f"redir @former{number} {_quoted(encoded(served.base_path + redirect.target))} {redirect.status}"
    yield "encode gzip"
    yield from _file_server(served)


def _where_file(name: str, paths: list[str], header: str, value: str) -> Iterator[str]:
    yield f"@{name} {{"
    yield f"\tpath {' '.join(paths)}"
    yield "\tfile"
    yield "}"
    yield f"header @{name} {header} {_quoted(value)}"


def _file_server(served: Served) -> Iterator[str]:
    codings = [name for encoding, name in _CODINGS.items() if encoding in served.encodings]
    if codings:
        yield from ("file_server {", f"\tprecompressed {' '.join(codings)}", "}")
    else:
        yield "file_server"


def _pattern(path: str) -> str:
    """Return a quoted pattern that a path and nothing else matches; no sign in it means anything to a Caddyfile."""
    escaped = _SIGN.sub(lambda sign: rf"\x{ord(sign[0]):02x}", path)
    return f'"^{escaped}$"'


def _quoted(text: str) -> str:
    """Return a token in quotes, so that blanks and braces in it mean nothing to Caddy."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
