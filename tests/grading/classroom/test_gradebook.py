"""nbgrader's gradebook on a real PostgreSQL server, and a submission as one transaction on either database."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import pytest
from nbgrader.coursedir import CourseDirectory

from grading.classroom import writer
from grading.classroom.gradebook import Book, GradebookFault
from grading.classroom.record import open_records
from grading.classroom.report import class_table
from grading.nbgrader_setup import nbgrader_config


def programs() -> str | None:
    """Return the folder of PostgreSQL's programs, which Debian does not put on the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    return str(found[-1].parent) if found else on_path and str(Path(on_path).parent)


@pytest.fixture(scope="module")
def postgresql():
    """The address of a server that is started for these tests."""
    bin_folder = programs()
    if not bin_folder:
        what = "PostgreSQL's server is missing: on Debian, apt-get install postgresql"
        (pytest.fail if os.environ.get("CONVLIB_REQUIRE_ALL") == "1" else pytest.skip)(what)
    folder = Path(tempfile.mkdtemp(prefix="convlib-pg-"))
    as_user = []
    if os.geteuid() == 0:  # initdb refuses root
        user = pwd.getpwnam("postgres" if any(u.pw_name == "postgres" for u in pwd.getpwall()) else "nobody")
        os.chown(folder, user.pw_uid, user.pw_gid)
        as_user = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data, quiet = folder / "data", {"check": True, "stdout": subprocess.DEVNULL, "cwd": folder}
    run = [*as_user, f"{bin_folder}/pg_ctl", "-D", str(data)]
    subprocess.run([*as_user, f"{bin_folder}/initdb", "-D", str(data), "-A", "trust", "-U", "grader"], **quiet)
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    subprocess.run([*run, "-w", "-l", str(folder / "log"), "-o", options, "start"], **quiet)
    yield f"postgresql+psycopg://grader@127.0.0.1:{port}/postgres"
    subprocess.run([*run, "-m", "immediate", "stop"], **quiet)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.slow
def test_a_class_in_postgresql(course, monkeypatch, postgresql, request):
    make_quick = request.getfixturevalue("quick")
    make_quick(monkeypatch.setattr)
    (course.root / "nbgrader_config.py").write_text(
        f"load_subconfig({str(Path(nbgrader_config.__globals__['ROOT']) / 'nbgrader_config.py')!r})\n"
        f"get_config().CourseDirectory.db_url = {postgresql!r}\n"
    )
    with open_records(course.root) as records:
        assert records is None
    for student in ("ada", "bob"):
        course.submit(student, *(["conv_forward"] if student == "bob" else []))
    assert course.statuses() == {"ada": "graded", "bob": "graded"}
    assert course.statuses() == {"ada": "already graded", "bob": "already graded"}
    assert not (course.root / "gradebook.db").exists()
    before = course.scores()
    assert before["bob"]["check_conv_forward"] == (0, None)
    table = class_table(course.root)
    assert "14/14" in table and "8/14" in table

    course.submit("bob")

    def fail(*args):
        raise KeyboardInterrupt

    with monkeypatch.context() as context:
        context.setattr(writer.Writer, "_put", fail)
        with pytest.raises(KeyboardInterrupt):
            course.grade()
    assert course.scores() == before
    assert course.statuses() == {"ada": "already graded", "bob": "graded"}
    assert course.scores()["bob"]["check_conv_forward"] == (6, None)


@pytest.mark.slow
def test_two_folders_do_not_grade_into_one_database_at_once(postgresql, tmp_path):
    def book(folder):
        config = nbgrader_config(tmp_path / folder)
        config.CourseDirectory.db_url = postgresql
        return Book(CourseDirectory(config=config))

    with book("here") as here, book("elsewhere") as there:
        with here.alone():
            with pytest.raises(GradebookFault, match=r"Another run is grading into postgresql.*: wait"), there.alone():
                pass
            with here.transaction():
                here.update_or_create_student("ada")
        with there.alone(), there.transaction():
            assert there.find_student("ada")


def test_a_server_that_does_not_answer_is_one_sentence(tmp_path):
    config = nbgrader_config(tmp_path)
    config.CourseDirectory.db_url = "postgresql+psycopg://grader:secret@127.0.0.1:1/course"
    with pytest.raises(GradebookFault, match=r"The gradebook postgresql\+psycopg://grader:\*\*\*@127.0.0.1:1/course"):
        Book(CourseDirectory(config=config))


def test_an_interrupted_transaction_leaves_nothing(quick_course):
    with Book(CourseDirectory(config=nbgrader_config(quick_course.root))) as book:
        with pytest.raises(ZeroDivisionError), book.transaction():
            book.update_or_create_student("ada")
            assert book.find_student("ada")
            1 / 0
        with book.transaction():
            assert not book.students
            book.update_or_create_student("bob")
        with book.transaction():
            assert [student.id for student in book.students] == ["bob"]
