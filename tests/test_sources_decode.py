"""Charsets: what Arabic sources are written in, whatever they say of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generator.sources.decode import declared, decode

TEXT = "أعلنت الوزارة صباح اليوم أن المباحثات مستمرة، وأن النتائج ستعلن خلال الأسبوع المقبل."
DATA = Path(__file__).parent.parent.parent / "shared/data"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1256", "iso8859_6"])
@pytest.mark.parametrize("label", ["", "utf-8", "iso-8859-1", "windows-1252", "no-such-charset", "utf-7"])
def test_arabic_is_read_whatever_the_label_says(codec: str, label: str) -> None:
    declaration = f'<?xml version="1.0" encoding="{label}"?>' if label else ""
    text = f"{declaration}<rss><title>{TEXT}</title></rss>"

    assert decode(text.encode(codec)).text == text


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_known_by_its_pattern(codec: str) -> None:
    assert decode(f"\n<rss>{TEXT}</rss>".encode(codec)).codec == codec


@pytest.mark.parametrize("label", ["windows-1256", "ISO-8859-6", "cp1256"])
def test_an_arabic_label_is_believed_where_the_bytes_are_not_utf_8(label: str) -> None:
    text = f"<?xml version='1.0' encoding='{label}'?><t>خ</t>"

    assert decode(text.encode(label)).text == text


def test_a_few_broken_bytes_stay_marked_as_lost() -> None:
    data = (TEXT * 40).encode()
    found = decode(data[:500] + b"\xff" + data[500:])

    assert (found.text.count("\ufffd"), found.mended) == (1, 1)


def test_a_pasted_run_of_another_charset_is_read_as_such() -> None:
    found = decode(f"{TEXT} {TEXT} ".encode() + "خبر عاجل".encode("cp1256") + f" {TEXT}".encode())

    assert found.text == f"{TEXT} {TEXT} خبر عاجل {TEXT}"


@pytest.mark.parametrize(
    ("head", "codec"),
    [
        (b'<?xml version="1.0" encoding="windows-1256"?>', "cp1256"),
        (b"<html><head><meta charset=iso-8859-6>", "iso8859-6"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1256">', "cp1256"),
        (b"<html>", ""),
        (b"<meta charset=nonsense>", ""),
    ],
)
def test_a_declaration_is_found(head: bytes, codec: str) -> None:
    assert declared(head) == codec


def cases() -> list[dict[str, Any]]:
    files = [DATA / "feeds/manifest.jsonl", DATA / "html/manifest.jsonl"]
    rows = [json.loads(line) for path in files if path.exists() for line in path.read_bytes().splitlines()]
    return [row for row in rows if "encoding" in row["expect"]]


@pytest.mark.parametrize("case", cases(), ids=lambda case: str(case["id"]))
def test_a_real_file_is_decoded_as_its_manifest_says(case: dict[str, Any]) -> None:
    path = DATA / case["file"] if case["kind"] == "html" else DATA / "feeds" / case["file"]

    text = decode(path.read_bytes()).text

    assert text == path.read_bytes().decode(case["expect"]["encoding"]).removeprefix("\ufeff")
