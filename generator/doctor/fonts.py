"""The fonts of a site's theme: whether readers get them, and which letters they lack."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from importlib.util import find_spec
from io import BytesIO

from generator import style_sheets, theme
from generator.doctor.findings import Finding, Surroundings, fail, ok, warn
from generator.errors import SiteError
from generator.theme_files import theme_root

_NEEDED_LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئىة٠١٢٣٤٥٦٧٨٩0123456789«»،؛؟٪%()-–.:"


def fonts(around: Surroundings) -> Iterator[Finding]:
    """Look for the fonts of the theme, and whether they have the letters, digits and signs of Arabic news."""
    look = _theme(around)
    if look is None:
        return
    families = _families(look)
    yield from _lost_fonts(look, families)
    held = {family: sorted(names & look.files.keys()) for family, names in families.items()}
    if not families:
        yield ok("fonts", "the theme brings none: readers see their system's")
    elif find_spec("fontTools") is None or find_spec("brotli") is None:
        yield ok("fonts", f"{', '.join(sorted(families))}; not looked into: that takes fonttools and brotli")
    else:
        for family, names in sorted(held.items()):
            if names:
                yield from _coverage(look, family, names)


def _theme(around: Surroundings) -> theme.Theme | None:
    try:
        return theme.read(around.root, theme_root("templates"), theme_root("static"))
    except (OSError, SiteError):
        return None  # which a build tells better


def _families(look: theme.Theme) -> dict[str, set[str]]:
    """Return the font files that the style sheets name, by family; names are relative to static/.

    A family that comes from elsewhere alone has none. Faces of fonts that readers have themselves are left out.
    """
    found: dict[str, set[str]] = {}
    for sheet in sorted(name for name in look.files if name.endswith(".css")):
        for face in style_sheets.faces(look.files[sheet].decode("utf-8", "replace")):
            paths = [address.partition("?")[0].partition("#")[0] for address in face.addresses if _is_own(address)]
            names = {posixpath.normpath(posixpath.join(posixpath.dirname(sheet), path)) for path in paths}
            if face.addresses:
                found.setdefault(face.family, set()).update(names)
    return found


def _is_own(address: str) -> bool:
    """Tell whether an address is a path, neither of another host nor `data:`."""
    return ":" not in address.partition("/")[0] and not address.startswith("//")


def _lost_fonts(look: theme.Theme, families: Mapping[str, set[str]]) -> Iterator[Finding]:
    """Tell of fonts that no reader will see: their file is not there, or the pages' policy forbids to fetch it."""
    lost = sorted({name for names in families.values() for name in names if name not in look.files})
    if lost:
        kinds = "; fonts are .woff2" if any(not name.endswith(".woff2") for name in lost) else ""
        message = f"a style sheet names {', '.join(lost)}, and static/ has no such file{kinds}"
        yield fail("fonts", message, "mend the name, or add it")
    for family in sorted(family for family, names in families.items() if not names):
        message = f"“{family}” is in no file of static/, and the pages' Content-Security-Policy lets no other fonts in"
        yield warn("fonts", message, "put its file into static/: docs/how-to/fonts.md")


def _coverage(look: theme.Theme, family: str, names: Iterable[str]) -> Iterator[Finding]:
    """Tell which letters the files of a family lack together."""
    from fontTools.ttLib import TTFont

    known: set[int] = set()
    for name in names:
        try:
            known |= (TTFont(BytesIO(look.files[name]), lazy=True).getBestCmap() or {}).keys()
        except Exception as wrong:  # a broken file raises whatever the parser of its table or its compression does
            yield fail("fonts", f"{name} is no font: {wrong}", "make it again: docs/how-to/fonts.md")
            return
    missing = "".join(char for char in _NEEDED_LETTERS if ord(char) not in known)
    if missing:
        yield warn("fonts", f"“{family}” lacks {missing}", "these fall back to another face: see docs/how-to/fonts.md")
    else:
        yield ok("fonts", f"“{family}” has letters, both sets of digits and « »")
