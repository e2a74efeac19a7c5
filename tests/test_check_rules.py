"""One planted fault a rule: exactly that rule speaks, and says where; what is right is left alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from check_faults import FAULTS, LD, PNG, Built, an_article, copied, follows, good_site, in_body, in_page
from site_fixture import SiteFixture

from generator.check.rules import CODES


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> SiteFixture:
    return good_site(tmp_path_factory.mktemp("check") / "site")


@pytest.fixture
def built(good: SiteFixture, tmp_path: Path) -> Built:
    return copied(good, tmp_path / "public")


@pytest.mark.parametrize(("code", "plant", "words"), FAULTS, ids=[f"{code}-{n}" for n, (code, *_) in enumerate(FAULTS)])
def test_exactly_the_planted_fault_is_found(built: Built, code: str, plant: Callable[[Built], str], words: str) -> None:
    built.write("media/p.png", PNG)
    path = plant(built)

    found = [problem for problem in built.check() if not follows(problem, code)]

    assert {problem.code for problem in found} == {code}, [str(problem) for problem in found]
    assert [problem.path for problem in found] == [path] * len(found)
    assert any(words in f"{problem.message} {problem.hint}" for problem in found), [str(problem) for problem in found]


def test_every_rule_has_its_planted_fault() -> None:
    assert {code for code, *_ in FAULTS} == set(CODES)


@pytest.mark.parametrize(
    "html",
    [
        '<p>فاز <bdi dir="ltr">2-1</bdi> أمس</p>',
        '<p dir="ltr">He won 2-1, 2024-2026.</p>',
        '<p>في <time datetime="2026-11-20">2026-11-20</time></p>',
        "<p>اكتب <code>1-2</code> هنا</p>",
        "<p>بلغ 45 أو 1,900.5 ألفا</p>",
        "<p>فاز <b>Real</b> Madrid أمس</p>",
        "<p>BBC</p>",
        '<p dir="auto">The end.</p>',
        '<p><a href="#content">رابط</a> <a href="#top">فوق</a> <a href="#:~:text=نص">نص</a> <a href="">هنا</a></p>',
        '<p><a href="mailto:a@b.example">بريد</a> <a href="https://o.example/x">خارج</a></p>',
        '<p><time datetime="2025-W05">أسبوع</time> <time datetime="P3D">أيام</time></p>',
        '<p><time datetime="14:30">وقت</time> <time>2026-11-20</time></p>',
        '<p><time datetime="2025-05-10T22:00Z">الأحد 11 أيار 2025 م · 13 ذو القعدة 1446 هـ</time></p>',
        LD.format('{"@context": "https://schema.org", "@type": "NewsArticle", "datePublished": "2025-05"}'),
        "<svg><title>رسم</title></svg>",
    ],
)
def test_what_is_right_is_left_alone(built: Built, html: str) -> None:
    in_body(html)(built)

    assert [str(problem) for problem in built.check()] == []


def test_the_place_of_a_fault_is_its_line_and_column_in_the_built_file(built: Built) -> None:
    path = an_article(built)
    built.edit(path, "</main>", "\n<p>أولًا</p>\n<p>فاز <b>ثم 3-2</b></p></main>")
    number = built.read(path).split("\n").index("<p>فاز <b>ثم 3-2</b></p></main>") + 1

    (found,) = built.check()

    assert (found.line, found.column) == (number, 14)


def test_of_a_page_without_a_policy_it_is_not_said_that_its_policy_forbids_something(built: Built) -> None:
    path = in_page('http-equiv="Content-Security-Policy"', 'name="csp"')(built)
    in_body("<style>p{}</style>")(built)

    found = {problem.code: problem.message for problem in built.check() if problem.path == path}

    assert found.keys() == {"check-csp", "check-inline"}
    assert "Policy" not in found["check-inline"]


@pytest.mark.parametrize("value", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:00-12:00"])
def test_a_date_at_either_end_of_the_calendar_ends_nothing(built: Built, value: str) -> None:
    path = in_body(f'<p><time datetime="{value}">أمس</time></p>')(built)

    assert {problem.path for problem in built.check()} <= {path}
