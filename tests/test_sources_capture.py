"""Captures: what each holds, word for word, and what is left of them when they are damaged."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

import pytest
from mutants import LAYOUT, LOSSES, Mutant, mutant
from told import told

from generator.errors import Level
from generator.markup import paragraphs
from generator.model import Article, Parsed, Precision, Reading, Record, Sidecar
from generator.sources import sidecar
from generator.sources.capture import PARSER
from generator.sources.capture.lines import loose, text_of
from generator.sources.capture.stamps import Glued, glued, stamp
from generator.sources.capture.tails import credited, without_promos
from generator.text.normalize import clean

ROOT = Path(__file__).parent.parent
CAPTURES = sorted((ROOT / "tests/captures/capture").glob("*.txt"))
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
REAL = ROOT.parent / "shared/seeds/daily8-article.txt"
REAL_SIDECAR = b"captured_at = 2025-05-11T18:00:00+03:00"


def parse(data: bytes, about: Sidecar | None = None, *, path: str = "seeds/page.txt") -> Parsed:
    return PARSER.parse(Record(1, data), Reading(path=path, zone="Africa/Cairo", sidecar=about or Sidecar()))


def read(path: Path) -> Parsed:
    """Return what a capture and the sidecar beside it give."""
    beside = path.with_suffix(".toml")
    about = sidecar.read(beside.read_bytes(), beside.name)[0] if beside.exists() else Sidecar()
    return parse(path.read_bytes(), about, path=path.name)


def page(*lines: str) -> bytes:
    return "\n".join(lines).encode()


ITEM = (
    "عنوان الخبر القصير",
    "عنوان الخبر القصير",
    "وكالة أنباء الزعفران",
    "timeمنذ 2 ساعات",
    "• وكالة أنباء الزعفران",
    "عنوان الخبر القصير",
)


# --- every variant -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.stem)
def test_a_capture_holds_the_articles_expected_of_it(path: Path, update_golden: bool) -> None:
    expected = ROOT / "tests/expected/capture" / f"{path.stem}.json"
    found = [told(article) for article in read(path).articles]
    if update_golden:
        expected.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", "utf-8")

    assert found == json.loads(expected.read_text("utf-8"))


@pytest.mark.parametrize("path", [*CAPTURES, *SEEDS], ids=lambda path: path.stem)
def test_every_line_of_a_capture_is_in_an_article_or_among_what_was_removed(path: Path) -> None:
    parsed = read(path)
    kept = " ".join(
        [*(f"{a.headline} {a.outlet} {a.published_raw} {a.credit} {a.section}" for a in parsed.articles)]
        + [" ".join(paragraphs(a.body)) for a in parsed.articles]
        + [topic for a in parsed.articles for topic in a.topics]
        + list(parsed.removed)
    )
    words = set(re.findall(r"\w+", kept))

    for line in text_of(path.read_bytes()).splitlines():
        said = clean(line).removeprefix("time").replace("_", " ")
        missing = set(re.findall(r"\w+", said)) - words
        assert all(any(word.endswith(part) or word.startswith(part) for part in words) for word in missing), line


@pytest.mark.parametrize("path", [*CAPTURES, *SEEDS], ids=lambda path: path.stem)
def test_no_body_holds_what_the_page_says_around_it(path: Path) -> None:
    chrome = re.compile(
        r"^(?:logo|time\b|image$|#$|Orange background)|لا (?:يوجد|توجد) تعليقات|الاصطناعي لدينا|Daily8|متجر التطبيقات|"
        r"app-store|No comments yet|Download|قناتنا|واتساب|WhatsApp|Twitter|تابعونا|شاركنا رأيك",
        re.M,
    )

    for article in read(path).articles:
        assert not chrome.search("\n".join(paragraphs(article.body)))


def test_the_demonstration_captures_are_read_without_a_problem() -> None:
    assert [problem for path in SEEDS for problem in read(path).problems] == []
    assert sum(len(read(path).articles) for path in SEEDS) >= 12
    assert all(article.outlet for path in SEEDS for article in read(path).articles)


# --- the real page -------------------------------------------------------------------------------------------------


@cache
def real_lines() -> list[str]:
    if not REAL.exists():
        pytest.skip("the data in ../shared is not here")
    return REAL.read_text("utf-8").split("\n")


def real(about: bytes = REAL_SIDECAR) -> tuple[Article, ...]:
    """Return the articles of the real page, read with a sidecar that says `about`."""
    real_lines()
    return parse(REAL.read_bytes(), sidecar.read(about, "page.toml")[0]).articles


def test_the_real_page_gives_four_articles_with_exact_headlines_and_outlets() -> None:
    lines = real_lines()
    found = [(article.headline, article.outlet, article.line) for article in real()]

    assert found == [
        (lines[1], "دفاع العرب", 2),
        (lines[30], lines[33], 31),
        (lines[43], lines[46], 44),
        (lines[56], lines[59], 57),
    ]


def test_the_real_page_gives_every_word_of_the_bodies_and_nothing_else() -> None:
    lines = real_lines()
    bodies = [paragraphs(article.body) for article in real()]

    assert bodies[0] == lines[7:17]
    assert bodies[1] == [lines[41].partition(" انضم إلى قناتنا")[0]]
    assert bodies[2] == [lines[54]]
    assert bodies[3] == [lines[67].removesuffix(" (عربي 21)")]
    assert bodies[1][0].endswith("بحزب البعث.")
    assert "الأسد ،" in bodies[3][0]


def test_the_real_page_dates_its_articles_from_the_moment_of_capture() -> None:
    found = [(a.published.iso, a.published.precision, a.published_raw) for a in real() if a.published]

    assert found == [
        ("2025-05-11", Precision.DAY, "١١-٠٥-٢٠٢٥"),
        ("2025-05-11T16:00:00+03:00", Precision.HOUR, "منذ 2 ساعات"),
        ("2025-05-11T14:00:00+03:00", Precision.HOUR, "منذ 4 ساعات"),
        ("2025-05-11T12:00:00+03:00", Precision.HOUR, "منذ 6 ساعات"),
    ]


def test_without_a_moment_of_capture_the_real_page_keeps_the_words_and_the_ids() -> None:
    dated, undated = real(), real(b"")

    assert [article.id for article in undated] == [article.id for article in dated]
    assert [article.published for article in undated[1:]] == [None, None, None]
    assert [article.published_raw for article in undated] == [article.published_raw for article in dated]
    assert undated[0] == dated[0]


def test_the_credit_of_the_real_page_is_recorded_once() -> None:
    assert [article.credit for article in real()] == ["", "", "", "عربي 21"]


def test_what_was_cut_out_of_the_real_page_is_told() -> None:
    real_lines()
    removed = parse(REAL.read_bytes()).removed

    assert removed[:2] == ("logo", "Orange background")
    assert removed[-1].startswith("انضم إلى قناتنا الإخبارية على واتساب")
    assert removed[-1].endswith("WhatsApp Google News")


# --- damaged captures ----------------------------------------------------------------------------------------------


@cache
def sound() -> list[list[str]]:
    """Return the lines of every capture here, and of the real page where it is."""
    files = [*CAPTURES, *SEEDS, *([REAL] if REAL.exists() else [])]
    return [text_of(path.read_bytes()).replace("\r", "").rstrip("\n").split("\n") for path in files]


@cache
def articles(lines: tuple[str, ...]) -> tuple[Article, ...]:
    return parse(page(*lines), Sidecar()).articles


def same(article: Article) -> tuple[object, ...]:
    return (article.id, article.outlet, loose(article.headline), article.credit, article.topics, article.body)


def names(lines: list[str], article: Article) -> set[int]:
    """Return the places of the lines that hold an article's headline or its outlet."""
    headline, outlet = loose(article.headline), loose(article.outlet) if article.outlet else "\n"
    said = [loose(clean(line)) for line in lines]
    return {at for at, line in enumerate(said) if line == headline or (outlet in line and len(line) < 60)}


def lost(lines: list[str], damaged: Mutant) -> list[str]:
    """Return the headlines of articles whose own lines are whole, but not their headline and outlet."""
    found = {(article.headline, article.outlet) for article in articles(damaged.lines)}
    whole = (article for article in articles(tuple(lines)) if not names(lines, article) & damaged.touched)
    return [article.headline for article in whole if (article.headline, article.outlet) not in found]


def test_of_1000_mutants_none_raises_and_articles_with_whole_lines_keep_headline_and_outlet() -> None:
    random = Random(20250511)
    failed: list[str] = []
    for _ in range(1000):
        lines = random.choice(sound())
        damaged = mutant(lines, LOSSES, random)
        failed += [damaged.accident] if lost(lines, damaged) else []

    print(f"{1000 - len(failed)} of 1000 mutants keep headline and outlet of every article whose own lines are whole")
    assert len(failed) <= 10, sorted(failed)  # measured: 0; 50 are allowed


def test_mutants_of_the_layout_alone_give_the_same_articles() -> None:
    random = Random(20250512)
    failed: list[str] = []
    for _ in range(1000):
        lines = random.choice(sound())
        damaged = mutant(lines, LAYOUT, random)
        before, after = articles(tuple(lines)), articles(damaged.lines)
        if [*map(same, before)] != [*map(same, after)]:
            failed.append(f"{damaged.accident}: {lines[1]}")

    print(f"{1000 - len(failed)} of 1000 mutants of the layout give the same articles")
    assert not failed


def test_captures_damaged_many_times_over_never_raise() -> None:
    random = Random(20250513)
    for _ in range(150):
        lines = random.choice(sound())
        for _ in range(random.randint(2, 9)):
            lines = list(mutant(lines, (*LOSSES, *LAYOUT), random).lines)
            if sum(bool(line.strip()) for line in lines) < 3:
                break
        data = bytearray(page(*lines))
        data[random.randrange(len(data))] = random.randrange(256)
        parse(bytes(data))
        parse(bytes(data)[: random.randrange(len(data))])


# --- identity, sidecar, problems -----------------------------------------------------------------------------------


@pytest.mark.parametrize("digits", ["٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"])
def test_the_digits_of_a_date_do_not_change_the_id(digits: str) -> None:
    written = str.maketrans("0123456789", digits)
    latin = parse(page("عنوان", "عنوان", "وكالة أنباء الزعفران11-05-2025", "نص الخبر."))
    other = parse(page("عنوان", "عنوان", "وكالة أنباء الزعفران" + "11-05-2025".translate(written), "نص الخبر."))

    assert latin.articles[0].id == other.articles[0].id
    assert other.articles[0].published_raw == "11-05-2025".translate(written)
    assert replace(other.articles[0], published_raw="11-05-2025") == latin.articles[0]


def test_the_spaces_in_a_date_do_not_change_the_id() -> None:
    first, second = (
        parse(page("عنوان", "عنوان", f"وكالة أنباء الزعفران{day}", "نص.")) for day in ("1-5-2025", " 1 - 5 - 2025")
    )

    assert first.articles[0].id == second.articles[0].id
    assert second.articles[0].published == first.articles[0].published


def test_the_date_as_written_is_part_of_the_id() -> None:
    first, second = (parse(page("عنوان", "عنوان", f"وكالة أنباء الزعفران1{day}-05-2025", "نص.")) for day in "12")

    assert first.articles[0].id != second.articles[0].id


def test_the_sidecar_names_outlet_and_address_of_the_pages_own_article_only() -> None:
    about = Sidecar(outlet="صحيفة منارة الصدف", url="https://mina.example/1")
    own, related = parse(
        page("عنوان الصفحة التي نقرؤها الآن كاملاً", "نص الصفحة كله.", "أخبار ذات صلة", *ITEM, "نص الخبر."), about
    ).articles

    assert (own.outlet, own.url, own.id) == ("صحيفة منارة الصدف", "https://mina.example/1", "https://mina.example/1")
    assert (related.outlet, related.url) == ("وكالة أنباء الزعفران", "")


@pytest.mark.parametrize(
    "data",
    [b"", b"\n\n \n", Random(1).randbytes(2000), "سطر واحد لا غير".encode(), "عنوان\nفقرة أولى.\nفقرة ثانية.".encode()],
    ids=["empty", "blank", "noise", "one line", "plain text"],
)
def test_a_file_without_an_article_is_an_error_that_says_what_to_do(data: bytes) -> None:
    parsed = parse(data)

    assert parsed.articles == ()
    assert [(problem.level, problem.code) for problem in parsed.problems] == [(Level.ERROR, "capture-unrecognised")]
    assert parsed.problems[0].hint


def test_a_plain_text_with_a_sidecar_is_an_article() -> None:
    parsed = parse("عنوان\nفقرة أولى.\nفقرة ثانية.".encode(), Sidecar(outlet="وكالة أنباء الزعفران"))

    assert [(a.headline, paragraphs(a.body)) for a in parsed.articles] == [("عنوان", ["فقرة أولى.", "فقرة ثانية."])]
    assert parsed.problems == ()


def test_an_article_without_an_outlet_is_a_warning() -> None:
    parsed = parse(page("logo", "عنوان", "عنوان", "نص الخبر كله.", "التعليقات"))

    assert [(problem.level, problem.code, problem.line) for problem in parsed.problems] == [
        (Level.WARNING, "capture-no-outlet", 2)
    ]


def test_an_item_without_a_headline_is_an_error_and_the_others_are_there() -> None:
    nameless = ("صحيفة منارة الصدف", "timeمنذ 3 ساعات", "• صحيفة منارة الصدف")
    parsed = parse(page("logo", "أخبار ذات صلة", *nameless, *ITEM, "نص."), Sidecar())

    assert [article.headline for article in parsed.articles] == ["عنوان الخبر القصير"]
    assert ("capture-no-headline", 3) in [(problem.code, problem.line) for problem in parsed.problems]


def test_times_that_nobody_can_place_are_one_warning() -> None:
    parsed = parse(page("logo", "أخبار ذات صلة", *ITEM, "نص.", *(line.replace("القصير", "الثاني") for line in ITEM)))

    assert [(problem.code, problem.line) for problem in parsed.problems] == [("capture-time-unknown", 3)]
    assert "page.toml" in parsed.problems[0].hint


def test_only_text_files_are_captures() -> None:
    assert PARSER.accepts("seeds/page.txt", b"")
    assert PARSER.accepts("seeds/PAGE.TXT", b"")
    assert not PARSER.accepts("content/vote.md", b"")


def test_markup_in_a_capture_is_text() -> None:
    parsed = parse(page("عنوان", "عنوان", "وكالة أنباء الزعفران11-05-2025", "قبل <script>alert(1)</script> بعد"))

    assert paragraphs(parsed.articles[0].body) == ["قبل <script>alert(1)</script> بعد"]
    assert "<script" not in parsed.articles[0].body


def test_utf_16_without_a_mark_is_told_by_its_zeros() -> None:
    text = "logo\nعنوان الخبر\nعنوان الخبر\nوكالة أنباء الزعفران11-05-2025\nنص الخبر."

    assert text_of(text.encode("utf-16-le")) == text
    assert text_of(text.encode("utf-16-be")) == text


# --- lines ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("timeمنذ 2 ساعات", "منذ 2 ساعات"),
        ("منذ ساعة واحدة", "منذ ساعة واحدة"),
        ("قبل ثلاثة أيام", "قبل ثلاثة أيام"),
        ("time7 hours ago", "7 hours ago"),
        ("timean hour ago", "an hour ago"),
        ("time14-06-2025", "14-06-2025"),
        ("١٢/٠٥/٢٠٢٦", "١٢/٠٥/٢٠٢٦"),
        ("2026-05-12 14:30", "2026-05-12 14:30"),
        ("الأحد 11 أيار/ مايو 2025", "الأحد 11 أيار/ مايو 2025"),
        ("May 25, 2025", "May 25, 2025"),
        ("timeالآن", "الآن"),
        ("منذ سنوات والناس ينتظرون", ""),
        ("الآن", ""),
        ("2025", ""),
        ("قال قبل يومين", ""),
    ],
)
def test_a_time_on_a_line_of_its_own_is_found(text: str, words: str) -> None:
    assert stamp(text) == words


@pytest.mark.parametrize(
    ("text", "outlet", "words"),
    [
        ("دفاع العرب١١-٠٥-٢٠٢٥", "دفاع العرب", "١١-٠٥-٢٠٢٥"),
        ("بيروت نيوزمنذ 6 أيام", "بيروت نيوز", "منذ 6 أيام"),
        ("BBC News25-05-2025", "BBC News", "25-05-2025"),
        ("BBC Newsan hour ago", "BBC News", "an hour ago"),
        ("Al Jazeeraan hour ago", "Al Jazeera", "an hour ago"),
        ("Japana day ago", "Japan", "a day ago"),
        ("TIME25-05-2025", "TIME", "25-05-2025"),
        ("Time2 days ago", "Time", "2 days ago"),
        ("عربي21١١-٠٥-٢٠٢٥", "عربي21", "١١-٠٥-٢٠٢٥"),
        ("عربي2111-05-2025", "عربي21", "11-05-2025"),
        ("ليبانون 2411-05-2025", "ليبانون 24", "11-05-2025"),
        ("ليبانون 249-05-2025", "ليبانون 24", "9-05-2025"),
        ("ليبانون 24٢٤-٠٥-٢٠٢٥", "ليبانون 24", "٢٤-٠٥-٢٠٢٥"),
        ("ليبانون 24منذ 6 ساعات", "ليبانون 24", "منذ 6 ساعات"),
        ("وكالة أنباء الزعفران - 11/05/2025", "وكالة أنباء الزعفران", "11/05/2025"),
        ("وكالة أنباء الزعفران11 أيار/ مايو 2025", "وكالة أنباء الزعفران", "11 أيار/ مايو 2025"),
        ("قناة واحة الزهرtimeمنذ 3 ساعات", "قناة واحة الزهر", "منذ 3 ساعات"),
    ],
)
def test_an_outlet_and_its_time_are_parted(text: str, outlet: str, words: str) -> None:
    found = glued(text)

    assert isinstance(found, Glued)
    assert (found.outlet, found.stamp) == (outlet, words)


@pytest.mark.parametrize(
    "text", ["ليبانون 24", "timeمنذ 2 ساعات", "حدث هذا في 11-05-2025 وانتهى", "وكالة أنباء الزعفران"]
)
def test_a_line_without_both_is_not_parted(text: str) -> None:
    assert glued(text) is None


# --- tails ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("انتهى الخبر. انضم إلى قناتنا الإخبارية على واتساب", "انتهى الخبر."),
        ("انتهى الخبر انضموا إلى قناتنا على تلغرام", "انتهى الخبر"),
        ("انتهى الخبر. تابعونا على فيسبوك وتويتر. لا تفوتوا أي خبر!", "انتهى الخبر."),
        ("أول. تابعونا على واتساب. وقال الوزير إن الطريق سيُفتح صباح الغد أمام الناس.", None),
        ("Facebook | Twitter | YouTube", ""),
        ("The end. Join our WhatsApp channel for more.", "The end."),
        ("انتهى الخبر. اشترك في نشرتنا البريدية. (رويترز)", "انتهى الخبر. (رويترز)"),
    ],
)
def test_calls_to_follow_are_cut_out(text: str, kept: str | None) -> None:
    wanted = "أول. وقال الوزير إن الطريق سيُفتح صباح الغد أمام الناس." if kept is None else kept

    assert without_promos([text])[0] == ([wanted] if wanted else [])


@pytest.mark.parametrize(
    "text",
    [
        "انضم إلى قناة واحة الزهر مراسلاً عام 2010. وغادرها بعد سنتين.",
        "تابعنا على مدى أشهر ما جرى في الوادي.",
        "حمل التطبيق اسم جدته، وحمّله ألف شخص.",
        "أطلقت الشركة قناة على واتساب ويوتيوب.",
        "قال: اشتركوا في الحملة. ثم غادر القاعة.",
    ],
)
def test_sentences_that_only_sound_like_calls_stay(text: str) -> None:
    assert without_promos([text]) == ([text], [])


@pytest.mark.parametrize(
    ("body", "kept", "credit"),
    [
        (["انتهى الخبر. (عربي 21)"], ["انتهى الخبر."], "عربي 21"),
        (["انتهى الخبر", "(رويترز)"], ["انتهى الخبر"], "رويترز"),
        (["قال المتحدث ذلك أمس (أ ف ب)."], ["قال المتحدث ذلك أمس"], "أ ف ب"),
        (["انتهى الخبر.", "المصدر: AP"], ["انتهى الخبر."], "AP"),
        (["أول.", "المصدر: AP", "ثان."], ["أول.", "المصدر: AP", "ثان."], "AP"),
        (["ذكرت صحيفة «الميناء» أن الطريق فُتح. (الميناء)"], ["ذكرت صحيفة «الميناء» أن الطريق فُتح."], "الميناء"),
        (["بلغ عددهم ثلاثة آلاف (3000)"], ["بلغ عددهم ثلاثة آلاف (3000)"], ""),
        (["هذا ما حدث. (فيديو)"], ["هذا ما حدث. (فيديو)"], ""),
        (["تقول منظمة الأغذية (الفاو)"], ["تقول منظمة الأغذية (الفاو)"], ""),
        (["وبحسب وكالة 'الأناضول'، جاءت الزيارة."], ["وبحسب وكالة 'الأناضول'، جاءت الزيارة."], ""),
        (["انتهى الخبر. (وكالة أنباء الزعفران)"], ["انتهى الخبر."], ""),
        ([], [], ""),
    ],
)
def test_credits_are_recorded_and_leave_the_end_of_the_body(body: list[str], kept: list[str], credit: str) -> None:
    assert credited(body, "وكالة أنباء الزعفران") == (kept, credit)


# --- heads ---------------------------------------------------------------------------------------------------------

H, O, T, B = ITEM[0], ITEM[2], ITEM[3], ITEM[4]  # noqa: E741


@pytest.mark.parametrize(
    "head",
    [
        (H, H, O, T, B, H),
        (H, O, T, B, H),
        (O, T, B, H),
        (H, H, O, T, B),
        (H, H, T, B, H),
        (H, H, O, B, H),
        (H, H, O, T, H),
        (H, H, O, T),
        (H, H, O + T, B, H),
        (H, H, O, T + B, H),
        (H, H, O, T, B + H),
        (H + H, O, T, B, H),
        (H, H + O, T, B, H),
        (H, H[:9], H[9:], O, T, B, H),
        (H, H, O[:6], O[6:], T, B, H),
        (H, H, O, T[:9], T[9:], B, H),
        (H, H, O, T, B[:6], B[6:], H),
        (H, H, O, T, B, H[:9], H[9:]),
        (H, O, H, T, B, H),
        (H, H, O, B, T, H),
        (H, H, T, O, B, H),
        (H, H, O, O, T, T, B, B, H, H),
        (H, H, O, T, "• اقتصاد", B, H),
    ],
    ids=lambda head: " / ".join(head).replace(H, "H").replace(O, "O").replace(T, "T"),
)
def test_any_two_lines_that_agree_name_an_item(head: tuple[str, ...]) -> None:
    first = [line.replace("القصير", "الأول") for line in ITEM]
    parsed = parse(page("logo", "أخبار ذات صلة", *first, "نص الأول.", *head, "نص الخبر كاملاً."))

    assert [(a.headline, a.outlet, paragraphs(a.body)) for a in parsed.articles[1:]] == [(H, O, ["نص الخبر كاملاً."])]


def test_an_outlet_may_end_like_a_sentence() -> None:
    parsed = parse(
        page("logo", "Related News", "A headline", "A headline", "Yahoo!", "time2 days ago", "• Yahoo!", "A headline")
    )

    assert [(a.headline, a.outlet) for a in parsed.articles] == [("A headline", "Yahoo!")]


def test_tags_glued_to_their_heading_are_topics() -> None:
    parsed = parse(page("عنوان", "عنوان", "وكالة أنباء الزعفران11-05-2025", "نص.", "هاشتاغز#كرة_القدم، #رياضة"))

    assert [(a.topics, paragraphs(a.body)) for a in parsed.articles] == [(("كرة القدم", "رياضة"), ["نص."])]


def test_a_readers_comment_is_no_article() -> None:
    comment = ("سامر", "منذ ساعتين", "تعليق قصير من قارئ")
    for heading in ("التعليقات", "جرب ميزات الذكاء الاصطناعي لدينا"):
        parsed = parse(page("عنوان", "عنوان", "وكالة أنباء الزعفران11-05-2025", "نص.", heading, *comment, *comment))
        assert [(a.headline, paragraphs(a.body)) for a in parsed.articles] == [("عنوان", ["نص."])]


@pytest.mark.parametrize(
    "text", ["<!COMMENT>", "<share>", "Related: the two brothers", "التعليقات كثيرة", "Logo", "Time"]
)
def test_only_the_pages_own_words_are_its_headings(text: str) -> None:
    parsed = parse(page("عنوان", "عنوان", "وكالة أنباء الزعفران11-05-2025", "نص.", text, "بقية النص."))

    assert [paragraphs(article.body) for article in parsed.articles] == [["نص.", text, "بقية النص."]]


@pytest.mark.parametrize("grow", [lambda n: ["س", "منذ ساعة"] * n, lambda n: ["- س", "ص"] * n, lambda n: ["س"] * n])
def test_the_work_grows_with_the_size_of_the_capture(grow: Callable[[int], list[str]]) -> None:
    assert parse(page("logo", "أخبار ذات صلة", *grow(3000))).removed
