"""Markdown is read as CommonMark has it, footnotes keep their links, other generators' calls are taken out."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from told import codes, parse

from generator.markup import OWN_SITE, paragraphs, sanitise
from generator.sources.markdown_body import MarkdownError, markdown_body, parsed_body
from generator.sources.shortcodes import Call, without_calls

REL = 'rel="noopener nofollow ugc"'
SNIPPETS = Path(__file__).parent / "expected" / "markdown" / "commonmark.txt"


def snippets() -> list[tuple[str, str, str]]:
    """Return name, Markdown and body of each snippet; nearly all are what Hugo 0.168 or markdown-it 4.3 show of it.

    Ours differ in the sign of the way back from a footnote, and in numbers of Arabic digits, which begin lists here.
    """
    parts = re.split(r"^=== (.+)\n", SNIPPETS.read_text("utf-8"), flags=re.M)[1:]
    texts = [part.rstrip("\n").split("\n--->\n") for part in parts[1::2]]
    return [(name, text, html) for name, (text, html) in zip(parts[::2], texts, strict=True)]


@pytest.mark.parametrize(("text", "html"), [pytest.param(*rest, id=name) for name, *rest in snippets()])
def test_blocks_are_those_of_commonmark(text: str, html: str) -> None:
    body = markdown_body(text).html

    assert body == parsed_body(text).html == html
    assert sanitise(body) == body


LINES = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "", "", "  ", "   ", "    ", "      ", "> ", "> > ", "- > ", "\t"]),
    st.sampled_from(
        ["", "", "- ", "* ", "+ ", "1. ", "2) ", "٣. ", "# ", "#", "---", "===", "```\n", "~~~\n", "[^1]: ", "-"]
    ),
    st.sampled_from(
        ["", "كلمة", "كلمة[^1]", "~~كلمة~~", "{{< x >}}", "<div>", "| أ | ب |", "|---|---|", "[x] كلمة", "\\"]
    ),
)


@given(st.lists(LINES, max_size=14).map("\n".join))
@example("- - - أ\n    - ب\n> ```\n>   ج\n\n[^1]: - أ\n    > ب")
def test_any_lines_make_a_sound_body(text: str) -> None:
    body = markdown_body(text).html

    assert sanitise(body) == body
    assert not re.search("[\ufdd0\ufdd1\x02\x03]|wzxhzdk|<!--", body)
    if "[^1]:" not in text:  # of a note that is told twice, or that nothing leads to, the words are lost
        assert " ".join(paragraphs(body)).count("كلمة") == text.count("كلمة")


WORDS = st.sampled_from(["نص", "كلمة أخرى", "قول [رابط](http://a.example/)", "**غامق**"])
PARAGRAPHS = st.lists(WORDS, min_size=1, max_size=3)
Block = list[str] | tuple[str, list[Any]]  # the lines of a paragraph, or a mark and the blocks behind it
MARKS = st.sampled_from(["> ", "- ", "7. ", ">  "])
MAYBE: st.SearchStrategy[list[Block]] = st.lists(PARAGRAPHS, max_size=1)
BLOCKS: st.SearchStrategy[list[Block]] = st.recursive(
    PARAGRAPHS.map(lambda lines: [lines]),
    lambda inner: st.builds(lambda a, mark, b, c: [*a, (mark, b), *c], MAYBE, MARKS, inner, MAYBE),
    max_leaves=8,
)


def lines_of(blocks: list[Block], lazy: bool) -> list[str]:
    """Return quotes and items as CommonMark writes them; `lazy` leaves out the signs that it lets one leave out."""
    lines: list[str] = []
    for block in blocks:
        if lines:
            lines.append("")
        if isinstance(block, list):
            lines += block
            continue
        mark, inner = block
        below = (
            "" if lazy and isinstance(inner[-1], list) and len(inner) == 1 else mark if ">" in mark else " " * len(mark)
        )
        first, *rest = lines_of(inner, lazy)
        lines += [mark + first, *((below if line else below.rstrip(" ")) + line for line in rest)]
    return lines


def html_of(blocks: list[Block]) -> str:
    """Return what they are: every two blocks are parted by an empty line, so an item of several is loose."""
    written = ""
    for block in blocks:
        if isinstance(block, list):
            written += f"<p>{' '.join(map(html_of_words, block))}</p>"
        elif ">" in block[0]:
            written += f"<blockquote>{html_of(block[1])}</blockquote>"
        else:
            inner = html_of(block[1])
            tight = inner.removeprefix("<p>").removesuffix("</p>")
            said = tight if len(block[1]) == 1 and isinstance(block[1][0], list) else inner
            written += f"<ul><li>{said}</li></ul>" if block[0] == "- " else f'<ol start="7"><li>{said}</li></ol>'
    return written


def html_of_words(words: str) -> str:
    linked = words.replace("[رابط](http://a.example/)", f'<a href="http://a.example/" {REL}>رابط</a>')
    return linked.replace("**غامق**", "<strong>غامق</strong>")


@given(BLOCKS, st.booleans())
@example([("- ", [("> ", [["نص", "نص"]])])], False)
@example([("- ", [("> ", [["نص", "نص"]])])], True)
@example([("- ", [("> ", [["نص"], ["نص"]])])], False)
def test_quotes_and_items_within_each_other_are_those_of_commonmark(blocks: list[Block], lazy: bool) -> None:
    body = parsed_body("\n".join(lines_of(blocks, lazy))).html

    assert body.replace("\n", "") == html_of(blocks)


def test_columns_keep_their_alignment() -> None:
    body = markdown_body("| أ | ب | ج | د |\n|:--|:-:|--:|---|\n| 1 | 2 | 3 | 4 |").html

    assert re.findall(r"<(t[hd]\b[^>]*)>", body) == [
        cell + align for cell in ("th", "td") for align in ("", ' class="to-center"', ' class="to-end"', "")
    ]
    assert sanitise(body) == body


def test_footnotes_lead_there_and_back() -> None:
    body = markdown_body("نص[^أ] وآخر[^ب] وثالث[^أ].\n\n[^ب]: ثانية\n[^أ]: أولى").html
    ids = re.findall(r' id="([^"]+)"', body)
    links = re.findall(r'<a href="#([^"]+)">(.+?)</a>', body)

    assert len(ids) == len(set(ids))
    assert {target for target, _ in links} == set(ids)
    assert [words for _, words in links] == ["1", "2", "1", "↑", "↑", "↑"]
    assert paragraphs(body) == ["نص1 وآخر2 وثالث1.", "أولى", "ثانية"]


@pytest.mark.parametrize(
    ("markup", "body"),
    [
        (
            '<p><a href="#fn:1">1</a></p><p id="fn:1">أ <a href="#x">ب</a> <a href="/y">ج</a></p>',
            '<p><a href="#body-1">1</a></p>\n<p id="body-1">أ ب ج</p>',
        ),
        ('<p id="a">أ</p><p id="a"><a href="#a">ب</a></p>', '<p id="body-1">أ</p>\n<p><a href="#body-1">ب</a></p>'),
        ('<p id="related">أ</p><a name="cookie">ب</a>', "<p>أ</p>\n<p>ب</p>"),
        ('<p id="s"></p><a href="#s">ب</a>', "<p>ب</p>"),
        ('<sup id="s"><p>أ</p><p>ب</p></sup><a href="#s">ج</a>', None),
    ],
)
def test_only_what_a_link_leads_to_keeps_a_name_and_that_is_ours(markup: str, body: str | None) -> None:
    found = sanitise(markup)

    assert body is None or found == body
    assert found.count(" id=") <= 1
    assert sanitise(found) == found


@pytest.mark.parametrize(
    ("text", "left", "calls"),
    [
        ('{{< figure src="a.webp" alt="بحر" caption="شرح" >}}', '![بحر](<a.webp> "شرح")', (Call("figure", 1),)),
        ("نص\n\n{{< youtube x >}}\n{{< youtube y >}}", "نص\n\n\n", (Call("youtube", 3, 2),)),
        ("{{% notice %}}\nنص\n{{% /notice %}}", "\nنص\n", (Call("notice", 1),)),
        ("أ {% include x.html %}\nب {{ page.title }}", "أ \nب {{ page.title }}", (Call("include", 1),)),
        ("{% comment %}سر {{ x }}\n{% endcomment %}نص", "\nنص", ()),
        ("{% raw %}{{ x }}{% endraw %}", "{{ x }}", ()),
        ("{{< gist\n  a >}}\n{{< b >}}", "\n\n", (Call("gist", 1), Call("b", 3))),
        ("`{{< x >}}`\n```\n{{< y >}}\n```", "`{{< x >}}`\n```\n{{< y >}}\n```", ()),
        ("{{</* x */>}}", "{{&lt; x &gt;}}", ()),
        ("[نص]({{< ref \"a.md\" >}})", "[نص]()", (Call("ref", 1),)),
        ("## أ {#b .c}\n{: .d}\nب {ج} {{", "## أ \n\nب {ج} {{", ()),
    ],
)  # fmt: skip
def test_calls_of_other_generators_are_taken_out(text: str, left: str, calls: tuple[Call, ...]) -> None:
    assert without_calls(text) == (left, calls)


def test_a_call_is_told_with_its_line() -> None:
    found = parse("a.md", "---\ntitle: أ\n---\nنص\n\n{{< youtube x >}}\n".encode())

    assert codes(found) == ["shortcode"]
    assert (found.problems[0].line, "youtube" in found.problems[0].message) == (6, True)
    assert paragraphs(found.articles[0].body) == ["نص"]


def test_a_figure_is_a_picture() -> None:
    body = markdown_body('نص\n\n{{< figure src="/a.webp" alt="بحر [أزرق]" >}}', base=OWN_SITE)

    assert body.pictures == ({"alt": "بحر أزرق", "src": "/a.webp"},)


POISON = {
    "refused": [
        "- " * 200 + "أ",
        "> " * 200 + "أ",
        "".join(f"{' ' * 2 * n}- أ\n" for n in range(80)),
        "[^أ]\n\n" * 20_000 + "[^أ]: ب",
        "".join(f"[^{n}]: أ\n" for n in range(20_000)),
        ("كلمة " * 24 + "[") * 1_990,
        ("كلمة " * 40 + "[\n") * 300,
        ("كلمة " * 400 + "![") * 100,
        ("كلمة " * 40 + "[أ](ب ") * 300,
        ("كلمة " * 40 + "[`]`") * 300,
        ("كلمة " * 40 + r"[\]") * 300,
        ("كلمة " * 40 + "[[أ](])") * 300,
        "[كلمة كلمة" * 1_990,
        "\\``" * 6_666,
        "```\\" * 5_000,
    ],
    "read": [
        "- أ\n" * 50_000,
        "- أ\n* ب\n" * 12_000,
        "> أ\n\n" * 12_000,
        "```\n```\n" * 6_000,
        "أ\n- ب\n\n" * 12_000,
        "~~" * 3_000 + "أ",
        "~~أ " * 5_000,
        "{{< x >}}" * 25_000,
        "{{% " * 60_000,
        "{% raw %}" * 25_000,
        "{" * 240_000,
        "| أ |\n|---|\n" * 10_000,
        "\\\n" * 5_000,
        "1. أ\n   " * 10_000,
        ("كلمة " * 20 + "[نص] ") * 990,
        ("كلمة " * 6 + "[`نص`](http://a.b/c) ") * 800,
        ("كلمة " * 6 + '![نص](<a.webp> "عنوان")\n') * 800,
        ("كلمة " * 400 + "[\n\n") * 100,
        "كلمة " * 2_000 + "[" * 30,
        "`كلمة` ``كل`مة`` كلمة " * 3_000,
    ],
}


@pytest.mark.parametrize("text", POISON["refused"], ids=lambda text: text[:12])
def test_structures_that_no_article_has_are_refused(text: str) -> None:
    with pytest.raises(MarkdownError):
        markdown_body(text)


@pytest.mark.parametrize("text", POISON["read"], ids=lambda text: text[:12])
def test_long_texts_are_read_in_time(text: str) -> None:
    began = time.process_time()
    markdown_body(text)

    assert time.process_time() - began < 5
