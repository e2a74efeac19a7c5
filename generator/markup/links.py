"""Addresses that may become links, spelt so that every browser reads the same one."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

ADDRESS_LIMIT = 4096  # characters
OWN_SITE = "/"  # as `base`: links from the site's root are the site's own

_PLAIN_ADDRESS = re.compile(r"https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:/[\w/.~%?&=,;:+@!$*()'-]{0,1000})?")
_HOST = re.compile(r"//(?:[^/?#@]*@)?([^/?#@:]+|\[[0-9A-Fa-f:.]+\])(?::\d{0,5})?(?=[/?#]|\Z)")
_URL_NOISE = re.compile("[\t\n\r]")
_URL_EDGES = "".join(map(chr, range(0x21)))
_UNSAFE_IN_URL = re.compile('[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u00ad\\\\"<>`]')


def web_address(address: str, *, base: str = "") -> str:
    """Return an http(s) address as a browser would follow it, resolved against `base`; "" for any other.

    White space and control characters are dropped as the URL standard does, so that no reader sees another scheme
    than this function did.
    """
    if _PLAIN_ADDRESS.fullmatch(address) and not base:
        return address
    link = link_address(address, base)
    return link if link.startswith(("http://", "https://")) else ""


def link_address(address: str, base: str) -> str:
    """Return the address that a link may have, or ""."""
    address = _URL_NOISE.sub("", address).strip(_URL_EDGES)
    try:
        if base and base != OWN_SITE:
            address = urljoin(base, address)
        parts = urlsplit(address)
    except ValueError:
        return ""
    if len(address) > ADDRESS_LIMIT:
        return ""
    scheme = parts.scheme.lower()
    if scheme in ("http", "https"):
        return _web_link(scheme, address[len(scheme) + 1 :])
    if scheme == "mailto":
        return f"mailto:{_UNSAFE_IN_URL.sub(_percent, address[7:])}" if "@" in address else ""
    is_own = base == OWN_SITE and address.startswith("/") and not address.startswith("//") and "\\" not in address
    return _UNSAFE_IN_URL.sub(_percent, address) if is_own else ""


def _web_link(scheme: str, rest: str) -> str:
    """Return an http(s) link; a backslash is a slash to browsers, and a host holds nothing that must be escaped."""
    rest = _UNSAFE_IN_URL.sub(_percent, rest.replace("\\", "/"))
    host = _HOST.match(rest)
    return f"{scheme}:{rest}" if host and "%" not in host[1] else ""


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode())
