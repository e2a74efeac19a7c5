"""Foreign and number runs in Arabic text stand in <bdi>."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.text.isolate import isolate, isolate_html

WRAPPED = [
    "فاز [2-1] على [Real Madrid] أمس",
    "عام [٢٠٢٤-٢٠٢٦] و[2024/2025] و[24/7] و[14:30] و[3–1]",
    "بنسبة [50%] و[٥٠٪] و[%50] و[50 %] و[$50] و[50$] و [-5] و[30°C] و [+18] و[18+]",
    "اتصل [+20 100 123 4567] أو [0100 123 4567] في 2018 150 شخصا",
    "ارتفع المؤشر [+38.9%] وتراجع الذهب [-1.2%] بعد [+2.5] أمس",
    "اتصل [050 123 4567] أو [00966 50 1234567] أو [+20 2 2575 5555] أو [+1 (212) 555-0100]، و[+966-50-123-4567]",
    "([٠١٠٠ ١٢٣ ٤٥٦٧])؟ في 05 2024 نعم",
    "نحو [1 000 000] نسمة و[1 000 000 m²]",
    "و[-5°] وبـ[-5] ول[-3.5] وف[-2°C] وبين [-5] و[-10] وصفر-2 وأو-3",
    "نحو [437 MHz] و[8 GB] و[8 GB RAM] و[3.5 km/h] و[5 m/s²] و[20 °C] و[50 USD] و[10:30 PM] و[$1.5 bn] و[-5 kg]",
    "في 2018 [Apple] أطلقت، بوينغ 737 [MAX 8] وصلت",
    "نمو [12.5%-13.5%] و[12%–13%] و[%2-%3] و[12%] و[%12]",
    "شركة [AT&T] و[C++] و[R&D] و <[b]>",
    "[iPhone 15 Pro] الجديد وشبكة [5G] وطائرة [F-16] وبوينغ 737",
    "على [https://example.com/a?b=c&d=1]. وكذا [www.bbc.com/arabic/]، و[info@bbc.co.uk]",
    "قال [@user] عن [#BBC] و#الأخبار",
    "[CNN]: ترامب يعلن",
    "[Netflix] تطلق مسلسلا",
    "تقول [World Health Organization (WHO)] إن",
    "قال [Hello, world. How are you]? ثم مضى",
    "الـ[CNN] و[BBC] العربية ([CNN])",
    "كوفيد-19 وصفر-2 في 21 و 29 أبريل، بلغ 2.5 و1,000",
    "ديسمبر/كانون الأول 2012 سنة 1446 هـ",
    '[Breaking news: the president said five things about the newspaper called "الأهرام"!]',
    "[A headline in English, with 2-1.]",
    "[2-1]",
    "2025",
    "",
]


@pytest.mark.parametrize("marked", WRAPPED)
def test_what_would_be_turned_round_is_isolated(marked: str) -> None:
    text = marked.replace("[", "").replace("]", "")
    shown = isolate(text)
    assert unescape(re.sub("<bdi[^>]*>", "[", shown).replace("</bdi>", "]")) == marked


def test_a_run_without_letters_says_its_direction() -> None:
    shown = isolate("فاز 2-1 على Real Madrid 2-0")
    assert shown == 'فاز <bdi dir="ltr">2-1</bdi> على <bdi>Real Madrid 2-0</bdi>'


def test_what_would_be_torn_at_the_end_of_a_line_says_it_too() -> None:
    shown = isolate("بتردد 437 MHz وطائرة F-16 عند 10:30 PM، اتصل +966 50 123 4567 بشركة Coca-Cola Middle East")

    assert re.findall('<bdi dir="ltr">(.*?)</bdi>', shown) == ["437 MHz", "F-16", "10:30 PM", "+966 50 123 4567"]
    assert "<bdi>Coca-Cola Middle East</bdi>" in shown


NODES = [
    (
        '<p>فاز <a href="/x>y" title="2-1 Foo">Real Madrid</a> على AT&amp;T</p>',
        '<p>فاز <a href="/x>y" title="2-1 Foo"><bdi>Real Madrid</bdi></a> على <bdi>AT&amp;T</bdi></p>',
    ),
    (
        "<p>عربي&nbsp;BBC &lt;b&gt; «2-1»</p>",
        '<p>عربي&nbsp;<bdi>BBC</bdi> &lt;<bdi>b</bdi>&gt; «<bdi dir="ltr">2-1</bdi>»</p>',
    ),
    (
        "<p>فاز <b>Real</b> <i>Madrid</i> <b>2-1</b></p>",
        '<p>فاز <b>Real</b> <i>Madrid</i> <b><bdi dir="ltr">2-1</bdi></b></p>',
    ),
    (
        "<p>He said <b>yes</b>, 2-1.</p>\n<p>عربي BBC</p>",
        '<p dir="ltr">He said <b>yes</b>, 2-1.</p>\n<p>عربي <bdi>BBC</bdi></p>',
    ),
    (
        "<ul><li>English item<ul><li>عربي</li></ul></li></ul>",
        "<ul><li><bdi>English item</bdi><ul><li>عربي</li></ul></li></ul>",
    ),
    ("عربي <code>a 2-1</code> و<pre>b <b>2-1</b></pre>", "عربي <code>a 2-1</code> و<pre>b <b>2-1</b></pre>"),
    (
        '<p>ثم <bdi>2-1</bdi></p><div dir="ltr">A <div>عربي 2-1</div></div>',
        '<p>ثم <bdi>2-1</bdi></p><div dir="ltr">A <div>عربي 2-1</div></div>',
    ),
    ('<p dir="rtl">English</p>', '<p dir="rtl"><bdi>English</bdi></p>'),
    ("<p>لا شيء هنا</p>", "<p>لا شيء هنا</p>"),
    ("", ""),
]


@pytest.mark.parametrize(("html", "expected"), NODES)
def test_text_nodes_are_isolated_where_they_stand(html: str, expected: str) -> None:
    assert isolate_html(html) == expected
    assert isolate_html(expected) == expected


class Nodes(HTMLParser):
    """Collects what stands in <bdi>, code or a left-to-right element, and what does not."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.deepest = 0
        self.bare: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append("bdi" if tag in ("bdi", "code") or ("dir", "ltr") in attrs else tag)
        self.deepest = max(self.deepest, self.open.count("bdi"))

    def handle_endtag(self, tag: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.text += data
        if "bdi" not in self.open:
            self.bare.append(data)


REVERSED = re.compile(r"(?<![\w/])[0-9٠-٩]+(?:[-–/][0-9٠-٩]+)+(?![\w/])")  # what is shown reversed in Arabic
TEXT = st.text("اب A1٢٣0-–/ .,:+%&<>\"'@#()x_h، \u200f", max_size=14)


@given(TEXT)
@example("A2-1 https://a.1–2، 1 100-200")
def test_no_number_run_stays_bare_and_nothing_is_lost(text: str) -> None:
    nodes = Nodes(isolate(text))
    assert nodes.text == text
    assert nodes.deepest <= 1
    assert not nodes.open
    assert not any(REVERSED.search(bare) for bare in nodes.bare)


INLINE = st.recursive(
    TEXT.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag.split()[0]}>",
        st.sampled_from(["b", 'a href="/1-2>A"', "p", "code", "bdi", 'i dir="ltr"']),
        st.lists(inner, max_size=3),
    ),
    max_leaves=6,
)


@given(INLINE)
def test_no_text_node_keeps_a_bare_number_run(html: str) -> None:
    shown = isolate_html(html)
    nodes = Nodes(shown)
    assert nodes.text == Nodes(html).text
    assert not any(REVERSED.search(bare) for bare in nodes.bare)
    assert Nodes(isolate_html(shown)).deepest == max(nodes.deepest, Nodes(html).deepest)


@pytest.mark.parametrize(
    "text",
    [
        "1-" * 20_000,
        "A." * 20_000,
        "( A" * 10_000,
        "+1 " * 10_000,
        "1 234" * 10_000,
        "@" * 30_000,
        "0 1" * 10_000,
        "5 km/" * 10_000,
    ],
)
def test_hostile_runs_are_read_in_time(text: str) -> None:
    assert isolate("ا " + text)
    assert isolate_html(f"<p>ا {text}</p>")
