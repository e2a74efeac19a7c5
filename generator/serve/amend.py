"""What the preview adds to a page, and only the preview: a script that waits for news, and leave for it to do so."""

from __future__ import annotations

import re
from html import escape, unescape

from generator.serve.keys import Key

HOME = "/_nashra/"
SCRIPT = f"{HOME}reload.js"
_META = re.compile(rb"""<meta\b(?:[^>"']|"[^"]*"|'[^']*')*>""", re.I)
_ATTRIBUTE = re.compile(rb"""(?P<name>[^\s"'>/=]+)(?:\s*=\s*(?P<value>"[^"]*"|'[^']*'|[^\s"'>]+))?""")
_NEEDED = ("script-src", "connect-src", "style-src")  # the script, its event stream, the sheet of its panel
_END_OF_HEAD = re.compile(rb"</head\s*>", re.I)


def amended(html: bytes, key: Key) -> bytes:
    """Return a page with the preview's script in its head and leave for it in the policies that it states itself.

    The page comes back as it was but for that: a page without a head gets the script at its end.
    """
    html = _META.sub(_amended_meta, html)
    tag = f'<script src="{SCRIPT}" data-key="{escape(str(key))}" defer></script>'.encode()
    end = _END_OF_HEAD.search(html)
    return html + tag if end is None else html[: end.start()] + tag + html[end.start() :]


def _amended_meta(match: re.Match[bytes]) -> bytes:
    """Return a meta element, amended where it states a policy; its attributes stand in any order."""
    tag = match[0]
    found = list(_ATTRIBUTE.finditer(tag, len("<meta")))
    values = {part["name"].lower(): part for part in reversed(found) if part["value"]}  # browsers heed the first
    kind, content = values.get(b"http-equiv"), values.get(b"content")
    if kind is None or content is None or _bare(kind).strip().lower() != "content-security-policy":
        return tag
    allowed = escape(allowing(unescape(_bare(content))), quote=False).replace('"', "&quot;")
    return tag[: content.start("value")] + f'"{allowed}"'.encode() + tag[content.end("value") :]


def _bare(attribute: re.Match[bytes]) -> str:
    value = attribute["value"].decode("utf-8", "replace")
    return value[1:-1] if value[0] in "\"'" else value


def allowing(policy: str) -> str:
    """Return a content security policy that lets the preview's own script, stream and style sheet through as well."""
    directives: dict[str, list[str]] = {}
    for part in policy.split(";"):
        name, *sources = part.split() or [""]
        if name:
            directives.setdefault(name.lower(), sources)  # browsers heed the first of its name
    for name in _NEEDED:
        allowed = directives.get(name, directives.get("default-src", ["*"]))
        if "'self'" not in allowed and "*" not in allowed:
            directives[name] = [*(source for source in allowed if source.lower() != "'none'"), "'self'"]
    return "; ".join(" ".join([name, *sources]) for name, sources in directives.items())
