"""Feedback pages under the names by which an LMS takes them back."""

import json
import zipfile

import pytest

from grading.classroom.collect import COLLECTED
from grading.classroom.feedback import feedback, feedback_zip, page
from grading.course import Refusal, lesson_names

FIRST, *_ = lesson_names()


def test_the_zip_has_the_names_of_the_lms(tmp_path):
    known = {
        "ada": {"form": "Moodle", "source": "Ada Lovelace_12345_assignsubmission_file_"},
        "bo": {"form": "Canvas", "source": "libo_LATE_1_2_"},
    }
    path = tmp_path / COLLECTED / f"{FIRST}.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(known))
    pages = [page(tmp_path, FIRST, student) for student in ("ada", "bo", "cy")]
    for each in pages:
        each.parent.mkdir(parents=True)
        each.write_text("<p>")
    with zipfile.ZipFile(feedback_zip(tmp_path, FIRST, pages)) as archive:
        assert archive.namelist() == [
            f"Ada Lovelace_12345_assignsubmission_file_/{FIRST}.html",
            f"libo_LATE_1_2_{FIRST}.html",
            f"cy/{FIRST}.html",
        ]


def test_before_grading_there_is_no_feedback(tmp_path):
    with pytest.raises(Refusal, match=r"Nothing of .* is graded yet"):
        feedback(tmp_path, FIRST)
