"""Make the theme's web fonts from the Noto packages on npm; see fonts.md beside this file.

    <package folders>  ── instantiate ──▶  ── subset ──▶  ── merge Arabic and Latin ──▶  static/fonts/*.woff2

Not part of the generator: it runs when a font should change, and needs `pip install fonttools brotli`.
"""

from __future__ import annotations

import argparse
import io
import tempfile
from dataclasses import dataclass
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

# Arabic letters of news in Arabic: the alphabet, harakat, both digit sets, the letters borrowed for foreign names
# (پ چ ڤ گ ژ ک ی ە ھ …), Arabic punctuation, the ligature ﷺ. Presentation forms come out of shaping, not of text.
ARABIC = (
    "060C 061B 061F 0621-063A 0640-0655 0660-066D 0670-0671 067E 0686 0698 06A4 06A9 06AF 06BE 06C1 06CC 06D2 "
    "06D4-06D5 06F0-06F9 FDFA"
)
LATIN = (
    "0020-007E 00A0 00A3 00A7 00A9 00AB 00B0-00B1 00B7 00BB 00BD 00C0-00FF 2009 200B-200F 2010-2015 2018-201A "
    "201C-201E 2022 2026 202F 2032-2033 2039-203A 20AC 2122 2212"
)

FEATURES = ["ccmp", "locl", "init", "medi", "fina", "rlig", "calt", "liga", "kern", "mark", "mkmk"]


@dataclass(frozen=True, slots=True)
class Face:
    """One file to make: of which package, in which weight, under which name."""

    package: str  # its folder, and how its files' names begin
    weight: int
    name: str


FACES = (
    Face("noto-naskh-arabic", 400, "text-400"),
    Face("noto-naskh-arabic", 700, "text-700"),
    Face("noto-kufi-arabic", 400, "head-400"),
    Face("noto-kufi-arabic", 700, "head-700"),
)


def code_points(ranges: str) -> list[int]:
    """List the code points of hexadecimal `ranges` such as `0621-063A 0640`."""
    spans = [span.partition("-") for span in ranges.split()]
    return [point for low, _, high in spans for point in range(int(low, 16), int(high or low, 16) + 1)]


def part(path: Path, weight: int, ranges: str) -> TTFont:
    """Open `path`, fix its weight axis at `weight` and keep only the characters in `ranges`."""
    font = instantiateVariableFont(TTFont(path), {"wght": weight})
    subsetter = Subsetter(Options(layout_features=FEATURES, hinting=False, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14]))
    subsetter.populate(unicodes=code_points(ranges))
    subsetter.subset(font)
    font.flavor = None
    return font


def merged(parts: list[TTFont]) -> TTFont:
    """Join fonts of the same design whose characters do not overlap into one."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number}.ttf" for number in range(len(parts))]
        for font, path in zip(parts, paths, strict=True):
            font.save(path)
        return Merger().merge([str(path) for path in paths])


def draw_middle_dot_as_bullet(font: TTFont) -> None:
    """Give the middle dot the bullet's shape: in its own it passes for the digit ٠ in «٢٠٢٦ م · ٩ رجب»."""
    for table in font["cmap"].tables:
        if 0x2022 in table.cmap:
            table.cmap[0x00B7] = table.cmap[0x2022]


def make(face: Face, packages: Path, out: Path) -> int:
    """Write `face` to `out` as WOFF2 and return its size in bytes."""
    files = packages / face.package / "files"
    scripts = (("arabic", ARABIC), ("latin", LATIN))
    parts = [part(files / f"{face.package}-{script}-wght-normal.woff2", face.weight, kept) for script, kept in scripts]
    font = merged(parts)
    draw_middle_dot_as_bullet(font)
    font.flavor = "woff2"
    data = io.BytesIO()
    font.save(data)
    (out / f"{face.name}.woff2").write_bytes(data.getvalue())
    return len(data.getvalue())


def main() -> None:
    """Read the arguments and make every face."""
    arguments = argparse.ArgumentParser(description="Make the theme's fonts from unpacked npm packages.")
    arguments.add_argument("packages", type=Path, help="folder holding noto-naskh-arabic/ and noto-kufi-arabic/")
    arguments.add_argument("out", type=Path, help="usually static/fonts")
    given = arguments.parse_args()
    for face in FACES:
        print(f"{face.name}.woff2 {make(face, given.packages, given.out):,} bytes")


if __name__ == "__main__":
    main()
