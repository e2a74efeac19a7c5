"""What every server should say with the site's files: one table, from which each writer takes what its host can do.

Paths are below the site's base path. Why these values: docs/adr/0012-headers-and-compression.md.
"""

from __future__ import annotations

from dataclasses import dataclass

Header = tuple[str, str]  # name, value

# What the meta element in templates/layout.html says too; a test keeps the two equal.
PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)

# On every answer, errors too.
SECURITY: tuple[Header, ...] = (
    # A meta element cannot say frame-ancestors (CSP level 3, section 3.3).
    ("Content-Security-Policy", f"{PAGE_POLICY}; frame-ancestors 'none'"),
    ("X-Content-Type-Options", "nosniff"),
    # Outlets see that a reader came from this site, not from which page.
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)

# Names under these folders hold a digest of their content, so another content is another name.
HASHED_FOLDERS = ("/static/", "/media/")
FOR_EVER = "public, max-age=31536000, immutable"  # a year: more was advised against (RFC 2616, 14.21)
# Readers see a correction within a minute; with an ETag an unchanged page costs a few hundred bytes.
PAGES = "public, max-age=60, must-revalidate"
FEEDS = "public, max-age=300, must-revalidate"  # readers of feeds ask every quarter of an hour and less often
FEED_SUFFIXES = ("xml", "json", "opml", "webmanifest")


@dataclass(frozen=True, slots=True)
class MediaType:
    """The type of files that end so; servers do not know it, or know a vaguer one."""

    ending: str  # of the path: a whole name with its slash, or a suffix with its dot
    type: str

    @property
    def header(self) -> str:
        """Return the value of Content-Type: JSON is UTF-8 by definition (RFC 8259) and takes no charset."""
        return self.type if self.type.endswith("json") else f"{self.type}; charset=utf-8"


MEDIA_TYPES = (
    MediaType("/feed.xml", "application/atom+xml"),
    MediaType("/rss.xml", "application/rss+xml"),
    MediaType("/feed.json", "application/feed+json"),
    MediaType(".opml", "text/x-opml"),
    MediaType(".webmanifest", "application/manifest+json"),
)
# Text that is worth compressing on the fly, besides text/html, which servers always mean.
TEXT_TYPES = (
    "application/atom+xml", "application/feed+json", "application/javascript", "application/json",
    "application/manifest+json", "application/rss+xml", "application/xml", "image/svg+xml", "text/css",
    "text/javascript", "text/plain", "text/x-opml", "text/xml",
)  # fmt: skip


def rules(base_path: str) -> list[str]:
    """Return the lines of a `_headers` file, as Netlify and Cloudflare Pages read it.

    A request gets the headers of every rule that its path matches, and equal names are joined by a comma, so no header
    stands in two rules that may meet: pages keep the hosts' own `max-age=0, must-revalidate`.
    """
    lines = [f"{base_path}/*", *(f"  {name}: {value}" for name, value in SECURITY)]
    for folder in HASHED_FOLDERS:
        lines += [f"{base_path}{folder}*", f"  Cache-Control: {FOR_EVER}"]
    # Only fixed paths: in the middle of a path the hosts' wildcards differ.
    for media_type in MEDIA_TYPES:
        if media_type.ending.startswith("/"):
            lines += [f"{base_path}{media_type.ending}", f"  Content-Type: {media_type.header}"]
    return lines
