"""What an article is compared by."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from relate_corpus import text, words

from generator.model import Features
from generator.relate import features as module
from generator.relate.features import HEADLINE_WEIGHT, LEAD_WEIGHT, LEAD_WORDS, TERMS, features

ROOT = Path(__file__).parent.parent
BODY = "افتتح الوزير السد. وقال المزارعون إن السدّ أعاد الأمل إلى الوادي، وإن مياه السد تكفي القرى العليا."


def weight(made: Features, word: str) -> int:
    """Return the weight of the term whose written form is `word`."""
    return int(np.frombuffer(made.weights, "<u2")[made.words.split().index(word)])


def shingles(made: Features) -> set[int]:
    return set(np.frombuffer(made.shingles, "<u8").tolist())


def test_the_columns_are_parallel_and_ordered_by_falling_weight() -> None:
    made = features("افتتاح السد", "", BODY)
    weights = np.frombuffer(made.weights, "<u2").tolist()
    stems = made.stems.split()

    assert len(stems) == len(weights) == len(made.words.split()) == len(made.lead) == len(made.headline)
    assert sorted(zip([-w for w in weights], stems, strict=True)) == list(
        zip([-w for w in weights], stems, strict=True)
    )


def test_a_word_weighs_by_where_it_stands() -> None:
    lead, rest = words("lead", LEAD_WORDS), words("rest", 20)
    made = features("المنارة", "الساحل", text(lead, rest, ["المنارة"]))

    assert weight(made, "المنارة") == HEADLINE_WEIGHT + 1
    assert weight(made, lead[0]) == LEAD_WEIGHT
    assert weight(made, rest[0]) == weight(made, "الساحل") == 1


def test_forms_of_one_word_are_one_term_written_in_the_commonest_form() -> None:
    made = features("", "", "بحيرة البحيرة والبحيرة البحيرة بالبحيرة")

    assert made.words == "البحيرة"
    assert weight(made, "البحيرة") == 5 * LEAD_WEIGHT


def test_of_equally_common_forms_the_shortest_is_written() -> None:
    assert features("", "", "والبحيرة البحيرة بحيرة").words == "بحيرة"


def test_the_written_form_keeps_its_spelling() -> None:
    assert features("", "", "مأرب").words == "مأرب"


def test_function_words_and_numbers_are_no_terms() -> None:
    assert features("", "", "في 2025 من ١٤٤٦ على 12.5").stems == ""


def test_the_words_of_a_hashtag_are_several() -> None:
    assert set(features("", "", "#سد_الوادي").words.split()) == {"سد", "الوادي"}


def test_at_most_a_hundred_terms_are_kept() -> None:
    assert len(features("", "", text(words("many", 300))).stems.split()) == TERMS


def test_lead_and_headline_count_the_same_terms() -> None:
    made = features("السد", "", text(["السد", "السد"], words("x", LEAD_WORDS), ["السد"]))
    place = made.words.split().index("السد")

    assert (made.headline[place], made.lead[place]) == (1, 2)


def test_a_headline_without_end_is_cut() -> None:
    assert max(features("السد " * 20_000, "", "").headline) == module.HEADLINE_WORDS


def test_a_body_without_end_keeps_its_weights_in_range() -> None:
    assert weight(features("", "", "السد " * 70_000), "السد") == 0xFFFF


def test_spelling_and_punctuation_do_not_change_shingles() -> None:
    plain = "اعلن وزير الري افتتاح السد في الوادي"
    written = "أعلنَ وزيرُ الريّ: «افتتاح السدّ» في الـوادي!"

    assert shingles(features("", "", plain)) == shingles(features("", "", written))


def test_numbers_are_part_of_shingles() -> None:
    assert shingles(features("", "", "بلغ السعر 20 جنيها")) != shingles(features("", "", "بلغ السعر 30 جنيها"))


def test_shingles_are_distinct_and_ascending() -> None:
    made = np.frombuffer(features("", "", BODY + BODY).shingles, "<u8").tolist()

    assert made == sorted(set(made))


@pytest.mark.parametrize(("body", "count"), [("", 0), ("!؟", 0), ("سد", 1), ("سد الوادي", 1), ("سد الوادي الكبير", 1)])
def test_short_bodies_have_at_most_one_shingle(body: str, count: int) -> None:
    assert len(shingles(features("", "", body))) == count


def test_the_standfirst_stands_in_for_an_empty_body() -> None:
    with_body, without = features("", "", BODY), features("", BODY, "")

    assert (with_body.stems, with_body.shingles) == (without.stems, without.shingles)
    assert without.length == 0


def test_nothing_makes_no_features() -> None:
    assert features("", "", "") == Features()


def test_forgetting_words_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = [features(text(words(n, 5)), "", text(words(n % 3, 40))) for n in range(9)]
    monkeypatch.setattr(module, "_WORDS_HELD", 7)
    module._vocabulary.clear()

    assert [features(text(words(n, 5)), "", text(words(n % 3, 40))) for n in range(9)] == expected


def test_features_do_not_hang_on_the_hash_seed() -> None:
    script = f"from generator.relate.features import features; print(features('افتتاح', '', {BODY!r}))"
    told = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert told == {f"{features('افتتاح', '', BODY)}\n"}
