"""The class list in the forms in which it arrives, and who is meant by a name."""

import pytest

from grading.classroom.roster import Identity, parts_of, read_roster
from grading.course import Refusal

ODD = [
    ("mueller", "Jürgen", "Müller"),
    ("obrien", "Sinéad", "O'Brien"),
    ("doe", "Jane", "Doe, Jr"),
    ("li1", "Anna", "Li"),
    ("li2", "Anna", "Li"),
    ("wang", "伟", "王"),
    ("hasan", "محمد", "حسن"),
    ("fox", "🦊", ""),
    ("space", "Ada ", " Lovelace "),
    ("long", "Wolfeschlegel" * 8, "Steinhausenbergerdorff" * 8),
    ("hindi", "प्रिया", "शर्मा"),
]


def write(path, rows, encoding="utf-8"):
    import csv

    with open(path, "w", newline="", encoding=encoding) as file:
        csv.writer(file).writerows(rows)
    return path


@pytest.fixture
def odd(tmp_path):
    rows = [["id", "first_name", "last_name", "email"], *([i, f, n, f"{i}@uni.example"] for i, f, n in ODD)]
    return read_roster(write(tmp_path / "roster.csv", rows))


@pytest.mark.parametrize(
    "written, student",
    [
        ("Jürgen Müller", "mueller"),
        ("Ju\u0308rgen Mu\u0308ller", "mueller"),  # as macOS stores names
        ("Jurgen Muller", "mueller"),
        ("müllerjürgen", "mueller"),  # Canvas
        ("Sinéad OBrien", "obrien"),  # Moodle drops the apostrophe
        ("obriensinéad", "obrien"),
        ("Jane Doe, Jr", "doe"),
        ("doejrjane", "doe"),
        ("王 伟", "wang"),
        ("伟 王", "wang"),
        ("محمد حسن", "hasan"),
        ("\u200fمحمد حسن\u200f", "hasan"),
        ("🦊", "fox"),
        ("Ada  Lovelace   ", "space"),
        ("प्रिया शर्मा", "hindi"),
        ("Wolfeschlegel" * 8 + " " + "Steinhausenbergerdorff" * 8, "long"),
    ],
)
def test_a_name_is_found_as_each_lms_writes_it(odd, written, student):
    assert odd.find(Identity(written)).id == student


def test_who_has_a_name_in_common_is_not_guessed(odd):
    with pytest.raises(Refusal, match=r"2 students have this name \(li1, li2\)"):
        odd.find(Identity("Anna Li"))
    assert odd.find(Identity("Anna Li", email="LI2@uni.example")).id == "li2"


def test_a_stranger_and_a_contradiction_are_refused(odd):
    with pytest.raises(Refusal, match="nobody in the class list"):
        odd.find(Identity("Grace Hopper", "77"))
    with pytest.raises(Refusal, match="belongs to wang, but the name to mueller"):
        odd.find(Identity("Jürgen Müller", "wang"))


@pytest.mark.parametrize(
    "head, row, expected",
    [
        (  # Moodle's grading worksheet
            "Identifier,Full name,ID number,Email address,Status,Grade,Maximum Grade,Last modified (submission)",
            'Participant 4711,Ada Lovelace,s1,ada@x.example,Submitted,,14,"Tuesday, 3 March 2026, 11:59 PM"',
            ("s1", "Ada Lovelace", ""),
        ),
        ("First name,Last name,ID number,Email address", "Ada,Lovelace,s1,ada@x.example", ("s1", "Ada Lovelace", "")),
        (  # Canvas's export of grades
            "Student,ID,SIS User ID,SIS Login ID,Section,Lesson 1 (99)",
            '"Lovelace, Ada",4711,900,s1,Main,',
            ("s1", "Ada Lovelace", "4711"),
        ),
        ("Name,SID,Email,Role", "Ada Lovelace,s1,ada@x.example,Student", ("s1", "Ada Lovelace", "")),
        ("id;name", "s1;Ada Lovelace", ("s1", "Ada Lovelace", "")),
        ("Name,Email", "Ada Lovelace,ada@x.example", ("ada@x.example", "Ada Lovelace", "")),
    ],
)
def test_the_exports_of_each_lms_are_read(tmp_path, head, row, expected):
    path = tmp_path / "roster.csv"
    path.write_text(f"{head}\n{row}\n", encoding="utf-8-sig")
    (student,) = read_roster(path).students
    assert (student.id, student.name, student.number) == expected


def test_rows_of_canvas_that_are_nobody_are_left_out(tmp_path):
    rows = [
        ["Student", "ID", "SIS Login ID"],
        ["    Points Possible", "", ""],
        ["Lovelace, Ada", "1", "ada"],
        ["Student, Test", "2", "f00"],
    ]
    assert [s.id for s in read_roster(write(tmp_path / "r.csv", rows)).students] == ["ada"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_of_spreadsheet_programs(tmp_path, encoding):
    path = write(tmp_path / "r.csv", [["id", "name"], ["m", "Jürgen Müller"]], encoding)
    assert read_roster(path).find(Identity("Jürgen Müller")).id == "m"


@pytest.mark.parametrize(
    "text, sentence",
    [
        ("", "has no students"),
        ("id,name\n", "has no students"),
        ("colour,shape\nred,round\n", "cannot be used: it needs"),
        ("id,name\nada,Ada\n,Bo\n", "has no id in line 3"),
        ("id,name\nada,Ada\nada,Bo\n", "has the id 'ada' twice"),
        ("id,name\nada,Ada\nADA,Bo\n", "has the id 'ADA' and 'ada', which differ only in capital letters"),
        ("id,name\na/b,Ada\nbo,Bo\na*,Cy\n", r"special characters.*: change 'a/b', 'a\*'\.$"),
        ("id,name\n../up,Ada\n", "special characters"),
        ("id\0,name\nada,Ada\n", "not a CSV file"),
        ("PK\3\4", "zip or a spreadsheet"),
    ],
)
def test_an_unusable_list_gets_one_sentence(tmp_path, text, sentence):
    path = tmp_path / "r.csv"
    path.write_text(text)
    with pytest.raises(Refusal, match=sentence) as refused:
        read_roster(path)
    assert len(str(refused.value).splitlines()) == 1


def test_a_missing_list_is_refused(tmp_path):
    with pytest.raises(Refusal, match="cannot be read: No such file"):
        read_roster(tmp_path / "nowhere.csv")


@pytest.mark.parametrize(
    "written, parts",
    [
        ("Jane Doe", ("Jane", "Doe")),
        ("Doe, Jane", ("Jane", "Doe")),
        ("Jane Doe, Jr", ("Jane", "Doe, Jr")),
        ("Doe, Jr, Jane", ("Jane", "Doe, Jr")),
        ("Doe, Jane, III", ("Jane", "Doe, III")),
        ("Prince", ("", "Prince")),
    ],
)
def test_the_parts_of_a_name(written, parts):
    assert parts_of(written) == parts


def test_an_export_adds_what_the_lms_knows_to_a_list_of_your_own(tmp_path):
    own = write(tmp_path / "own.csv", [["id", "name"], ["li1", "Anna Li"], ["li2", "Anna Li"], ["wang", "伟 王"]])
    canvas = [
        ["Student", "ID", "SIS Login ID"],
        ["Li, Anna", "11", "li1"],
        ["Li, Anna", "12", "li2"],
        ["Li, Anna", "13", ""],
        ["Hopper, Grace", "14", "hopper"],
    ]
    sheet = [
        ["Identifier", "Full name", "Email address", "Last modified (submission)"],
        ["Participant 7", "伟 王", "w@x.example", "Tuesday, 3 March 2026, 11:59 PM"],
        ["Participant 8", "Anna Li", "", "Tuesday, 3 March 2026, 11:58 PM"],
    ]
    roster = read_roster(own, write(tmp_path / "canvas.csv", canvas), write(tmp_path / "sheet.csv", sheet))
    assert sorted(roster.by_id) == ["li1", "li2", "wang"]
    assert roster.find(Identity("lianna", "12")).id == "li2" and roster.by_id["li2"].number == "12"
    wang = roster.find(Identity("Participant", "7"))
    assert wang.number == ""  # it counts in this assignment only
    assert (wang.id, wang.email, wang.submitted) == ("wang", "w@x.example", "Tuesday, 3 March 2026, 11:59 PM")
    with pytest.raises(Refusal, match="2 students have this name"):  # the sheet does not say which of them
        roster.find(Identity("Anna Li", "8"))
