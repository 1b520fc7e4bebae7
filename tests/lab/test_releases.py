"""Newer releases: found, saved beside the student's copy, and never instead of it."""

import json
import sys
from types import SimpleNamespace

import pytest

from convlib.lab import check, releases
from grading.course import lesson_names

LESSON = lesson_names()[0]
NAME = f"{LESSON}/{LESSON}.ipynb"
SAVED = f"{LESSON}/{LESSON} (release 2-b).ipynb"


def notebook(release, text):
    return json.dumps({"metadata": {releases.KEY: release} if release else {}, "cells": [text]})


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A site of release 2-b, in a browser that keeps an edited copy of 1-a; the files by their address."""
    (tmp_path / LESSON).mkdir()
    (tmp_path / NAME).write_text(notebook("1-a", "my work"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "platform", "emscripten")
    files = {releases.FILE: json.dumps({NAME: "2-b"}), f"files/{NAME}": notebook("2-b", "new")}

    class Request:
        new = classmethod(lambda cls: cls())

        def open(self, method, address, later):
            assert (method, later) == ("GET", False)
            self.path = address.removeprefix("https://a.site/course/lite/")

        def setRequestHeader(self, name, value):
            assert (name, value) == ("Cache-Control", "no-cache")

        def send(self):
            if files is None or "offline" in files:
                raise RuntimeError("NetworkError")
            self.status = 200 if self.path in files else 404
            self.responseText = files.get(self.path, "<html>not found</html>")

    address = "https://a.site/course/lite/extensions/@jupyterlite/pyodide-kernel-extension/static/352.js?v=1"
    js = SimpleNamespace(XMLHttpRequest=Request, location=SimpleNamespace(href=address))
    monkeypatch.setitem(sys.modules, "js", js)
    return files


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*.ipynb")}


def test_the_newer_one_is_saved_beside_the_copy(site, tmp_path):
    found = check.releases()
    assert contents(tmp_path) == {NAME: notebook("1-a", "my work"), SAVED: notebook("2-b", "new")}
    assert repr(found) == f"There is a newer release of {NAME}. It is saved as {SAVED}; your copy stays as it is."
    assert f'<a href="{LESSON}/{LESSON}%20%28release%202-b%29.ipynb">' in found._repr_html_()


def test_work_in_the_newer_one_is_left_alone_and_still_named(site, tmp_path):
    check.releases()
    (tmp_path / SAVED).write_text(notebook("2-b", "more work"))
    assert SAVED in repr(check.releases())
    assert contents(tmp_path) == {NAME: notebook("1-a", "my work"), SAVED: notebook("2-b", "more work")}


def test_a_third_release_is_saved_beside_both(site, tmp_path):
    check.releases()
    site |= {releases.FILE: json.dumps({NAME: "3-c"}), f"files/{NAME}": notebook("3-c", "newest")}
    check.releases()
    assert len(contents(tmp_path)) == 3


@pytest.mark.parametrize("copy", [notebook(None, "made before releases were marked"), "", "[]", '{"metadata": 1}'])
def test_a_copy_that_does_not_say_its_release_is_an_older_one(site, tmp_path, copy):
    (tmp_path / NAME).write_text(copy)
    assert SAVED in repr(check.releases()) and contents(tmp_path)[NAME] == copy


def test_an_edited_copy_of_the_current_release_is_current(site, tmp_path):
    (tmp_path / NAME).write_text(notebook("2-b", "my work"))
    assert repr(check.releases()) == "Your notebooks are the newest release."
    assert len(contents(tmp_path)) == 1


@pytest.mark.parametrize("fault", [{"offline": ""}, {releases.FILE: "<html>"}, {releases.FILE: '{"x.ipynb": "4-d"}'}])
def test_a_site_that_does_not_answer_is_one_sentence(site, tmp_path, fault):
    site |= fault
    assert repr(check.releases()).startswith(("The site cannot be asked", "The site's list of releases cannot be read"))
    assert contents(tmp_path) == {NAME: notebook("1-a", "my work")}


def test_elsewhere_nothing_is_asked(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "js", None)
    assert "files on this computer" in repr(check.releases())
