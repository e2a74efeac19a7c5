"""The lines that say who published a related item and when: outlet, stamp, bullets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, zip_longest

from generator.sources.capture.lines import NAME_LIMIT, Kind, Line, loose
from generator.sources.capture.stamps import glued, stamp, stamp_in_pieces

_REACH = 6  # lines: how far above its bullet an outlet's name may stand
_NEAR = 7  # lines: how far from each other the copies of a headline may stand
_SENTENCE_ENDS = (".", ":", "،", "؛", ",")


@dataclass(frozen=True, slots=True)
class Outlet:
    """The lines `start` to `end` (exclusive) that name an outlet and the time; names are as written, "" if lost."""

    start: int
    end: int
    name: str
    stamp: str = ""
    section: str = ""

    @property
    def loose(self) -> str:
        """Return the name's letters and digits, folded."""
        return loose(self.name) if self.name else ""


def is_name(text: str) -> bool:
    """Tell whether a line can be an outlet's name: short, no sentence, no time."""
    return 0 < len(text) <= NAME_LIMIT and not text.endswith((*_SENTENCE_ENDS, "؟", "!", "?", "…")) and not stamp(text)


def is_title(text: str) -> bool:
    """Tell whether a line does not end as sentences do; a headline may ask or exclaim."""
    return not text.endswith(_SENTENCE_ENDS)


@dataclass(frozen=True, slots=True)
class Places:
    """What a page's headings make likely: lines that hold related items, lines that may hold readers' comments."""

    announced: range
    comments: frozenset[int]


def places(lines: Sequence[Line]) -> Places:
    """Return what the headings of a page say of its lines.

    Related items stand under the last heading of such, or of a list, up to another heading; comments under theirs, or
    under the page's tools where theirs is lost.
    """
    headings = [at for at, line in enumerate(lines) if line.kind is not Kind.TEXT]
    start = max((at for at in headings if lines[at].kind in (Kind.RELATED, Kind.LISTING)), default=len(lines))
    ends = [*headings[1:], len(lines)]
    announced = range(start + 1, next((at for at in headings if at > start), len(lines)))
    comments = (
        range(at, end) for at, end in zip(headings, ends, strict=False) if lines[at].kind in (Kind.COMMENTS, Kind.TOOLS)
    )
    return Places(announced, frozenset(chain.from_iterable(comments)))


def bulleted_outlets(lines: Sequence[Line], page: Places) -> list[Outlet]:
    """Return the outlets that a bullet names again, in order."""
    found: list[Outlet] = []
    runs = list(_runs(lines))
    for run, following in zip_longest(runs, runs[1:]):
        floor = found[-1].end if found else 0
        outlet = _named_above(lines, floor, run)
        if outlet is None and not _is_scrap(lines, floor, run, following):
            outlet = _named_by_bullet(lines, floor, run, page)
        if outlet:
            found.append(_with_late_stamp(lines, outlet))
    return found


def bare_outlets(lines: Sequence[Line], first: int, known: Sequence[Outlet], page: Places) -> Iterator[Outlet]:
    """Yield the outlets that no bullet names, from line `first` on, outside the lines of `known` ones.

    A name and a time alone prove little (readers' comments have both): either the headline stands above them twice, or
    above and below, or the page has announced related items.
    """
    taken = {at for outlet in known for at in range(outlet.start, outlet.end + 1)}
    for at in range(first, len(lines)):
        outlet = _bare_at(lines, at, first) if at not in taken else None
        if outlet is None or outlet.start in taken:
            continue
        if at in page.announced or _is_between_copies(lines, outlet, page):
            taken.update(range(outlet.start, outlet.end + 1))
            yield outlet


def _runs(lines: Sequence[Line]) -> Iterator[range]:
    """Yield the runs of bulleted lines."""
    start = None
    for at in range(len(lines) + 1):
        bulleted = at < len(lines) and bool(lines[at].bullet)
        if bulleted and start is None:
            start = at
        elif not bulleted and start is not None:
            yield range(start, at)
            start = None


def _named_above(lines: Sequence[Line], floor: int, run: range) -> Outlet | None:
    """Return the outlet whose name stands on a line above its bullet, with nothing but a time between."""
    headline = lines[run.stop].loose if run.stop < len(lines) else ""
    for at in range(run.start - 1, max(floor, run.start - _REACH) - 1, -1):
        if lines[at].kind is not Kind.TEXT:
            return None
        for bullet in run:
            name, rest, end = _same_name(lines, at, bullet, run.stop)
            if name:
                slot = [line.text for line in lines[at + 1 : run.start]]
                return Outlet(at, end, name, rest or stamp_in_pieces(slot), _section(lines, run, name))
        if not (is_name(lines[at].text) or stamp(lines[at].text) or lines[at].loose == headline):
            return None
    return None


def _same_name(lines: Sequence[Line], at: int, bullet: int, stop: int) -> tuple[str, str, int]:
    """Return the name that line `at` and a bullet share, the time glued to it there, and where the bullets then end.

    The bullet may be cut in two, or glued to the headline after it.
    """
    text, said, key = lines[at].text, lines[bullet].bullet, loose(lines[bullet].bullet)
    if len(said) <= NAME_LIMIT and text.startswith(said) and stamp(text.removeprefix(said).strip()):
        return said, stamp(text.removeprefix(said).strip()), stop
    joined = glued(text)
    name, rest = (joined.outlet, joined.stamp) if joined and loose(joined.outlet) == key else (text, "")
    if len(name) > NAME_LIMIT or stamp(name):
        return "", "", stop
    if loose(name) == key:
        return name, rest, stop
    after = lines[stop].loose if stop < len(lines) else ""
    if after and bullet == stop - 1 and key + after == loose(name):
        return name, "", stop + 1
    if at and key == loose(name) + lines[at - 1].loose:
        return name, "", stop
    return "", "", stop


def _is_scrap(lines: Sequence[Line], floor: int, run: range, following: range | None) -> bool:
    """Tell whether bullets are what an accident left of the section above an outlet's bullet."""
    if following is None or following.start > run.stop + 1:
        return False
    outlet = _named_above(lines, floor, following)
    return outlet is not None and outlet.start < run.start


def _named_by_bullet(lines: Sequence[Line], floor: int, run: range, page: Places) -> Outlet | None:
    """Return the outlet of bullets right under a time, where its name above them or its bullet was lost or damaged."""
    at = run.start - 1
    words, name = stamp(lines[at].text) if at >= floor else "", lines[run[-1]].bullet
    if not words:
        return None
    outlet = Outlet(at, run.stop, name, words, _section(lines, run, name))
    sure = at in page.announced or _is_between_copies(lines, outlet, page)
    if sure and _is_whole_name(lines, floor, outlet):
        name = lines[at - 1].text
        return Outlet(at - 1, run.stop, name, words, _section(lines, run, name))
    return outlet if sure and is_name(name) else None


def _is_whole_name(lines: Sequence[Line], floor: int, outlet: Outlet) -> bool:
    """Tell whether the line above an outlet's time is its name, not a headline nor a piece of what the bullet says."""
    at = outlet.start - 1
    if at < floor or not is_name(lines[at].text) or lines[at].loose.endswith(outlet.loose):
        return False
    below = lines[outlet.end].loose if outlet.end < len(lines) else ""
    above = lines[at - 1].loose if at > floor else ""
    return lines[at].loose not in (above, below) and above + lines[at].loose != outlet.loose


def _section(lines: Sequence[Line], run: range, name: str) -> str:
    """Return the first bullet that is not the outlet's."""
    others = (lines[at].bullet for at in run if loose(name) not in loose(lines[at].bullet))
    return next((text for text in others if is_name(text)), "")


def _with_late_stamp(lines: Sequence[Line], outlet: Outlet) -> Outlet:
    """Return `outlet` with the time that stands under its bullet or above its name, where it has none."""
    if outlet.stamp:
        return outlet
    if outlet.end < len(lines) and stamp(lines[outlet.end].text):
        return replace(outlet, end=outlet.end + 1, stamp=stamp(lines[outlet.end].text))
    if outlet.start and stamp(lines[outlet.start - 1].text):
        return replace(outlet, start=outlet.start - 1, stamp=stamp(lines[outlet.start - 1].text))
    return outlet


def _bare_at(lines: Sequence[Line], at: int, first: int) -> Outlet | None:
    if lines[at].kind is not Kind.TEXT or lines[at].bullet:
        return None
    joined = glued(lines[at].text)
    if joined and joined.tight and is_name(joined.outlet) and not _has_twin(lines, at):
        return Outlet(at, at + 1, joined.outlet, joined.stamp)
    above = lines[at - 1] if at > first else None
    words = stamp(lines[at].text)
    if words and above and above.kind is Kind.TEXT and not above.bullet and is_name(above.text):
        return Outlet(at - 1, at + 1, above.text, words)
    return None


def _has_twin(lines: Sequence[Line], at: int) -> bool:
    """Tell whether a line, or one that it is a piece of, stands there again: headlines do, and some end in a date."""
    around = (*lines[max(0, at - _NEAR) : at], *lines[at + 1 : at + _NEAR + 1])
    return any(line.loose.startswith(lines[at].loose) or line.loose.endswith(lines[at].loose) for line in around)


def _is_between_copies(lines: Sequence[Line], outlet: Outlet, page: Places) -> bool:
    """Tell whether the headline stands twice above an outlet, or above and below it; among comments, all of that."""
    above: list[str] = []
    for line in reversed(lines[max(0, outlet.start - _NEAR) : outlet.start]):
        if line.kind is not Kind.TEXT:
            break
        above.append(line.loose)
    twice = len(above) > 1 and above[0] == above[1]
    again = outlet.end < len(lines) and lines[outlet.end].loose in above
    return (twice and again) if outlet.start in page.comments else (twice or again)
