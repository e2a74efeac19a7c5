"""Text nodes of sanitised HTML."""

from __future__ import annotations

from generator.text import nodes


def test_an_attribute_may_hold_an_angle_bracket() -> None:
    html = '<p>أ<a href="x>y" title="2">ب</a> 1 &lt; 2</p>'
    pieces = nodes.split(html)
    assert pieces == ["", "<p>", "أ", '<a href="x>y" title="2">', "ب", "</a>", " 1 &lt; 2", "</p>", ""]
    assert "".join(pieces) == html


def test_tags_tell_their_name_and_kind() -> None:
    assert [nodes.name(tag) for tag in ("<P>", "</h2>", '<a href="/">', "<br/>", "< x>")] == ["p", "h2", "a", "br", ""]
    assert nodes.is_end("</p>")
    assert not nodes.is_end("<p>")


def test_code_and_isolated_text_is_passed_over_however_deep() -> None:
    html = 'أ<code>1<code>2</code>3</code>ب<b>ج</b><span dir="ltr">4<span>5</span>6</span>د'
    pieces = nodes.split(html)
    assert "".join(pieces[place] for place in nodes.open_places(pieces) if place % 2 == 0) == "أبجد"
