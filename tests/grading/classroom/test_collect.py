"""From the zip of an LMS into the course folder: nothing is lost, nothing is guessed."""

import io
import json
import stat
import zipfile

import pytest

from grading.classroom.collect import ATTEMPTS, collect, collected, refused, register
from grading.classroom.roster import read_roster
from grading.course import NOTEBOOKS, Refusal, lesson_names
from grading.nbgrader_setup import gradebook

FIRST, SECOND, *_ = lesson_names()
ROSTER = """id,first_name,last_name,email,lms_user_id
mueller,Jürgen,Müller,j@x.example,101
obrien,Sinéad,O'Brien,s@x.example,102
doe,Jane,"Doe, Jr",d@x.example,103
li1,Anna,Li,a1@x.example,
li2,Anna,Li,a2@x.example,
wang,伟,王,w@x.example,
hasan,محمد,حسن,h@x.example,
fox,🦊,,f@x.example,
space,Ada ,Lovelace ,l@x.example,
"""


@pytest.fixture
def course(tmp_path, monkeypatch):
    monkeypatch.setattr("grading.classroom.collect.register", lambda root, roster: None)  # a gradebook takes seconds
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    (tmp_path / "course").mkdir()
    return tmp_path


def released(mark="", lesson=FIRST):
    """Return a released notebook, which the mark tells from others."""
    notebook = json.loads((NOTEBOOKS / lesson / f"{lesson}.ipynb").read_text(encoding="utf-8"))
    notebook["cells"][0]["source"] = [mark]
    return json.dumps(notebook)


def run(course, files, name="x.zip", roster="roster.csv", **options):
    with zipfile.ZipFile(course / name, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files:
            info = path if isinstance(path, zipfile.ZipInfo) else zipfile.ZipInfo(path, (2026, 5, 1, 12, 0, 0))
            archive.writestr(info, content, zipfile.ZIP_DEFLATED)
    return collect(course / "course", course / name, [course / each for each in roster.split()], **options)


def outcomes(found):
    return [(item.outcome, item.student) for item in found.items]


def there(course, student, lesson=FIRST):
    """Return the mark of the notebook that will be graded."""
    path = course / "course" / "grading" / "submitted" / student / lesson / f"{lesson}.ipynb"
    return json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"][0]


def attempts(course, student, lesson=FIRST):
    paths = sorted((course / "course" / ATTEMPTS / student / lesson).glob(f"*/{lesson}.ipynb"))
    return [json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"][0] for path in paths]


def moodle(name, number, file=f"{FIRST}.ipynb"):
    return f"{name}_{number}_assignsubmission_file/{file}"


def test_a_download_of_moodle_with_odd_names(course):
    people = [("Jürgen Müller", 101), ("Sinéad OBrien", 102), ("Jane Doe, Jr", 103), ("王 伟", 7), ("محمد حسن", 8)]
    people += [("🦊", 9), ("Ada  Lovelace ", 10)]
    found = run(course, [(moodle(*who), released(str(who[1]))) for who in people])
    students = ["mueller", "obrien", "doe", "wang", "hasan", "fox", "space"]
    assert sorted(outcomes(found)) == sorted(("new", student) for student in students)
    assert [there(course, student) for student in students] == [str(number) for _, number in people]
    assert found.exit_code == 0 and found.missing == ("li1", "li2")
    assert collected(course / "course", FIRST)["doe"]["source"] == "Jane Doe, Jr_103_assignsubmission_file"


@pytest.mark.slow
def test_the_class_is_in_the_gradebook_also_who_handed_in_nothing(tmp_path):
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    for _ in range(2):
        register(tmp_path, read_roster(tmp_path / "roster.csv"))
    with gradebook(tmp_path) as book:
        assert book.find_student("obrien").last_name == "O'Brien"
        assert book.find_student("mueller").lms_user_id == "101"
        assert len(book.students) == 9


def test_who_shares_a_name_is_reported(course):
    found = run(course, [(moodle("Anna Li", 5), released("5")), (moodle("Grace Hopper", 6), released("6"))])
    assert outcomes(found) == [("not matched", ""), ("not matched", "")] and found.exit_code == 1
    assert "2 students have this name (li1, li2)" in found.text() and "Grace Hopper" in found.text()
    assert not (course / "course" / "grading" / "submitted").exists()


def test_two_people_of_one_name_in_the_lms_are_not_merged(course):
    found = run(course, [(moodle("王 伟", 5), released("5")), (moodle("王 伟", 6), released("6"))])
    assert outcomes(found) == [("not matched", "")] * 2
    assert "several people of this name" in found.items[0].sentence


def test_a_second_download_keeps_the_first_attempt(course):
    run(course, [(moodle("王 伟", 5), released("one"))])
    again = run(course, [(moodle("王 伟", 5), released("one"))])
    assert outcomes(again) == [("unchanged", "wang")] and not attempts(course, "wang")
    found = run(course, [(moodle("王 伟", 5), released("two"))])
    assert outcomes(found) == [("replaced", "wang")] and "grading/attempts/wang" in found.items[0].sentence
    assert there(course, "wang") == "two" and attempts(course, "wang") == ["one"]
    run(course, [(moodle("王 伟", 5), released("three"))])
    assert there(course, "wang") == "three" and attempts(course, "wang") == ["one", "two"]
    run(course, [(moodle("王 伟", 5), released("one"))])  # back to what was handed in first
    assert there(course, "wang") == "one" and attempts(course, "wang") == ["one", "two", "three"]


def test_canvas_with_late_marks_and_two_attempts(course):
    files = [
        (f"müllerjürgen_1_20_{FIRST}-1.ipynb", released("new")),
        (f"müllerjürgen_1_10_{FIRST}.ipynb", released("old")),
        (f"doejrjane_LATE_2_30_{FIRST}.ipynb", released("late")),
    ]
    found = run(course, files)
    assert sorted(outcomes(found)) == [("earlier attempt", "mueller"), ("new", "doe"), ("new", "mueller")]
    assert there(course, "mueller") == "new" and attempts(course, "mueller") == ["old"]
    assert collected(course / "course", FIRST)["doe"]["late"] and "Late, says Canvas: doe." in found.text()
    folder = course / "course" / "grading" / "submitted"
    assert (folder / "doe" / FIRST / "timestamp.txt").read_text() == "2026-05-01 12:00:00.000000 UTC"
    assert not (folder / "mueller" / FIRST / "timestamp.txt").exists()
    again = run(course, files)
    assert {outcome for outcome, _ in outcomes(again)} == {"unchanged"} and attempts(course, "mueller") == ["old"]


def gradescope(time, mark):
    about = "submission_1:\n  :submitters:\n  - :name: Anna Li\n    :email: a2@x.example\n"
    return [
        ("submission_metadata.yml", f"{about}  :created_at: {time}\n"),
        (f"submission_1/{FIRST}.ipynb", released(mark)),
        ("submission_1/timestamp.txt", "1999-01-01 00:00:00 UTC"),  # the student's own invention
    ]


def test_gradescope_says_who_and_when(course):
    found = run(course, gradescope("2026-04-26 17:34:00 Z", "second"))
    assert outcomes(found) == [("new", "li2")] and found.items[0].time == "2026-04-26 17:34:00.000000 UTC"
    stamp = course / "course" / "grading" / "submitted" / "li2" / FIRST / "timestamp.txt"
    assert stamp.read_text() == "2026-04-26 17:34:00.000000 UTC"
    found = run(course, gradescope("2026-04-25 17:34:00 Z", "first"))
    assert outcomes(found) == [("earlier attempt", "li2")]
    assert there(course, "li2") == "second" and attempts(course, "li2") == ["first"]


def test_plain_folders_of_nbgraders_form_with_two_lessons(course):
    found = run(
        course,
        [
            (f"submitted/wang/{FIRST}/{FIRST}.ipynb", released("a")),
            (f"submitted/wang/{FIRST}/timestamp.txt", "2026-03-03 10:00:00 UTC"),
            (f"submitted/wang/{FIRST}/helper/tools.py", "x = 1"),
            (f"submitted/wang/{SECOND}/{SECOND}.ipynb", released("b", SECOND)),
        ],
    )
    assert outcomes(found) == [("new", "wang")] * 2
    assert there(course, "wang") == "a" and there(course, "wang", SECOND) == "b"
    folder = course / "course" / "grading" / "submitted" / "wang" / FIRST
    assert (folder / "helper" / "tools.py").read_text() == "x = 1"
    assert (folder / "timestamp.txt").read_text() == "2026-03-03 10:00:00.000000 UTC"


@pytest.mark.parametrize(
    "name", ["my answer.ipynb", "Untitled (1).ipynb", f"Copy of {FIRST}.ipynb", f"{FIRST} (2).ipynb"]
)
def test_the_lesson_is_in_the_name_or_in_the_notebook(course, name):
    assert outcomes(run(course, [(moodle("王 伟", 5, name), released("x"))])) == [("new", "wang")]
    assert there(course, "wang") == "x"


def test_the_lesson_can_be_given(course):
    found = run(course, [(moodle("王 伟", 5, "answer.ipynb"), "not even JSON")], lesson=SECOND)
    assert outcomes(found) == [("new", "wang")] and found.items[0].lesson == SECOND


def test_of_two_notebooks_the_newest_counts_and_the_other_is_kept(course):
    old = zipfile.ZipInfo(moodle("王 伟", 5, f"{FIRST}.ipynb"), (2026, 4, 1, 0, 0, 0))
    new = zipfile.ZipInfo(moodle("王 伟", 5, f"{FIRST} (1).ipynb"), (2026, 4, 2, 0, 0, 0))
    found = run(course, [(old, released("old")), (new, released("new"))])
    assert there(course, "wang") == "new" and attempts(course, "wang") == ["old"]
    assert "is the newest and is graded" in found.text()


def test_a_zip_in_the_zip_is_unpacked(course):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr(f"work/{FIRST}.ipynb", released("inner"))
        archive.writestr("work/helper.py", "x = 1")
    assert outcomes(run(course, [(moodle("王 伟", 5, "work.zip"), inner.getvalue())])) == [("new", "wang")]
    assert there(course, "wang") == "inner"
    assert (course / "course" / "grading" / "submitted" / "wang" / FIRST / "helper.py").exists()


def as_link(path):
    info = zipfile.ZipInfo(path)
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return info


def test_a_folder_named_by_id_is_that_students_whoever_else_has_this_name(course):
    (course / "roster.csv").write_text("id,name\nlee,Kim Yu\nkim,Lee\n", encoding="utf-8")
    assert outcomes(run(course, [(f"lee/{FIRST}.ipynb", released("x"))])) == [("new", "lee")]


@pytest.mark.parametrize(
    "path, content, sentence",
    [
        (moodle("王 伟", 5, "../../../up.ipynb"), "{}", "leads out of the folder"),
        (as_link(moodle("王 伟", 5)), "/etc/passwd", "is a link"),
        (moodle("王 伟", 5, "answer.docx"), "text", "no notebook in it belongs to a lesson"),
        (moodle("王 伟", 5, "answer.zip"), "no zip", "the zip in it cannot be read"),
        (moodle("王 伟", 5, "zeros.csv"), bytes(19_000_000), "zip bombs"),
    ],
)
def test_a_hostile_submission_costs_only_itself(course, path, content, sentence):
    found = run(course, [(path, content), (moodle("محمد حسن", 8), released("fine"))])
    assert sorted(outcomes(found)) == [("new", "hasan"), ("refused", "wang")] and found.exit_code == 1
    assert sentence in found.text() and there(course, "hasan") == "fine"
    left = {path.name for path in (course / "course" / "grading" / "submitted").iterdir()}
    assert left == {"hasan"} and not list(course.glob("**/up.ipynb"))


def test_a_link_in_the_course_folder_is_not_followed(course):
    outside = course / "outside"
    outside.mkdir()
    submitted = course / "course" / "grading" / "submitted"
    submitted.mkdir(parents=True)
    (submitted / "wang").symlink_to(outside)
    with pytest.raises(Refusal, match="is a link"):
        run(course, [(moodle("王 伟", 5), released("x"))])
    assert not list(outside.iterdir())


def test_moodles_grading_worksheet_says_when(course):
    (course / "sheet.csv").write_text(
        "Identifier,Full name,Email address,Last modified (submission)\n"
        'Participant 5,王 伟,w@x.example,"Tuesday, 3 March 2026, 11:59 PM"\n'
        "Participant 6,Bo Li,b@x.example,-\n",
        encoding="utf-8-sig",
    )
    found = run(course, [(moodle("Participant", 5), released("x"))], roster="sheet.csv")
    assert [(item.student, item.time) for item in found.items] == [("w@x.example", "2026-03-03 23:59:00.000000 UTC")]
    assert found.missing == ("b@x.example",)
    run(course, [(moodle("王 伟", 5), released("y"))])
    found = run(course, [(moodle("王 伟", 5), released("y"))], roster="roster.csv sheet.csv")
    assert [(item.student, item.time) for item in found.items] == [("wang", "2026-03-03 23:59:00.000000 UTC")]
    stamp = course / "course" / "grading" / "submitted" / "wang" / FIRST / "timestamp.txt"
    assert stamp.read_text() == "2026-03-03 23:59:00.000000 UTC"  # also if the first download did not say


def test_the_report_is_also_data(course):
    found = run(course, [(moodle("王 伟", 5), released("x")), ("readme.txt", "hello")])
    data = json.loads(json.dumps(found.as_dict()))
    assert data["items"][0]["outcome"] == "new" and data["leftover"] == ["readme.txt"]


def test_nothing_is_written_for_an_unusable_zip(course):
    (course / "x.zip").write_bytes(b"no zip")
    with pytest.raises(Refusal, match="not a zip file"):
        collect(course / "course", course / "x.zip", [course / "roster.csv"])
    assert not list((course / "course").iterdir())


def test_who_was_refused_is_remembered_until_a_submission_is_there(course):
    link, fine = as_link(moodle("王 伟", 5)), (moodle("محمد حسن", 8), released("fine"))
    root = course / "course"
    run(course, [(link, "/etc/passwd"), fine])
    assert list(refused(root, FIRST)) == ["wang"] and "is a link" in refused(root, FIRST)["wang"]
    run(course, [(moodle("王 伟", 5), released("again")), fine])
    assert refused(root, FIRST) == {}
    run(course, [(link, "/etc/passwd"), fine])  # the latest of two
    assert list(refused(root, FIRST)) == ["wang"] and there(course, "wang") == "again"


def test_a_submission_put_there_by_hand_is_no_longer_refused(course):
    run(course, [(as_link(moodle("王 伟", 5)), "/etc/passwd"), (moodle("محمد حسن", 8), released("fine"))])
    (course / "course" / "grading" / "submitted" / "wang" / FIRST).mkdir(parents=True)
    assert refused(course / "course", FIRST) == {}


def test_a_notebook_of_another_lesson_is_pointed_out(course):
    others = [(moodle(name, k), released(name)) for k, name in enumerate(("محمد حسن", "Jane Doe, Jr"))]
    found = run(course, [*others, (moodle("王 伟", 5, f"{SECOND}.ipynb"), released("x", SECOND))])
    assert [item.student for item in found.items if f"most of the others are for {FIRST}" in item.sentence] == ["wang"]
    assert there(course, "wang", SECOND) == "x"
