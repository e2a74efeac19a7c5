"""The words of the interface: complete in both languages, right in every number, a site's own before ours."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from babel.messages import pofile
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from site_fixture import SiteFixture, assert_same, small_site

from generator import interface
from generator.errors import SiteError
from generator.text import plurals

ROOT = Path(__file__).parent.parent
CATEGORIES = ("zero", "one", "two", "few", "many", "other")
NUMBERS = (0, 1, 2, 3, 11, 100, 103)

# Every counted phrase, told for NUMBERS.
ARABIC = {
    "%(num)s article": ("لا أخبار", "خبر واحد", "خبران", "3 أخبار", "11 خبرًا", "100 خبر", "103 أخبار"),
    "%(num)s outlet": ("لا مصادر", "مصدر واحد", "مصدران", "3 مصادر", "11 مصدرًا", "100 مصدر", "103 مصادر"),
    "Coverage: %(num)s outlet": (
        "التغطية: لا مصادر",
        "التغطية: مصدر واحد",
        "التغطية: مصدران",
        "التغطية: 3 مصادر",
        "التغطية: 11 مصدرًا",
        "التغطية: 100 مصدر",
        "التغطية: 103 مصادر",
    ),
    "Full coverage: %(num)s outlet": (
        "التغطية كلها: لا مصادر",
        "التغطية كلها: مصدر واحد",
        "التغطية كلها: مصدران",
        "التغطية كلها: 3 مصادر",
        "التغطية كلها: 11 مصدرًا",
        "التغطية كلها: 100 مصدر",
        "التغطية كلها: 103 مصادر",
    ),
    "Full coverage: %(num)s article": (
        "التغطية كلها: لا أخبار",
        "التغطية كلها: خبر واحد",
        "التغطية كلها: خبران",
        "التغطية كلها: 3 أخبار",
        "التغطية كلها: 11 خبرًا",
        "التغطية كلها: 100 خبر",
        "التغطية كلها: 103 أخبار",
    ),
}
ENGLISH = {
    "%(num)s article": "0 articles|1 article|2 articles|3 articles|11 articles|100 articles|103 articles",
    "%(num)s outlet": "0 outlets|1 outlet|2 outlets|3 outlets|11 outlets|100 outlets|103 outlets",
    "Coverage: %(num)s outlet": (
        "Coverage: 0 outlets|Coverage: 1 outlet|Coverage: 2 outlets|Coverage: 3 outlets|Coverage: 11 outlets"
        "|Coverage: 100 outlets|Coverage: 103 outlets"
    ),
    "Full coverage: %(num)s outlet": (
        "Full coverage: 0 outlets|Full coverage: 1 outlet|Full coverage: 2 outlets|Full coverage: 3 outlets"
        "|Full coverage: 11 outlets|Full coverage: 100 outlets|Full coverage: 103 outlets"
    ),
    "Full coverage: %(num)s article": (
        "Full coverage: 0 articles|Full coverage: 1 article|Full coverage: 2 articles|Full coverage: 3 articles"
        "|Full coverage: 11 articles|Full coverage: 100 articles|Full coverage: 103 articles"
    ),
}


def catalogue(language: str) -> Catalog:
    """Return one of our catalogues as babel reads it."""
    return pofile.read_po(interface.catalogue_path(language).read_bytes().decode().splitlines(), abort_invalid=True)


def messages(language: str) -> list[Message]:
    """Return the messages of one of our catalogues without its header."""
    return [message for message in catalogue(language) if message.id]


def key(message_id: str | tuple[str, ...] | list[str], context: str | None) -> tuple[str, ...]:
    """Return what tells one phrase from another: its context, its singular, its plural."""
    return (context or "", *((message_id,) if isinstance(message_id, str) else message_id))


@pytest.fixture(scope="module")
def said() -> dict[tuple[str, ...], str]:
    """Return every phrase that templates and code say, with a file that says it."""
    mappings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["babel"]["mappings"]
    methods = [(mapping["pattern"], mapping["method"]) for mapping in mappings]
    options: dict[str, dict[str, Any]] = {mapping["pattern"]: mapping for mapping in mappings}
    found = extract_from_dir(ROOT, methods, options, DEFAULT_KEYWORDS, directory_filter=lambda path: "/." not in path)
    return {key(phrase, context): path for path, _, phrase, _, context in found}


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_phrase_is_translated_and_nothing_else_is(language: str, said: dict[tuple[str, ...], str]) -> None:
    known = {key(message.id, message.context): message for message in messages(language)}
    waiting = [
        name
        for name, message in known.items()
        if message.fuzzy or not all((message.string,) if isinstance(message.string, str) else message.string or ("",))
    ]

    assert len(said) > 60
    assert {name: path for name, path in said.items() if name not in known} == {}, "missing: make messages"
    assert waiting == [], "not translated yet, or marked fuzzy"
    assert sorted(known.keys() - said.keys()) == [], "said nowhere any more: make messages"
    assert list(catalogue(language).obsolete) == []


@pytest.mark.parametrize("language", ["ar", "en"])
def test_our_catalogues_have_no_fault(language: str) -> None:
    assert interface.faults(catalogue(language)) == []


def test_the_languages_are_those_that_have_a_catalogue() -> None:
    assert interface.languages() == ["ar", "en"]


def test_every_arabic_phrase_is_arabic() -> None:
    texts = [text for message in messages("ar") for text in key(message.string or "", None)[1:]]

    assert [text for text in texts if not re.search("[\u0620-\u064a،]", text)] == []
    assert [text for text in texts if re.search("[A-Za-z]", re.sub(r"%\(\w+\)s", "", text))] == []


def test_topics_have_one_plural_in_arabic() -> None:
    """There are two, مواضيع and موضوعات, both right; a site that mixes them looks careless."""
    texts = [text for message in messages("ar") for text in key(message.string or "", None)[1:]]
    texts += [form for noun in plurals.NOUNS.values() for form in noun]

    assert interface.phrases("ar").gettext("Topics") == plurals.NOUNS["موضوع"].few == "مواضيع"
    assert [text for text in texts if "موضوعات" in text] == []


def test_every_english_phrase_is_english() -> None:
    texts = [text for message in messages("en") for text in key(message.string or "", None)[1:]]

    assert [text for text in texts if re.search("[\u0600-\u06ff]", text)] == []
    assert [text for text in texts if "'" in text or '"' in text] == [], "set with ’ “ ”"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_rule_of_plurals_is_the_one_of_cldr(language: str) -> None:
    rule = Locale.parse(language).plural_form
    order = [category for category in CATEGORIES if category in rule.tags | {"other"}]
    words = interface.phrases(language)
    forms = {category: next(n for n in range(1000) if rule(n) == category) for category in order}
    said = {category: words.ngettext("%(num)s article", "%(num)s articles", n) for category, n in forms.items()}

    assert [words.ngettext("%(num)s article", "%(num)s articles", n) for n in range(1000)] == [
        said[rule(n)] for n in range(1000)
    ]
    assert len(set(said.values())) == len(order) == (6 if language == "ar" else 2)


def counted(language: str, singular: str) -> tuple[str, ...]:
    """Return a counted phrase for every one of NUMBERS."""
    [plural] = [m.id[1] for m in messages(language) if m.pluralizable and m.id[0] == singular]
    words = interface.phrases(language)
    return tuple(words.ngettext(singular, plural, n).replace("%(num)s", str(n)) for n in NUMBERS)


@pytest.mark.parametrize("singular", ARABIC)
def test_counted_phrases_in_arabic(singular: str) -> None:
    assert counted("ar", singular) == ARABIC[singular]


@pytest.mark.parametrize("singular", ENGLISH)
def test_counted_phrases_in_english(singular: str) -> None:
    assert "|".join(counted("en", singular)) == ENGLISH[singular]


def test_no_counted_phrase_is_left_out_of_these_tests() -> None:
    for language, tested in (("ar", ARABIC), ("en", ENGLISH)):
        assert {m.id[0] for m in messages(language) if m.pluralizable} == tested.keys()


def test_a_region_speaks_its_language() -> None:
    assert interface.phrases("ar-EG").gettext("Outlets") == "المصادر"
    assert interface.phrases("en-GB").gettext("Outlets") == "Outlets"


def test_dates_and_countries_of_a_region_are_in_its_language(tmp_path: Path) -> None:
    site = small_site(tmp_path / "site")
    site.edit("site.toml", 'title = "نشرة التجربة"', 'title = "نشرة التجربة"\nlanguage = "ar-LB"')
    site.edit("site.toml", 'aliases = ["الأولى"]', 'aliases = ["الأولى"]\ncountry = "LB"')

    assert site.build().problems == ()

    assert '<html lang="ar-LB" dir="rtl">' in site.page("/")
    assert "20 تشرين الثاني 2026" in site.page("/")
    assert "لبنان" in site.page("/outlets/")


def test_a_language_without_a_catalogue_is_said_in_english() -> None:
    words = interface.phrases("fr")

    assert words.gettext("Outlets") == "Outlets"
    assert words.ngettext("%(num)s article", "%(num)s articles", 2) == "%(num)s articles"
    assert words.pgettext("above an author's name", "By") == "By"


# a site's own words

OWN = """\
msgid ""
msgstr "Plural-Forms: nplurals=6; plural=(n<3 ? n : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);\\n"

msgid "Outlets"
msgstr "الناشرون"
"""


@pytest.fixture
def site(tmp_path: Path) -> SiteFixture:
    return small_site(tmp_path / "site")


def test_a_site_changes_a_phrase(site: SiteFixture) -> None:
    site.build()
    before = site.page("/")
    site.write("locale/ar.po", OWN)

    report = site.build()

    assert "المصادر</a>" in before
    assert "الناشرون</a>" in site.page("/") and "المصادر</a>" not in site.page("/")
    assert "الأرشيف</a>" in site.page("/"), "what it does not change stays"
    assert "/feed.xml" in report.written_paths or report.reused, "others may stand"
    assert_same(site.tree(), site.clean_tree())


def test_a_site_takes_its_words_back(site: SiteFixture) -> None:
    site.write("locale/ar.po", OWN)
    site.build()
    (site.root / "locale/ar.po").unlink()

    site.build()

    assert "المصادر</a>" in site.page("/")
    assert_same(site.tree(), site.clean_tree())


def test_a_site_brings_a_language(site: SiteFixture) -> None:
    site.edit("site.toml", 'title = "نشرة التجربة"', 'title = "نشرة التجربة"\nlanguage = "fr-CA"')
    site.write("locale/fr.po", 'msgid "Outlets"\nmsgstr "Sources"\n')

    report = site.build()

    assert report.problems == ()
    assert '<html lang="fr-CA" dir="ltr">' in site.page("/")
    assert "Sources</a>" in site.page("/") and "Archive</a>" in site.page("/")


def test_a_language_that_nobody_speaks_is_a_warning(site: SiteFixture) -> None:
    site.edit("site.toml", 'title = "نشرة التجربة"', 'title = "نشرة التجربة"\nlanguage = "fr"')

    [problem] = site.build().problems

    assert (problem.level, problem.code, problem.field) == ("warning", "language-unspoken", "site.language")
    assert "locale/fr.po" in problem.hint
    assert "Outlets</a>" in site.page("/")


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("nonsense\n", 1, "keyword"),
        ('# a comment\nmsgid "By %(names)s"\nmsgstr "بقلم %(name)s"\n', 2, "'name'"),
        ('msgid "Home"\nmsgstr "100 % لكم"\n', 1, "“100 % لكم”"),
        ('msgid "%(num)s outlet"\nmsgid_plural "%(num)s outlets"\nmsgstr[0] "ا"\nmsgstr[1] "ب"\n', 1, "Plural-Forms"),
        (
            f'{OWN}\nmsgid "%(num)s outlet"\nmsgid_plural "%(num)s outlets"\nmsgstr[0] "ا"\nmsgstr[1] "ب"\n',
            7,
            "wants 6",
        ),
        (b'msgid "Home"\nmsgstr "\xff"\n', 0, "utf-8"),
        ('msgid "Outlets"\nmsgstr "الناشرون\n', 2, "not closed"),
        ('msgid "Outlets"\nmsgstr ""\n"الناشرون\\"\n', 3, "not closed"),
        ('msgid "Outlets"\nmsgstr "الناشرون" "جميعا"\n', 2, "closed before its line ends"),
        ('msgid "Outlets"\nmsgstr “الناشرون”\n', 2, "straight quotes"),
        ('msgid Outlets\nmsgstr "الناشرون"\n', 1, "straight quotes"),
        ('msgstr "الناشرون"\n', 1, "no msgid above"),
        (f'{OWN}\nmsgid "Outlets"\nmsgstr "المصادر"\n', 7, "in line 4"),
    ],
)
def test_a_mistake_in_a_sites_own_words_is_told(site: SiteFixture, text: str | bytes, line: int, told: str) -> None:
    site.build()
    before = site.tree()
    site.write("locale/ar.po", text)

    with pytest.raises(SiteError) as caught:
        site.build()

    [problem] = caught.value.problems
    assert (problem.code, problem.path, problem.line) == ("catalogue", "locale/ar.po", line)
    assert told in problem.message
    assert_same(site.tree(), before)


def test_a_counted_phrase_without_a_rule_is_told_with_the_rule_of_its_language(site: SiteFixture) -> None:
    site.write("locale/ar.po", 'msgid "%(num)s outlet"\nmsgid_plural "%(num)s outlets"\nmsgstr[0] "ناشر"\n')

    with pytest.raises(SiteError) as caught:
        site.build()

    [problem] = caught.value.problems
    assert problem.line == 1 and "Plural-Forms" in problem.message
    assert "nplurals=6" in problem.hint and ";;" not in problem.hint


def test_an_editor_that_marks_its_files_as_utf_8_is_no_trouble(site: SiteFixture) -> None:
    site.write("locale/ar.po", ("\ufeff" + OWN).replace("\n", "\r\n"))

    site.build()

    assert "الناشرون</a>" in site.page("/")


def test_templates_of_a_site_need_no_gettext(site: SiteFixture) -> None:
    site.write("templates/outlets.html", "<p>{{ outlets|length|count('مصدر') }} لدى {{ site.title }}، 100%</p>\n")

    assert site.build().problems == ()

    assert site.page("/outlets/") == "<p>4 مصادر لدى نشرة التجربة، 100%</p>"


def test_templates_of_a_site_may_say_phrases_of_their_own(site: SiteFixture) -> None:
    site.write(
        "templates/404.html",
        '{% trans name=site.title %}Nothing at {{ name }}{% endtrans %}, {{ _("50%% off, says %(who)s", who="<b>") }},'
        ' {{ npgettext("x", "%(num)s hat", "%(num)s hats", 12) }}, {{ 12|digits }}',
    )
    site.edit("site.toml", 'digits = "latn"', 'digits = "arab"')

    site.build()

    assert site.page("/404.html") == "Nothing at نشرة التجربة, 50% off, says &lt;b&gt;, ١٢ hats, ١٢"


def test_numbers_of_counted_phrases_are_in_the_sites_digits(site: SiteFixture) -> None:
    site.edit("site.toml", 'digits = "latn"', 'digits = "arab"')

    site.build()

    assert "<span>٤ مصادر</span>" in site.page("/outlets/")
