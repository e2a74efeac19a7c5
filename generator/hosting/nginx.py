"""The site's configuration for nginx: one file for /etc/nginx/conf.d/, whose `location` can stand in another server.

nginx forgets the headers of outer blocks as soon as an inner one adds its own, so all stand in one block and what
differs by path is a map.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator import digest
from generator.hosting import policy
from generator.hosting.redirects import encoded
from generator.hosting.served import Served
from generator.settings import Encoding


def configuration(served: Served) -> str:
    """Return the text of the configuration file."""
    return "\n".join([*_head(served), *_server(served), ""])


def _head(served: Served) -> Iterator[str]:
    yield f"# nginx for {served.base_url}/, by `nashra hosting nginx`: for /etc/nginx/conf.d/."
    yield "# Where this name has a server block already, take the map and the location only."
    yield f"map $uri ${_variable(served)} {{"
    folders = "|".join(folder.strip("/") for folder in policy.HASHED_FOLDERS)
    yield f"    default {_quoted(policy.PAGES)};"
    yield f"    {_quoted(f'~^{re.escape(served.base_path)}/(?:{folders})/')} {_quoted(policy.FOR_EVER)};"
    yield f"    {_quoted('~[.](?:' + '|'.join(policy.FEED_SUFFIXES) + ')$')} {_quoted(policy.FEEDS)};"
    yield "}"


def _variable(served: Served) -> str:
    """Return the name of the map's variable: a server may have several sites, and takes no long names."""
    return f"nashra_{digest.short_id(served.base_url)}"


def _server(served: Served) -> Iterator[str]:
    yield "server {"
    if served.listen:
        yield f"    listen {served.listen};"
    else:
        yield "    listen 80;"
        yield "    listen [::]:80;"
    yield f"    server_name {served.host};"
    yield "    absolute_redirect off;"
    if served.base_path:
        yield f"    location = {_quoted(served.base_path)} {{ return 301 {_quoted(encoded(served.base_path) + '/')}; }}"
    yield f"    location {_quoted(served.base_path + '/')} {{"
    yield from (f"        {line}" for line in _location(served))
    yield "    }"
    yield "}"


def _location(served: Served) -> Iterator[str]:
    yield f"{'alias' if served.base_path else 'root'} {_quoted(served.root.rstrip('/') + '/')};"
    yield "index index.html;"
    yield f"error_page 404 {_quoted(served.base_path + '/404.html')};"
    for name, value in policy.SECURITY:
        yield f"add_header {name} {_quoted(value)} always;"
    yield f"add_header Cache-Control ${_variable(served)} always;"
    yield "charset utf-8;"
    yield f"charset_types {' '.join(t for t in policy.TEXT_TYPES if not t.endswith('json'))};"
    yield from _compression(served)
    # What begins with a dot is nobody's business but that of certificates (RFC 8615).
    yield r"location ~ /[.](?!well-known/) { return 404; }"
    for media_type in policy.MEDIA_TYPES:
        pattern = media_type.ending.replace(".", "[.]")
        yield f"location ~ {pattern}$ {{ types {{ }} default_type {media_type.type}; }}"
    for redirect in served.redirects:
        source, target = served.base_path + redirect.source, encoded(served.base_path + redirect.target)
        yield f"location = {_quoted(source)} {{ return {redirect.status} {_quoted(target)}; }}"


def _compression(served: Served) -> Iterator[str]:
    yield "gzip on;"
    yield "gzip_vary on;"
    yield "gzip_min_length 1024;"
    yield f"gzip_types {' '.join(policy.TEXT_TYPES)};"
    if Encoding.GZIP in served.encodings:
        yield "gzip_static on;"
    if Encoding.BROTLI in served.encodings:
        yield "brotli_static on;  # Debian: libnginx-mod-http-brotli-static"


def _quoted(text: str) -> str:
    """Return a parameter in quotes, so that blanks, braces and semicolons in it mean nothing to nginx."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
