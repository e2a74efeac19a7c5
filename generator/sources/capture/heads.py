"""Where articles begin on a page: the lines that name an article, told by how they repeat each other.

A related item names itself five times over:

    headline             ┐ the pair: a picture's description, then the headline
    headline             ┘
    outlet               ┐
    timeمنذ 2 ساعات       │ the stamp, on a line of its own or glued to the outlet
      • section          │ on some pages
      • outlet           ┘ the bullet
    headline

and the page's own article three times: the pair, then the outlet glued to its time. Captures lose, double, cut, glue
and swap lines. So no single line is needed; two that agree are enough, and tell what the others should have said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator.sources.capture.lines import HEADLINE_LIMIT, Kind, Line
from generator.sources.capture.outlets import Outlet, bare_outlets, bulleted_outlets, is_name, is_title, places
from generator.sources.capture.stamps import glued, stamp

_PIECES = 7  # lines: how many the copies of a headline may lie in
_TOP = 4  # lines: how far down the page its own headline may begin
_SCRAP = 30  # characters of a line above a headline that is not missed
_BELIEVED = 250  # characters of a headline that stands only once, with nothing to prove it


@dataclass(frozen=True, slots=True)
class Head:
    """The lines `start` to `end` (exclusive) that name an article. `headline` is empty where none could be made out."""

    start: int
    end: int
    headline: str
    line: int  # in the file, of the first copy of the headline
    outlet: Outlet | None = None
    early: tuple[Line, ...] = ()  # lines of the body that stand among those of the head
    doubled: bool = False  # the headline is there more than once


def heads(lines: Sequence[Line]) -> tuple[Head | None, list[Head]]:
    """Return the head of the page's own article, if it has one, and those of its related items, in order."""
    page = places(lines)
    outlets = bulleted_outlets(lines, page)
    paired = _top_is_doubled(lines) or any(head.doubled for head in _item_heads(lines, outlets, 0, paired=False))
    first = _item_heads(lines, outlets[:1], 0, paired)
    marker = next((i for i, line in enumerate(lines) if line.kind not in (Kind.TEXT, Kind.LISTING)), len(lines))
    lead = _lead_head(lines[: min([marker, *(head.start for head in first)])], paired)
    start = lead.end if lead else 0
    outlets = [outlet for outlet in outlets if outlet.start >= start]
    outlets = sorted([*outlets, *bare_outlets(lines, start, outlets, page)], key=lambda outlet: outlet.start)
    return lead, _item_heads(lines, outlets, start, paired)


def _item_heads(lines: Sequence[Line], outlets: Sequence[Outlet], first: int, paired: bool) -> list[Head]:
    """Return the heads around `outlets`, found from the last to the first: where one begins, a text ends."""
    found: list[Head] = []
    floors = [first, *(outlet.end for outlet in outlets)]
    bound = len(lines)
    for outlet, floor in reversed(list(zip(outlets, floors, strict=False))):
        found.append(_item_head(lines, outlet, range(floor, bound), paired))
        bound = found[-1].start
    return found[::-1]


def _item_head(lines: Sequence[Line], outlet: Outlet, within: range, paired: bool) -> Head:
    """Return the head around `outlet`, its headline as most of its copies have it.

    Where the lines above and the one below name two headlines, a page that writes pairs means the pair (the copy below
    is lost), another the line below (what is above is the end of a body, doubled by accident).
    """
    above = _doubled_above(lines, within.start, outlet.start)
    below = lines[outlet.end] if outlet.end < within.stop and _may_name(lines[outlet.end]) else None
    agree = below is not None and _stands_above(lines, within.start, outlet, below.loose)
    named = below if below is not None and (agree or not (above and paired)) else above
    if named is None:
        return Head(outlet.start, outlet.end, "", lines[outlet.start].number, outlet)
    start = outlet.start - _height(lines, within.start, outlet, named.loose)
    end, early = _below(lines, outlet.end, within.stop, named)
    head = Head(start, end, named.text, 0, outlet, early, agree or above is named)
    return _settled(lines, head, named.loose)


def _settled(lines: Sequence[Line], head: Head, key: str) -> Head:
    """Return `head` with the commonest spelling of its headline, and the line of its first copy.

    Of two spellings the later one: the first copy describes the picture, and is typed less carefully.
    """
    copies = [line for line in lines[head.start : head.end] if line.loose == key]
    if not copies:
        return replace(head, line=lines[head.start].number)
    spelling = Counter(line.text for line in reversed(copies)).most_common(1)[0][0]
    return replace(head, headline=spelling, line=copies[0].number)


def _height(lines: Sequence[Line], floor: int, outlet: Outlet, key: str) -> int:
    """Return how many lines above an outlet are copies of the headline `key`, cut or glued as they may be.

    Put together, they are the end of the headline written over and over, the outlet perhaps after it.
    """
    name = outlet.loose
    wanted = [key * 3 + name * times for times in range(3)]
    said, height = "", 0
    for count, line in enumerate(_upwards(lines, floor, outlet.start), 1):
        said = line.loose + said
        if not any(whole.endswith(said) for whole in wanted):
            break
        if len(said) >= len(key) or name.endswith(said):
            height = count
    return height


def _stands_above(lines: Sequence[Line], floor: int, outlet: Outlet, key: str) -> bool:
    start = outlet.start - _height(lines, floor, outlet, key)
    return key in "".join(line.loose for line in lines[start : outlet.start])


def _doubled_above(lines: Sequence[Line], floor: int, end: int) -> Line | None:
    """Return the headline that stands twice right above line `end`, or None."""
    for start in range(end - 2, max(floor, end - _PIECES) - 1, -1):
        if found := _repeated(lines[start:end]):
            return found
    return None


def _repeated(lines: Sequence[Line]) -> Line | None:
    """Return the line that these lines, put together, say two or three times and nothing else."""
    if any(not _may_name(line) for line in lines):
        return None
    said = "".join(line.loose for line in lines)
    return next((line for line in lines if said in (line.loose * 2, line.loose * 3)), None)


def _below(lines: Sequence[Line], start: int, bound: int, named: Line) -> tuple[int, tuple[Line, ...]]:
    """Return where the copies of a headline under its bullet end, and lines of the body that stand before that."""
    end = _after_copies(lines, start, bound, named)
    if end > start:
        return end, ()
    if start + 1 < bound and lines[start + 1].loose == named.loose:
        return _after_copies(lines, start + 1, bound, named), (lines[start],)
    if start < bound and lines[start].text.startswith(named.text):
        rest = lines[start].text.removeprefix(named.text).strip()
        return start + 1, (Line(lines[start].number, rest),)
    return start, ()


def _after_copies(lines: Sequence[Line], start: int, bound: int, named: Line) -> int:
    """Return the end of the copies of a headline from line `start` on, each whole or cut in two."""
    while start < bound:
        parts = next((n for n in (1, 2) if "".join(each.loose for each in lines[start : start + n]) == named.loose), 0)
        if not parts or start + parts > bound:
            break
        start += parts
    return start


def _lead_head(top: Sequence[Line], paired: bool) -> Head | None:
    """Return the head of the page's own article, all of it before any heading of the page, or None."""
    found = _doubled_top(top) or _above_stamp(top) or _first_line(top, paired)
    if found is None:
        return None
    start, end, named = found
    doubled = end - start > 1
    outlet, early = _lead_outlet(top, end, named, doubled)
    head = Head(start, outlet.end if outlet else end, named.text, 0, outlet, early, doubled)
    return _settled(top, head, named.loose)


def _top_is_doubled(lines: Sequence[Line]) -> bool:
    return len(lines) > 1 and _repeated(lines[:2]) is not None


def _doubled_top(top: Sequence[Line]) -> tuple[int, int, Line] | None:
    """Find a headline that stands twice: at the very top, or further down where an outlet and a time follow."""
    for start in range(min(_TOP, len(top))):
        for end in range(min(start + _PIECES, len(top)), start + 1, -1):
            named = _repeated(top[start:end])
            if named and (start == 0 or _lead_outlet(top, end, named, True)[0]):
                return start, end, named
    return None


def _above_stamp(top: Sequence[Line]) -> tuple[int, int, Line] | None:
    """Find a single headline by the outlet and time under it; above it nothing but scraps may stand."""
    for at in range(1, min(_TOP, len(top))):
        joined = glued(top[at].text)
        if joined and joined.tight and is_name(joined.outlet):
            end = at
        elif stamp(top[at].text):
            end = at - 1 if at > 1 and is_name(top[at - 1].text) else at
        else:
            continue
        named = top[end - 1]
        if all(len(line.text) <= _SCRAP or line.loose.endswith(named.loose) for line in top[: end - 1]):
            return end - 1, end, named
    return None


def _first_line(top: Sequence[Line], paired: bool) -> tuple[int, int, Line] | None:
    """Take the first line for the headline, as in a reader's view; where headlines stand twice, no sentence."""
    if not top or not _may_name(top[0]) or len(top[0].text) > _BELIEVED:
        return None
    if paired and not (is_title(top[0].text) and len(top[0].text) > _SCRAP):
        return None
    joined = glued(top[0].text)
    return None if joined and joined.joined else (0, 1, top[0])


def _lead_outlet(top: Sequence[Line], end: int, named: Line, doubled: bool) -> tuple[Outlet | None, tuple[Line, ...]]:
    """Return the outlet and time under a headline that ends at line `end`, and lines of the body that got before it."""
    for at in range(end, min(end + (2 if doubled else 1), len(top))):
        found = _outlet_at(top, at, named, doubled)
        if found:
            while found.end < len(top) and top[found.end].loose == top[at].loose:
                found = replace(found, end=found.end + 1)
            return found, tuple(top[end:at])
    return None, ()


def _outlet_at(top: Sequence[Line], at: int, named: Line, doubled: bool) -> Outlet | None:
    text = top[at].text.removeprefix(named.text).strip()
    joined = glued(text)
    if joined and is_name(joined.outlet) and (joined.tight or doubled):
        return Outlet(at, at + 1, joined.outlet, joined.stamp)
    if stamp(text):
        return Outlet(at, at + 1, "", stamp(text))
    after = stamp(top[at + 1].text) if at + 1 < len(top) else ""
    return Outlet(at, at + 2, text, after) if after and is_name(text) else None


def _may_name(line: Line) -> bool:
    """Tell whether a line can be a headline: it is the outlet's, and no paragraph."""
    return line.kind is Kind.TEXT and len(line.text) <= HEADLINE_LIMIT


def _upwards(lines: Sequence[Line], floor: int, end: int) -> Iterator[Line]:
    return (lines[at] for at in range(end - 1, max(floor, end - _PIECES) - 1, -1))
