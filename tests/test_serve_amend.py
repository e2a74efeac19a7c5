"""What the preview adds to pages."""

from __future__ import annotations

import pytest

from generator.digest import Digest
from generator.serve.amend import allowing, amended
from generator.serve.keys import Key

KEY = Key(Digest("aa"), Digest("bb"))
TAG = b'<script src="/_nashra/reload.js" data-key="aa-bb" defer></script>'


@pytest.mark.parametrize(
    ("policy", "amended_policy"),
    [
        ("default-src 'self'", "default-src 'self'"),
        (
            "default-src 'none'",
            "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'",
        ),
        (
            "default-src 'none'; script-src 'none'; style-src 'self'; connect-src https://a.example",
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src https://a.example 'self'",
        ),
        ("img-src 'self'", "img-src 'self'"),
        ("script-src 'nonce-abc'", "script-src 'nonce-abc' 'self'"),
        ("default-src *", "default-src *"),
        ("Script-Src 'none'; script-src *", "script-src 'self'"),
    ],
)
def test_a_policy_lets_the_preview_through_and_stays_as_it_is_besides(policy: str, amended_policy: str) -> None:
    assert allowing(policy) == amended_policy
    assert allowing(amended_policy) == amended_policy


def test_the_script_stands_at_the_end_of_the_head() -> None:
    assert amended(b"<html><head><title>a</title></head><body>", KEY) == (
        b"<html><head><title>a</title>" + TAG + b"</head><body>"
    )


@pytest.mark.parametrize("html", [b"", "نص".encode(), b"<body></body>", b"\xff\xfe<p>"])
def test_a_page_without_a_head_keeps_its_bytes(html: bytes) -> None:
    assert amended(html, KEY) == html + TAG


@pytest.mark.parametrize(
    "meta",
    [
        b"""<meta http-equiv="Content-Security-Policy" content="default-src 'none'">""",
        b"""<META HTTP-EQUIV=content-security-policy CONTENT="default-src 'none'">""",
        b"""<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;">""",
        b"""<meta content="default-src 'none'" http-equiv="Content-Security-Policy">""",
        b"""<meta\n  content='default-src &#39;none&#39;; img-src *'\n  http-equiv='content-security-policy'\n/>""",
        b"""<meta name="a>b" content=connect-src http-equiv=content-security-policy>""",
    ],
)
def test_the_policy_of_a_page_is_amended_however_it_is_written(meta: bytes) -> None:
    assert b"connect-src 'self'" in amended(b"<head>" + meta + b"</head>", KEY)


def test_other_metas_keep_their_bytes() -> None:
    head = (
        b"""<head><meta name="description" content="http-equiv=Content-Security-Policy"><meta charset=utf-8></head>"""
    )

    assert amended(head, KEY).replace(TAG, b"") == head
