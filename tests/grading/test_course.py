"""Where the course's folders are, and which files are lessons."""

from grading import course


def test_lessons_are_the_numbered_files_in_order(tmp_path, monkeypatch):
    for name in ("02_b.py", "10_c.py", "01_a.py", "start_here.py", "3_d.py", "04_e.ipynb", "notes.json"):
        (tmp_path / name).touch()
    monkeypatch.setattr(course, "LESSONS", tmp_path)
    assert course.lesson_names() == ["01_a", "02_b", "10_c"]


def test_the_folders_are_those_of_the_checkout():
    assert (course.ROOT / "pyproject.toml").is_file()
    assert all(folder.is_dir() for folder in (course.LESSONS, course.SOLUTIONS, course.NOTEBOOKS))
    assert (course.LESSONS / f"{course.START_PAGE}.py").is_file()
