"""Percent-encoded paths are those of the standard library, whatever stands in them."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.percent import percent_encoded


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_text_is_encoded_as_the_standard_library_does(text: str) -> None:
    assert percent_encoded(text) == quote(text)


def test_an_arabic_path_keeps_its_dashes_and_slashes() -> None:
    assert percent_encoded("/أ-b/") == "/%D8%A3-b/"


def test_half_a_pair_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        percent_encoded("\ud800")
