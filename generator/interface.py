"""The interface's own words: gettext over the catalogues in `locale/`, which templates and page titles share.

Catalogues are .po files, read with babel as they are: nothing compiled lies in the repository. Their bytes are part of
CODE. What a catalogue lacks is said in English, which the message ids are.
"""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

DOMAIN = "nashra"
CATALOGUES = Path(__file__).parent / "locale"


def catalogue_path(language: str) -> Path:
    """Return where the catalogue of a language lies, there or not: `ar-EG` is written in the words of `ar`."""
    return CATALOGUES / language.partition("-")[0] / "LC_MESSAGES" / f"{DOMAIN}.po"


@cache
def phrases(language: str) -> NullTranslations:
    """Return the interface's words in a language (BCP 47), in English where nobody translated them.

    A process reads a catalogue once. Messages marked fuzzy count as untranslated.
    """
    path = catalogue_path(language)
    return _translations(path.read_bytes()) if path.is_file() else NullTranslations()


def _translations(data: bytes) -> GNUTranslations:
    """Return what a .po file says; gettext itself picks plural forms, by the rule in the file's header."""
    from babel.messages import mofile, pofile

    compiled = BytesIO()
    mofile.write_mo(compiled, pofile.read_po(BytesIO(data), charset="utf-8"))
    compiled.seek(0)
    return GNUTranslations(compiled)
