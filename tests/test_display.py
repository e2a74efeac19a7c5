"""How stored text is shown on pages of either direction."""

from __future__ import annotations

import pytest

from generator import display

ARABIC = "العبارة نسيم تنقل 7200 راكب على خط Coast Line"
ENGLISH = "Ferry Naseem carries 7,200 passengers"


@pytest.mark.parametrize(
    ("text", "page", "attributes"),
    [
        (ARABIC, "rtl", ""),
        (ENGLISH, "rtl", ' dir="ltr" lang="en"'),
        ("Le bateau a été annulé", "rtl", ' dir="ltr"'),  # accents: which language, letters alone do not say
        ("Google تعلن عن هاتف جديد", "rtl", ""),
        ("2026", "rtl", ""),
        ("", "rtl", ""),
        (ENGLISH, "ltr", ""),
        (ARABIC, "ltr", ' dir="rtl" lang="ar"'),
        ("Visit to مكة opens", "ltr", ""),
        ("Google تعلن عن هاتف جديد", "ltr", ' dir="rtl" lang="ar"'),
        ("2026", "ltr", ""),
        ("", "ltr", ""),
        (f"<p>{ARABIC}</p><blockquote><p>{ARABIC}</p></blockquote>", "ltr", ' dir="rtl" lang="ar"'),
        (f"<p>{ENGLISH}</p>", "rtl", ' dir="ltr" lang="en"'),
        (
            f'<p>{ARABIC}</p><p><a href="https://example.org/a-very-long-address-of-letters">هنا</a></p>',
            "ltr",
            ' dir="rtl" lang="ar"',
        ),
    ],
)
def test_what_runs_against_its_page_says_so(text: str, page: str, attributes: str) -> None:
    assert display.foreign(text, page) == attributes


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (ENGLISH, ENGLISH),
        ("A < B & C", "A &lt; B &amp; C"),
        (
            "The club wins 2-1 after 2024/2025",
            'The club wins <bdi dir="ltr">2-1</bdi> after <bdi dir="ltr">2024/2025</bdi>',
        ),
        ("وكالة الأولى", '<bdi lang="ar">وكالة الأولى</bdi>'),
        ("فاز Real Madrid أمس", '<bdi lang="ar">فاز <bdi>Real Madrid</bdi> أمس</bdi>'),
    ],
)
def test_a_line_on_a_page_that_runs_from_left_to_right(text: str, shown: str) -> None:
    assert display.headline(text, quotes=False, page="ltr") == shown


def test_an_arabic_paragraph_of_an_english_body_runs_its_own_way() -> None:
    html = f"<p>{ENGLISH * 5}</p>\n<p>وقال المدير إنها تصل قبل الصيف.</p>"

    for page in ("ltr", "rtl"):
        shown = display.body(html, page=page)
        assert '<p dir="ltr">Ferry' in shown
        assert '<p dir="auto">وقال' in shown


def test_an_arabic_body_is_shown_alike_on_any_page() -> None:
    html = f"<p>{ARABIC}</p>\n<ul><li>بند</li></ul>\n<p>{ENGLISH}</p>\n<p>{ARABIC}</p>"

    assert display.body(html, page="ltr") == display.body(html, page="rtl")


def test_a_table_stands_in_a_box_that_can_be_moved_by_keys() -> None:
    html = "<table><tr><td>نص</td></tr></table><p>نص</p><table><tr><td>نص</td></tr></table>"

    shown = display.body(html, table='جدول "أول"')

    box = '<div class="wide" role="group" aria-label="جدول &quot;أول&quot;" tabindex="0"><table>'
    assert shown.count(box) == shown.count("</table></div>") == 2


def test_links_from_the_sites_root_begin_where_the_site_lies() -> None:
    assert display.body('<p><a href="/about/">نحن</a></p>', "/sub") == '<p><a href="/sub/about/">نحن</a></p>'


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (
            "<p>نص</p>\n<p>* أ <b>ب</b></p>\n<p>• ج</p>\n<p>- د</p>\n<p>ه</p>\n<p>* و</p>",
            "<p>نص</p>\n<ul><li>أ <b>ب</b></li><li>ج</li><li>د</li></ul>\n<p>ه</p>\n<ul><li>و</li></ul>",
        ),
        ("<p>- كيف حالك؟</p>\n<p>– بخير.</p>", "<p>- كيف حالك؟</p>\n<p>– بخير.</p>"),
        ("<p>*أ</p>\n<p>5 * 6</p>\n<p>*</p>", "<p>*أ</p>\n<p>5 * 6</p>\n<p>*</p>"),
        ("<pre>* أ</pre>", "<pre>* أ</pre>"),
        ("", ""),
    ],
)
def test_marks_of_lists_become_lists(body: str, shown: str) -> None:
    assert display.listed(body) == shown
    assert display.listed(shown) == shown


def test_a_list_of_marks_has_none_on_its_page() -> None:
    long = "كلمة " * 70

    assert display.body("<p>* أول</p>\n<p>* ثان</p>") == "<ul><li>أول</li><li>ثان</li></ul>"
    assert "*" not in display.excerpt(f"<p>{long}</p>\n<p>* أول</p>", 30)[0]


def test_numbers_of_lists_and_notes_have_the_sites_digits() -> None:
    html = '<ol start="3"><li>في 2025<sup id="body-1"><a href="#body-2">12</a></sup></li></ol>'

    shown = display.body(html, digits="arab")

    assert shown == '<ol class="arab" start="3"><li>في 2025<sup id="body-1"><a href="#body-2">١٢</a></sup></li></ol>'
    assert display.body(html) == html
    english = '<ol><li>English words<sup id="body-1"><a href="#body-2">1</a></sup></li></ol>'
    assert display.body(english, digits="arab") == display.body(english)
