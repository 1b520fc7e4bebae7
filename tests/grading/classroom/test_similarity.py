"""Answers that resemble each other."""

import pytest

from grading.classroom import demo
from grading.classroom.similarity import (
    COMMON,
    NOTICE,
    SHOWN,
    TEXT,
    Pair,
    code_of,
    similarity,
    similarity_table,
)
from grading.course import Refusal, lesson_names

FIRST, *_ = lesson_names()


def test_a_copy_is_found_and_the_release_does_not_count(tmp_path):
    solved = demo.FORWARD
    answer = demo.solved(solved)
    demo.write(
        tmp_path,
        {
            ("ada", solved): answer,
            ("bo", solved): answer,
            ("cy", solved): demo.fill(solved, {}),
            ("dan", solved): demo.fill(solved, {}),
        },
    )
    (first, *_) = pairs = similarity(tmp_path, solved)
    assert {first.first, first.second} == {"ada", "bo"} and first.first_percent > 80
    assert not any({pair.first, pair.second} == {"cy", "dan"} for pair in pairs)
    assert similarity(tmp_path, solved, 100) == [
        pair for pair in pairs if max(pair.first_percent, pair.second_percent) == 100
    ]


def test_what_many_share_says_nothing_about_two_of_them(tmp_path):
    lesson = demo.FORWARD
    text = "Because the same weights look at each place, the network needs few of them, and learns everywhere."
    copied = demo.with_source(demo.solved(lesson), "reflection_sharing", text)
    nearly = demo.with_source(demo.solved(lesson), "reflection_sharing", f"{text}  ALSO less memory.")
    others = {(f"s{k}", lesson): demo.solved(lesson) for k in range(COMMON + 1)}
    demo.write(tmp_path, others | {("ada", lesson): copied, ("bo", lesson): nearly})
    (pair,) = similarity(tmp_path, lesson)
    assert (pair.first, pair.second, pair.of) == ("ada", "bo", TEXT)
    assert pair.first_percent == 100 and 60 < pair.second_percent < 100


def test_one_submission_is_nothing_to_compare(tmp_path):
    with pytest.raises(Refusal, match="fewer than two"):
        similarity(tmp_path, FIRST)


def test_only_answers_are_compared():
    assert "def conv_forward" in code_of(demo.solved(demo.FORWARD))
    assert "import" not in code_of(demo.fill(demo.FORWARD, {})).splitlines()[0]


@pytest.mark.parametrize("pairs", [[], [Pair("ada", "bo", 90.5, 80)]])
def test_the_table_accuses_nobody(pairs):
    text = similarity_table(FIRST, pairs)
    assert NOTICE in text and ("90.5 %" in text) == bool(pairs)


def test_the_table_of_a_large_class_is_short():
    text = similarity_table(FIRST, [Pair("ada", f"s{k}", 90, 80) for k in range(SHOWN + 7)])
    assert f"The {SHOWN} most similar of {SHOWN + 7} pairs; --json lists all." in text and f"s{SHOWN}" not in text
