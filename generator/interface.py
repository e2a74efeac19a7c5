"""The interface's own words: gettext over the catalogues in `locale/`, which templates and page titles share.

Catalogues are .po files, read with babel as they are: nothing compiled lies in the repository. Ours are part of CODE; a
site's own, which is part of its theme, changes a phrase or adds a language. What neither has is said in English, which
the message ids are.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from generator import po_lines
from generator.errors import Problem, SiteError, error

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

DOMAIN = "nashra"
CATALOGUES = Path(__file__).parent / "locale"


def catalogue_path(language: str) -> Path:
    """Return where our catalogue of a language lies, there or not; `ar-EG` goes by its first part."""
    return CATALOGUES / language.partition("-")[0] / "LC_MESSAGES" / f"{DOMAIN}.po"


def languages() -> list[str]:
    """Return the languages that we have catalogues of, in the order of the alphabet."""
    return sorted(path.parent.parent.name for path in CATALOGUES.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


@cache
def ours(language: str) -> Catalog | None:
    """Return our own catalogue of a language, None where there is none."""
    path = catalogue_path(language)
    return _catalogue(path.read_bytes()) if path.is_file() else None


@cache
def theirs(own: bytes, own_path: str) -> Catalog:
    """Return a site's `own` catalogue, which lies at `own_path`; raises SiteError for each mistake in it."""
    return _checked(own, own_path)


@cache
def phrases(language: str, own: bytes = b"", own_path: str = "") -> NullTranslations:
    """Return the interface's words in a language (BCP 47): those of the site's `own` catalogue before ours.

    A process reads a catalogue once. Messages marked fuzzy count as untranslated. Raises SiteError for each mistake in
    the site's own, which lies at `own_path`.
    """
    known = ours(language)
    plain = _translations(known) if known else NullTranslations()
    if not own:
        return plain
    changed = _translations(theirs(own, own_path))
    changed.add_fallback(plain)
    return changed


def _catalogue(data: bytes) -> Catalog:
    from babel.messages import pofile

    return pofile.read_po(BytesIO(data), charset="utf-8", abort_invalid=True)


def _checked(data: bytes, path: str) -> Catalog:
    """Return a site's own catalogue; raises SiteError with all that would break a page or pick a wrong plural."""
    from babel.messages.pofile import PoFileError

    try:
        if told := po_lines.faults(data.decode("utf-8-sig")):
            raise SiteError([_problem(path, line, fault) for line, fault in told])
        catalogue = _catalogue(data.removeprefix(BOM_UTF8))
    except PoFileError as cause:
        raise SiteError([_problem(path, cause.lineno + 1, str(cause).rpartition(" on ")[0])]) from None
    except ValueError as cause:  # no UTF-8, or a rule of plurals that cannot be read
        raise SiteError([_problem(path, 0, str(cause))]) from None
    if b"Plural-Forms:" not in data and any(message.pluralizable for message in catalogue):
        raise SiteError([_without_rule(path)])
    if mistakes := [_problem(path, line, fault) for line, fault in faults(catalogue)]:
        raise SiteError(mistakes)
    return catalogue


def _without_rule(path: str) -> Problem:
    """Return the problem of counted phrases without a rule that tells their forms; the hint has that of a language."""
    known = ours(Path(path).stem)
    rule = known.plural_forms if known else "nplurals=…; plural=…"
    message = "there are counted phrases (msgid_plural), but no first entry that tells the language's Plural-Forms"
    hint = f'begin the file with  msgid ""  and below it  msgstr "Plural-Forms: {rule.rstrip(";")};\\n"'
    return error("catalogue", path, message, hint, line=1)


def faults(catalogue: Catalog) -> list[tuple[int, str]]:
    """Return what would break a page or pick a wrong plural, each with the line of its message."""
    found: list[tuple[int, str]] = []
    for message in catalogue:
        texts = (message.string,) if isinstance(message.string, str) else message.string or ()
        told = [str(fault) for fault in message.check(catalogue)]
        forms = len(list(filter(None, texts)))  # babel makes up for absent ones with empty ones
        if message.pluralizable and 0 < forms < catalogue.num_plurals:
            wanted = f"the rule in the first entry (Plural-Forms) wants {catalogue.num_plurals}"
            told.append(f"a counted phrase with {forms} of its plural forms, where {wanted}")
        if message.id:
            told += [f"{fault}: “{text}”" for text in texts if (fault := _fault(text))]
        found += [(message.lineno or 0, fault) for fault in told]
    return found


class _Anything(dict[str, int]):
    def __missing__(self, name: str) -> int:
        return 0


def _fault(text: str) -> str:
    """Return why a text cannot be filled in, "" when it can: a lone % is written twice."""
    try:
        _ = text % _Anything()
    except (TypeError, ValueError) as cause:
        return str(cause)
    return ""


def _problem(path: str, line: int, message: str) -> Problem:
    hint = "compare with the catalogue that it began as; docs/how-to/language.md tells how they are written"
    return error("catalogue", path, message, hint, line=line)


def _translations(catalogue: Catalog) -> GNUTranslations:
    """Return what a catalogue says; gettext itself picks plural forms, by the rule in the catalogue's header."""
    from babel.messages import mofile

    compiled = BytesIO()
    mofile.write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)
