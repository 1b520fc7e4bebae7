"""Handing out a lesson."""

import zipfile

import pytest
from traitlets.config import Config

from grading.classroom import release as module
from grading.classroom.release import release
from grading.course import Refusal, lesson_names

FIRST, SECOND, *_ = lesson_names()


def test_without_an_exchange_a_zip_is_written(tmp_path):
    sentence = release(tmp_path, SECOND, tmp_path)
    assert str(tmp_path / f"{SECOND}.zip") in sentence
    with zipfile.ZipFile(tmp_path / f"{SECOND}.zip") as archive:
        assert set(archive.namelist()) == {f"{SECOND}/{SECOND}.ipynb", f"{SECOND}/given.py"}


def test_nbgraders_exchange_is_used_where_it_is_configured(tmp_path, monkeypatch):
    config = Config()
    config.CourseDirectory.root, config.CourseDirectory.course_id = str(tmp_path), "convlib"
    config.Exchange.root = str(tmp_path / "exchange")
    (tmp_path / "exchange").mkdir(mode=0o777)
    (tmp_path / "exchange").chmod(0o777)
    monkeypatch.setattr(module, "nbgrader_config", lambda root: config)
    assert "exchange" in release(tmp_path, FIRST, tmp_path)
    assert (tmp_path / "exchange" / "convlib" / "outbound" / FIRST / f"{FIRST}.ipynb").is_file()
    with pytest.raises(Refusal, match="did not take"):
        release(tmp_path, FIRST, tmp_path)  # it is there already
    assert not list(tmp_path.glob("*.zip"))
