"""What is shown of mistakes."""

from __future__ import annotations

import pytest

from generator.errors import Place, Problem, error, warning
from generator.serve.excerpt import WIDTH, excerpt, place_of
from generator.serve.overlay import Notice, notice, page

TEXT = "سطر أول\n<p>{{ articl.headline }}</p>\n\tسطر ثالث\nرابع\nخامس\nسادس\nسابع\n"


def problem(message: str, line: int = 2, column: int = 0) -> Problem:
    return Problem(
        level=error("template", "", "").level,
        code="template",
        path="templates/article.html",
        line=line,
        column=column,
        message=message,
        hint="mend it",
    )


@pytest.mark.parametrize(
    ("found", "place"),
    [
        (problem("'articl' is undefined"), Place(2, 7)),
        (problem("“articl” is undefined"), Place(2, 7)),
        (problem("no filter named 'nothing'"), Place(2, 1)),
        (problem("mistake", line=3), Place(3, 2)),
        (problem("mistake", column=4), Place(2, 4)),
        (problem("mistake", line=0), Place(0, 0)),
        (problem("mistake", line=99), Place(99)),
    ],
)
def test_a_place_without_a_column_is_that_of_the_quoted_words(found: Problem, place: Place) -> None:
    assert place_of(found, TEXT) == place


def test_the_lines_around_are_shown_and_the_words_marked() -> None:
    lines = excerpt(TEXT, Place(2, 7), "'articl' is undefined")

    assert [line.number for line in lines] == [1, 2, 3, 4, 5]
    assert (lines[1].before, lines[1].marked, lines[1].after) == ("<p>{{ ", "articl", ".headline }}</p>")


@pytest.mark.parametrize("line", [0, 8, 99])
def test_a_line_that_is_not_there_has_no_excerpt(line: int) -> None:
    assert excerpt(TEXT, Place(line), "") == []


def test_a_line_of_a_whole_article_is_cut_around_its_place() -> None:
    text = "أ" * 5000 + "هنا" + "ب" * 5000

    [line] = excerpt(text, Place(1, 5001), "“هنا” is wrong")

    assert line.marked == "هنا"
    assert len(line.text) < 2 * WIDTH


def test_all_that_people_wrote_is_escaped() -> None:
    wrong = Problem(
        level=problem("").level, code="template", path='a"<b>.html', line=1, message="<i>x</i>", hint="<u>y</u>"
    )

    shown = page([wrong], lambda path: "<script>z</script>").decode()

    for raw in ("<i>", "<u>", "<b>.html", "<script>z"):
        assert raw not in shown
    assert "&lt;script&gt;z&lt;/script&gt;" in shown


def test_lines_take_the_direction_of_their_own_letters() -> None:
    shown = page([problem("'articl' is undefined")], lambda path: TEXT).decode()

    assert '<html lang="en" dir="ltr">' in shown
    assert '<bdi dir="ltr">templates/article.html:2:7</bdi>' in shown
    assert shown.count('<code dir="auto">') == 5


def test_errors_are_told_and_warnings_are_not() -> None:
    wrong, doubtful = error("date-unreadable", "a.md", "wrong"), warning("date-doubtful", "b.md", "doubtful")

    told = notice([doubtful, wrong], lambda path: None, is_blocking=False)

    assert "wrong" in told.html
    assert "doubtful" not in told.html
    assert notice([doubtful], lambda path: None, is_blocking=False) == Notice()


def test_a_notice_is_named_by_what_it_says() -> None:
    one = notice([error("a-b", "a.md", "wrong")], lambda path: None, is_blocking=False)
    same = notice([error("a-b", "a.md", "wrong")], lambda path: None, is_blocking=False)
    other = notice([error("a-b", "a.md", "wrong")], lambda path: "text", is_blocking=True)

    assert one == same
    assert one.name != other.name


def test_many_mistakes_are_counted() -> None:
    told = notice([error("a-b", f"{n}.md", "wrong") for n in range(40)], lambda path: None, is_blocking=False)

    assert "40 mistakes" in told.html
    assert "… and 28 more" in told.html
