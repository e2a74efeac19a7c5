"""Templates, blocks and phrases of a site that no page shows: each is told, with what was probably meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from site_fixture import SiteFixture, assert_same, small_site

from generator import theme
from generator.errors import Problem, SiteError
from generator.theme_faults import faults
from generator.theme_files import theme_root

FRONT = '{% extends "layout.html" %}\n'


@pytest.fixture
def site(tmp_path: Path) -> SiteFixture:
    return small_site(tmp_path / "site")


def told(site: SiteFixture, language: str = "ar") -> list[Problem]:
    """Return what is said of the site's theme."""
    return faults(theme.read(site.root, theme_root("templates"), theme_root("static")), language)


def shown(problem: Problem) -> tuple[str, str, int, str]:
    return problem.code, problem.path, problem.line, problem.hint


def test_the_theme_itself_has_no_fault(site: SiteFixture) -> None:
    for name in theme_root("templates").rglob("*.html"):
        site.write(f"templates/{name.relative_to(theme_root('templates'))}", name.read_bytes())

    assert told(site) == []


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        ('msgid "Outletss"\nmsgstr "الناشرون"\n', 1, 'did you mean "Outlets"?'),
        ('# خبر\n\nmsgid "archive"\nmsgstr "الأرشيف"\n', 3, 'did you mean "Archive"?'),
        ('msgid "By"\nmsgstr "بقلم"\n', 1, 'write above it  msgctxt "above an author\'s name"'),
        ('msgctxt "nav"\nmsgid "Outlets"\nmsgstr "الناشرون"\n', 2, "leave its msgctxt out"),
        (
            'msgid "%(num)s outlet"\nmsgstr "ناشر"\n',
            1,
            "this phrase is counted: write its msgid_plural below it, and a msgstr[…] for each form",
        ),
        ('msgid "Bicycles"\nmsgstr "دراجات"\n', 1, "docs/how-to/language.md tells where the phrases are written down"),
    ],
)
def test_a_phrase_that_nothing_says_is_told(site: SiteFixture, text: str, line: int, hint: str) -> None:
    site.write("locale/ar.po", text)

    [problem] = told(site)

    assert (problem.level, *shown(problem)) == ("warning", "phrase-unknown", "locale/ar.po", line, hint)


@pytest.mark.parametrize(
    "said",
    [
        '{{ _("Bicycles") }}',
        "{% trans %}Bicycles{% endtrans %}",
        "{% set word = 'Bicycles' %}{{ _(word) }}",
    ],
)
def test_a_phrase_of_the_sites_own_templates_is_none(site: SiteFixture, said: str) -> None:
    site.write("locale/ar.po", 'msgid "Bicycles"\nmsgstr "دراجات"\n')
    site.write("templates/404.html", said)

    assert told(site) == []


@pytest.mark.parametrize(
    "text",
    ['msgid "Bicycles"\nmsgstr ""\n', '#~ msgid "Bicycles"\n#~ msgstr "دراجات"\n', 'msgid "Archive"\nmsgstr "س"\n'],
)
def test_a_phrase_that_is_said_or_not_translated_is_none(site: SiteFixture, text: str) -> None:
    site.write("locale/ar.po", text)

    assert told(site) == []


def test_words_of_an_edition_in_another_language_are_not_read(site: SiteFixture) -> None:
    site.write("locale/en.po", 'msgid "Outletz"\nmsgstr "Publishers"\n')

    assert told(site) == []
    assert [problem.path for problem in told(site, "en-GB")] == ["locale/en.po"]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("frnt.html", 'did you mean "front.html"?'),
        ("Front.html", 'did you mean "front.html"?'),
        ("teasers.html", 'did you mean "parts/teasers.html"?'),
        ("parts/archive.html", 'did you mean "archive.html"?'),
        ("bicycle.html", "`nashra list routes` names the templates that pages are made by"),
        ("front.htm", "rename it to front.html"),
        ("bicycle.jinja2", "give it a name that ends in .html"),
    ],
)
def test_a_template_that_nothing_uses_is_told(site: SiteFixture, name: str, hint: str) -> None:
    site.write(f"templates/{name}", "{% block main %}{% endblock %}")

    [problem] = told(site)

    assert (problem.level, *shown(problem)) == ("warning", "template-unused", f"templates/{name}", 0, hint)


def test_a_template_that_another_names_is_used(site: SiteFixture) -> None:
    site.write("templates/bicycle.html", "{% macro wheel() %}عجلة{% endmacro %}")
    site.write("templates/404.html", '{% from "bicycle.html" import wheel %}{{ wheel() }}')

    assert told(site) == []


def test_a_block_that_the_parent_does_not_have_is_told(site: SiteFixture) -> None:
    site.write(
        "templates/404.html", f"{FRONT}{{% block mian %}}ضاع{{% endblock %}}\n{{% block main %}}{{% endblock %}}"
    )

    [problem] = told(site)

    place = ("template-block", "templates/404.html", 2)
    assert (problem.level, *shown(problem)) == ("warning", *place, 'did you mean "main"?')
    assert "layout.html has no block “mian”" in problem.message


def test_text_beside_the_blocks_is_told(site: SiteFixture) -> None:
    site.write("templates/404.html", f"{FRONT}{{# خبر #}}\n{{% set x = 1 %}}\n\n\n<p>ضاع</p>\n{{{{ x }}}}\n")

    [problem] = told(site)

    assert shown(problem) == ("template-block", "templates/404.html", 6, "put it into one of the blocks")


@pytest.mark.parametrize(
    "text",
    [
        FRONT + "{% block main %}{% block inner %}{% endblock %}{% endblock %}",
        FRONT + "{% block main %}{{ self.aside() }}{% endblock %}{% block aside %}جانب{% endblock %}",
        "{% block mian %}بلا قالب أعلى{% endblock %}",
        '{% set above = "layout.html" %}{% extends above %}{% block mian %}{% endblock %}',
        '{% extends "404.html" %}{% block mian %}{% endblock %}',
        '{% extends "nowhere.html" %}{% block mian %}{% endblock %}',
        "{% block mian",
    ],
)
def test_a_block_that_may_be_shown_is_none(site: SiteFixture, text: str) -> None:
    site.write("templates/404.html", text)

    assert told(site) == []


def test_blocks_of_all_templates_above_count(site: SiteFixture) -> None:
    site.write("templates/frame.html", f"{FRONT}{{% block main %}}{{% block aside %}}{{% endblock %}}{{% endblock %}}")
    site.write(
        "templates/404.html",
        '{% extends "frame.html" %}{% block aside %}جانب{% endblock %}{% block name %}{% endblock %}',
    )

    assert told(site) == []


def test_a_template_that_makes_nothing_is_an_error(site: SiteFixture) -> None:
    site.build()
    before = site.tree()
    site.write("templates/404.html", "{# nothing #}\n")

    with pytest.raises(SiteError) as caught:
        site.build()

    [problem] = caught.value.problems
    assert (problem.code, problem.path) == ("template", "templates/404.html")
    assert "/404.html would be empty" in problem.message
    assert {path: data for path, data in site.tree().items() if path != ".nashra-manifest"} == {
        path: data for path, data in before.items() if path != ".nashra-manifest"
    }


def test_every_build_tells_and_goes_on(site: SiteFixture) -> None:
    site.write("templates/frnt.html", "x")
    site.write("templates/404.html", f"{FRONT}{{% block mian %}}{{% endblock %}}")
    site.write("locale/ar.po", 'msgid "Outletz"\nmsgstr "الناشرون"\n')

    first = site.build()

    assert [problem.code for problem in first.problems] == ["phrase-unknown", "template-block", "template-unused"]
    assert site.build().problems == first.problems
    assert_same(site.tree(), site.clean_tree())
