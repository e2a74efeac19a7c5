"""The short way from Markdown to a body gives the bytes of the whole way, and is taken wherever news is plain."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bench import generate
from generator.markup import OWN_SITE
from generator.sources.markdown_body import MarkdownError, markdown_body, parsed_body
from generator.sources.plain_markdown import LONGEST, plain_body

SHARED = Path(__file__).parent.parent.parent / "shared"
BASES = (OWN_SITE, "", "https://a.example/news/")


def same(text: str, base: str = OWN_SITE) -> bool:
    """Tell whether the short way takes a text; assert that it then gives what the whole way gives."""
    known = plain_body(text, base=base)
    if known is None:
        return False
    try:
        body = parsed_body(text, base=base)
    except MarkdownError as error:
        raise AssertionError(f"{text!r} is refused: {error}") from error
    assert (known.html, known.pictures, ()) == (body.html, body.pictures, body.calls), text
    return True


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "نص",
        "\nنص أول.\n\nنص ثان: «قول»، 10.5 و5 > 3.\n\n\nثالث\nسطر تابع  \nسطر\n",
        "نص\n   \nنص\n",
        "نص \xa0 نص\u2028نص\u200f الـ100 كتـــاب ﻻ \u202e",
        "\xa0نص\n-كلمة\n#هاشتاق نص\n2018 عام\n10.5 مليون",
        "**عاجل:** نص *مائل* و**غامق**، [رابط](https://a.example/a_b?c=1&d=2).",
        "[رابط](/articles/خبر-عاجل-3f9a1c/) و[آخر](http://a.example)",
        "# أول\n\nنص\n\n### ثان\nنص\n\n## ثالث",
        "قال:\n- أول **غامق**\n- ثان [ن](http://a.example/)\n\nنص",
        "1. أول\n2. ثان\n\nنص\n\n7. سابع\n8. ثامن",
        "> قول\n> تابع\n>\n> قائل\n\n> قول آخر",
        "| أ | ب |\n|:-:|--:|\n| 1 | **2** |\n|  | 3 |",
        "![شرح الصورة](https://a.example/b.webp)\n\nنص\n\n![](c.jpg)",
        "نص\n\n---\n\nنص\n\n***",
        "كلمة_كلمة #وسم_طويل_جدا AT&T و R&D & 5 * 3 ~ 7 [قوس]",
        "** نص\n** نص",
        "*نقلاً عن وكالة",
        "نص  \n**نص**  \nنص",
    ],
)
def test_news_takes_the_short_way(text: str) -> None:
    assert same(text)
    assert markdown_body(text, base=OWN_SITE) == parsed_body(text, base=OWN_SITE)


@pytest.mark.parametrize(
    "text",
    [
        "`كود`",
        "نص\n    كود",
        "    كود",
        "نص\n===",
        "نص\n---",
        "- أ\n\n- ب",
        "- أ\n  - ب",
        "- [ ] مهمة",
        "نص[^1]\n\n[^1]: حاشية",
        "[نص][م]",
        "<b>نص</b>",
        "نص &copy; نص",
        "\\*نص\\*",
        "_نص_",
        "***نص***",
        "~~نص~~",
        "[نص](javascript:x)",
        "[نص](https://a--b.example/)",
        "![نص](a.webp) نص",
        "{{< x >}}",
        "| أ | ب |\n|---|---|",
        "نص\x00",
        "ن" * (LONGEST + 1),
    ],
)
def test_what_is_not_surely_known_takes_the_whole_way(text: str) -> None:
    assert plain_body(text) is None


WORDS = (
    *("نص", "كلمة", "الـ", "بـ490", "Word", "1", "2018", "٣", "#هاشتاق", "x_y", "«قول»", '"q"', "(ق)", "5.5", "ﷺ"),
    *(
        "كَلِمَةٌ",
        "e\u0301",
        "\u0301",
        "😀",
        "👨\u200d👩",
        "\u200f10\u200e/5",
        "ﻻ",
        "ي\u200cن",
        "http://a.example/b_c?d=1&e=2",
    ),
)
SPACES = (
    *(
        " ",
        "\n",
        "\n\n",
        "  \n",
        "\n\n\n",
        " \n",
        "   ",
        "\n ",
        "\n    ",
        "\xa0",
        "\u200f",
        "\u2028",
        "\u2029",
        "\u3000",
    ),
    *("\t", "\x0b", "\x1f", "\x85", "\ufeff", "\x00", "\x02", "\ufdd0", "\u200b", "\r"),
)
SIGNS = (
    *(
        "*",
        "**",
        "***",
        "_",
        "__",
        "~",
        "~~",
        "`",
        "\\",
        "[",
        "]",
        "(",
        ")",
        "![",
        "](",
        "](http://a.example/b)",
        "](/x/ع)",
    ),
    *(
        "&",
        "&amp;",
        "&#65;",
        "&lt",
        "&copy;",
        "<",
        "<b>",
        "<!--",
        ">",
        "#",
        "##",
        "-",
        "--",
        "---",
        "+",
        "=",
        "==",
        "|",
    ),
    *(":", ":-", ".", "1.", "2)", "1. ", "- ", "* ", "> ", "# ", "[^1]", "[^1]:", "[x]: http://a.example", "{", "{{<"),
    *(":::", "!", "[ ] ", "|---|---|", "*[ab]: c", "\n- ", "\n> ", "\n## ", "\n1. ", "\n|", "\n#", "\n-", "$x$"),
)
FORMS = (
    *("**نص** ", "*نص كذا* ", "[نص هنا](https://a.example/b?c=1&d=2) ", "[نص](/articles/x/)", "AT&T ", "[قوس] "),
    *("5 * 3 ", "** ", "* ", "_", "*", "كلمة_ ", "(CNN) -- ", "10. ", "! ", "  \n", "\n", "**", "."),
)


def soup(random: Random) -> str:
    """Return anything at all."""
    pieces = random.choices(
        (WORDS, SPACES, SIGNS, (" ",)), (5, 2, 1, 3), k=random.randint(1, random.choice((4, 10, 30)))
    )
    return "".join(map(random.choice, pieces))


def words(random: Random) -> str:
    """Return words with a form or a sign here and there."""
    tame = random.random() < 0.7
    pieces = (random.choice(FORMS) if random.random() < 0.25 else f"{random.choice(WORDS)} " for _ in range(9))
    said = "".join(list(pieces)[: random.randint(1, 9)])
    return said.replace("\n", " ") if tame else said


def block(random: Random) -> str:
    """Return one block, mostly of a kind that is known."""
    line = words(random).replace("\n", " ")
    kinds = (
        words(random),
        f"{'#' * random.randint(1, 6)} {line}",
        "\n".join(
            f"{random.choice('-*') if random.random() < 0.1 else '-'} {line}" for _ in range(random.randint(1, 3))
        ),
        "\n".join(f"{number}. {line}" for number in range(random.choice((1, 1, 3)), random.randint(2, 5))),
        "> " + f"{words(random)}\n\n{words(random)}".replace("\n", "\n> "),
        "| {} | {} |\n|---|:-:|\n| {} | {} |".format(*(words(random).replace("|", "") for _ in range(4))),
        f"![{line}](x/{random.randint(0, 9)}.webp)",
        f"{words(random)}\n- {line}",
        random.choice(("---", "***", f"* {line}", f"2) {line}")),
    )
    return random.choice(kinds)


def document(random: Random) -> str:
    """Return blocks, sometimes with an accident among them."""
    text = random.choice(("\n\n", "\n\n", "\n\n", "\n")).join(block(random) for _ in range(random.randint(1, 4)))
    for _ in range(random.choice((0, 0, 0, 1, 3))):
        place = random.randint(0, len(text))
        text = (
            text[:place] + random.choice(random.choice((WORDS, SPACES, SIGNS))) + text[place + random.randint(0, 1) :]
        )
    return text


@pytest.mark.parametrize("rounds", [3_000, pytest.param(300_000, marks=pytest.mark.soak)])
def test_both_ways_agree_on_random_documents(rounds: int) -> None:
    random = Random(rounds)
    taken = sum(same(random.choice((soup, document, document))(random), random.choice(BASES)) for _ in range(rounds))

    assert taken > rounds / 5


@given(st.lists(st.sampled_from([*WORDS, *SPACES, *SIGNS, *FORMS, "\n\n"]), max_size=12).map("".join))
@example("1 _ة_")
@example("*[]*")
@example("d*  \n**")
@example("***\nن")
@example("* **")
@example("[ن](http://a.example)* ب [ن](http://a.example)* ج")
def test_both_ways_agree_on_any_pieces(text: str) -> None:
    same(text)


@given(st.text(alphabet=st.one_of(st.sampled_from(" \n\n*_[]()#->|&.!1ن"), st.characters()), max_size=30))
def test_both_ways_agree_on_any_text(text: str) -> None:
    same(text)


PLACES = (
    *("نص {} نص", "{}نص", "نص{}", "نص\n{}نص\nنص", "**نص{}**", "*{}نص* نص", "[نص{}](http://a.example/b)", "{}", "x{}y"),
    *("[نص](http://a.example/b{}c)", "[نص](/x{}y)", "- نص\n- {}نص", "> {}نص\n>\n> نص{}", "## نص {}", "نص  \n{}نص"),
    *(
        "| {} | ب |\n|---|---|\n| نص | {} |",
        "![{}](a.webp)",
        "![ن](a{}.webp)",
        "نص{}**نص**{}نص",
        "1. {}نص",
        "نص {}{} ن{}{}",
    ),
)
COMMON = [
    *range(0x250),
    *range(0x600, 0x700),
    *range(0x2000, 0x2070),
    0x3000,
    0xFB50,
    0xFDF2,
    0xFEFF,
    0x1F600,
    0x10FFFF,
]


@pytest.mark.parametrize(
    "characters", [COMMON[::3], pytest.param([*range(0x10100), *range(0x1F300, 0x1F400)], marks=pytest.mark.soak)]
)
def test_both_ways_agree_wherever_a_character_stands(characters: list[int]) -> None:
    for character in characters:
        for place in PLACES:
            same(place.replace("{}", chr(character)))


def test_plain_news_takes_the_short_way_and_most_rich_news_too() -> None:
    plain = [item.body for item in generate.items(150, "plain", 5)]
    rich = [item.body for item in generate.items(100, "rich", 5)]

    assert sum(map(same, plain)) == len(plain)
    assert sum(map(same, rich)) >= 0.95 * len(rich)


def test_news_of_many_outlets_takes_the_short_way() -> None:
    path = SHARED / "data/related/articles.jsonl.gz"
    if not path.exists():
        pytest.skip("the data in ../shared is not here")
    with gzip.open(path) as lines:
        bodies = [json.loads(line)["body"] for line in lines]

    assert sum(plain_body(body) is not None for body in bodies) >= 0.99 * len(bodies)
    for body in bodies[::80]:
        same(body)
