"""Style sheets are read without their comments; strings are left alone."""

from __future__ import annotations

import pytest

from generator.style_sheets import Face, addresses, faces


@pytest.mark.parametrize(
    ("css", "named"),
    [
        ("@import 'a.css'; b { background: url( \"b.png\" ) }", ["a.css", "b.png"]),
        ("b { background: url(b.png) } /* url(c.png) */", ["b.png"]),
        ("/* open url(c.png)", []),
        ('b::before { content: "/*" } c { background: url(c.png) }', ["c.png"]),
        ("b { background: url(data:image/png;base64,AA==) }", ["data:image/png;base64,AA=="]),
    ],
)
def test_every_address_has_its_place(css: str, named: list[str]) -> None:
    found = list(addresses(css))

    assert [address for address, _ in found] == named
    assert [css[offset : offset + len(address)] for address, offset in found] == named


def test_a_face_has_its_family_and_addresses() -> None:
    css = """
    /* @font-face { font-family: Old; src: url(old.woff2) } */
    @font-face { font-family: "Two Words"; src: local("Two"), url('a}.woff2') format("woff2"), url(data:x;base64,y) }
    @font-face{src:url(b.woff2);font-family:Bare}
    @font-face { src: url(nameless.woff2) }
    """
    assert list(faces(css)) == [
        Face("Two Words", ("a}.woff2", "data:x;base64,y")),
        Face("Bare", ("b.woff2",)),
    ]
