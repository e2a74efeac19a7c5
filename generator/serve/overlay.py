"""What the preview shows of mistakes: each with its place, the lines around it and what to try, as HTML.

All text of people's files is escaped. Every line of theirs takes the direction of its own first letter, so that Arabic
and markup stand as in an editor; what we say ourselves is English, as on the command line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from generator import digest
from generator.errors import Level, Place, Problem
from generator.serve.amend import HOME
from generator.serve.excerpt import Line, excerpt, place_of

SHEET = f"{HOME}overlay.css"
SHOWN = 12  # mistakes in one overlay; the command line and `nashra list problems` have all

Read = Callable[[str], str | None]  # the text of a file that a problem names, None where it is not to be had

_PAGE = """<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title} · nashra serve</title>
<link rel="stylesheet" href="{sheet}">
</head>
<body class="nashra-page">
<main>
{body}
<p class="nashra-foot">This page comes back by itself once the mistake is mended.</p>
</main>
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Notice:
    """What is to be told over every open page: HTML, and its digest as a name; both empty where all is well.

    `is_blocking` tells that the pages are those of before the mistake.
    """

    name: str = ""
    html: str = ""
    is_blocking: bool = False


def page(problems: Sequence[Problem], read: Read) -> bytes:
    """Return a page that stands where one cannot be shown."""
    title = escape(_place_text(problems[0], read)) if problems else "mistake"
    return _PAGE.format(title=title, sheet=SHEET, body=_list(problems, read)).encode()


def notice(problems: Sequence[Problem], read: Read, *, is_blocking: bool) -> Notice:
    """Return what is told over open pages of these problems; warnings are for the command line."""
    errors = [problem for problem in problems if problem.level is Level.ERROR]
    if not errors:
        return Notice()
    count = "1 mistake" if len(errors) == 1 else f"{len(errors)} mistakes"
    standing = "the pages are those of before it" if is_blocking else "what they are in is left out"
    heading = f'<p class="nashra-count"><b>{count}</b> · {standing}</p>'
    html = heading + _list(errors, read)
    return Notice(digest.of_value((html, is_blocking)), html, is_blocking)


def _list(problems: Sequence[Problem], read: Read) -> str:
    parts = [_mistake(problem, read) for problem in problems[:SHOWN]]
    if len(problems) > SHOWN:
        parts.append(f'<p class="nashra-more">… and {len(problems) - SHOWN} more: nashra list problems</p>')
    return "\n".join(parts)


def _mistake(problem: Problem, read: Read) -> str:
    text = read(problem.path)
    place = place_of(problem, text)
    lines = excerpt(text, place, problem.message) if text is not None else []
    hint = f'<p class="nashra-hint" dir="auto"><b>hint</b> {escape(problem.hint)}</p>' if problem.hint else ""
    return (
        f'<section class="nashra-mistake nashra-{problem.level}">'
        f'<p class="nashra-place"><bdi dir="ltr">{escape(_written(problem.path, place))}</bdi> '
        f"<code>{escape(problem.code)}</code></p>"
        f'<p class="nashra-message" dir="auto">{escape(problem.message)}</p>'
        f"{_excerpt(lines, place)}{hint}</section>"
    )


def _place_text(problem: Problem, read: Read) -> str:
    return _written(problem.path, place_of(problem, read(problem.path)))


def _written(path: str, place: Place) -> str:
    return ":".join([path, *(str(number) for number in place if number)])


def _excerpt(lines: Sequence[Line], place: Place) -> str:
    if not lines:
        return ""
    rows = "".join(_row(line, line.number == place.line) for line in lines)
    return f'<ol class="nashra-lines" start="{lines[0].number}">{rows}</ol>'


def _row(line: Line, is_it: bool) -> str:
    mark = f"<mark>{escape(line.marked)}</mark>" if line.marked else ""
    current = ' class="nashra-it"' if is_it else ""
    text = f"{escape(line.before)}{mark}{escape(line.after)}"
    return f'<li{current}><span class="nashra-number">{line.number}</span><code dir="auto">{text or " "}</code></li>'
