"""The names that Moodle, Canvas, Gradescope and people give to submissions in a zip."""

import io
import zipfile
from datetime import UTC, datetime

import pytest

from grading.classroom.archive import Archive
from grading.classroom.lms import parse_time, understand
from grading.classroom.roster import Identity, Roster, Student
from grading.course import Refusal

CLASS = Roster([Student("ada", "Ada", "Lovelace", "ada@x.example"), Student("doe", "Jane", "Doe, Jr")])
METADATA = """
submission_409194023:
  :submitters:
  - :name: Ada Lovelace
    :sid: '007'
    :email: ada@x.example
  :created_at: 2026-04-26 17:34:00.861687000 Z
  :score: 2.0
  :results:
    output: |-
      ====
      submission_2:
submission_2:
  :submitters:
  - :name: Jane Doe, Jr
    :sid: 123
  - :name: Bo
    :email: bo@x.example
  :created_at: 2026-04-26 10:00:00 -07:00
"""


def understood(files):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in files:
            content = METADATA if name.endswith(".yml") else "{}"
            archive.writestr(zipfile.ZipInfo(name, (2026, 5, 1, 12, 0, 0)), content)
    return understand(Archive(data.getvalue()), CLASS)


@pytest.mark.parametrize("end", ["", "_"])
def test_moodle_folders(end):
    found = understood(
        [
            f"Ada Lovelace_12345_assignsubmission_file{end}/01.ipynb",
            f"Ada Lovelace_12345_assignsubmission_file{end}/data/x.py",
            f"Jane Doe, Jr_777_assignsubmission_file{end}/01.ipynb",
            f"Jane Doe, Jr_777_assignsubmission_onlinetext{end}/onlinetext.html",
            f"Participant_9_assignsubmission_file{end}/my_own_name_5_x.ipynb",
        ]
    )
    assert found.form == "Moodle" and found.leftover == [
        f"Jane Doe, Jr_777_assignsubmission_onlinetext{end}/onlinetext.html"
    ]
    assert [upload.who for upload in found.uploads] == [
        (Identity("Ada Lovelace", "12345"),),
        (Identity("Jane Doe, Jr", "777"),),
        (Identity("", "9"),),
    ]
    assert [name for name, _ in found.uploads[0].files] == ["01.ipynb", "data/x.py"]
    assert found.uploads[0].source == f"Ada Lovelace_12345_assignsubmission_file{end}"


def test_moodle_files_without_folders_inside_a_folder():
    found = understood(
        [
            "Course-Lesson 1-99/Sinéad OBrien_5_assignsubmission_file_01_convolution_by_hand.ipynb",
            "Course-Lesson 1-99/王 伟_6_assignsubmission_file_a_b.ipynb",
        ]
    )
    assert [(u.who[0].name, u.who[0].number, u.files[0][0]) for u in found.uploads] == [
        ("Sinéad OBrien", "5", "01_convolution_by_hand.ipynb"),
        ("王 伟", "6", "a_b.ipynb"),
    ]
    assert found.uploads[0].source == "Sinéad OBrien_5_assignsubmission_file_"


@pytest.mark.parametrize("group", ["", "Monday-", "Team A-B-"])
def test_moodle_with_groups(group):
    found = understood([f"{group}Ada Lovelace_5_assignsubmission_file/01.ipynb"])
    assert found.uploads[0].who[0].name == "Ada Lovelace"
    assert found.uploads[0].source == f"{group}Ada Lovelace_5_assignsubmission_file"


def test_canvas_files():
    found = understood(
        [
            "lovelaceada_12345_67890_01_convolution_by_hand.ipynb",
            "lovelaceada_12345_67999_01_convolution_by_hand-1.ipynb",
            "doejrjane_LATE_222_333_x_444_555.ipynb",
            "王伟_5_6_01.ipynb",
            "_LATE_8_9_01.ipynb",  # nothing is left of a name of symbols
            "late_ann_31_32_01.ipynb",
            "anon_Kx3_10_01.ipynb",
            "doejrjane_LATE_222_text.html",
        ]
    )
    assert found.form == "Canvas" and found.leftover == ["doejrjane_LATE_222_text.html"]
    assert [(u.who[0].name, u.who[0].number, u.late, u.order, u.files[0][0]) for u in found.uploads] == [
        ("lovelaceada", "12345", False, (67890,), "01_convolution_by_hand.ipynb"),
        ("lovelaceada", "12345", False, (67999,), "01_convolution_by_hand-1.ipynb"),
        ("doejrjane", "222", True, (333,), "x_444_555.ipynb"),
        ("王伟", "5", False, (6,), "01.ipynb"),
        ("", "8", True, (9,), "01.ipynb"),
        ("late_ann", "31", False, (32,), "01.ipynb"),
        ("", "anon_Kx3", False, (10,), "01.ipynb"),
    ]
    # Canvas does not say when; the zip was made later, which only matters for what was late.
    assert found.uploads[2].time == datetime(2026, 5, 1, 12, tzinfo=UTC) and found.uploads[0].time is None


def test_other_files_of_canvas_go_with_each_notebook():
    found = understood(["lovelaceada_1_10_helper.py", "lovelaceada_1_11_01.ipynb"])
    (upload,) = found.uploads
    assert [name for name, _ in upload.files] == ["01.ipynb", "helper.py"]


@pytest.mark.parametrize("base", ["", "assignment_9100_export/"])
def test_gradescope_exports(base):
    found = understood(
        [
            f"{base}submission_metadata.yml",
            f"{base}submission_409194023/01.ipynb",
            f"{base}submission_2/01.ipynb",
            f"{base}submission_3/01.ipynb",
        ]
    )
    assert found.form == "Gradescope" and found.leftover == [f"{base}submission_3/01.ipynb"]
    one, group = found.uploads
    assert one.who == (Identity("Ada Lovelace", "007", "ada@x.example"),)
    assert group.who == (Identity("Jane Doe, Jr", "123"), Identity("Bo", email="bo@x.example"))
    assert one.time == datetime(2026, 4, 26, 17, 34, 0, 861687, tzinfo=UTC)
    assert group.time == datetime(2026, 4, 26, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize("text", [": [", "- a\n- b", "a: &a [*a, *a]\n" + "[" * 5000])
def test_unreadable_metadata_of_gradescope_gets_one_sentence(text):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("submission_metadata.yml", text)
        archive.writestr("submission_1/01.ipynb", "{}")
    with pytest.raises(Refusal, match=r"submission_metadata\.yml in the zip") as refused:
        understand(Archive(data.getvalue()), CLASS)
    assert len(str(refused.value).splitlines()) == 1


@pytest.mark.parametrize(
    "name, source, inside",
    [
        ("ada/01_convolution_by_hand.ipynb", "ada", "01_convolution_by_hand.ipynb"),
        ("ada/01_convolution_by_hand/x.ipynb", "ada", "01_convolution_by_hand/x.ipynb"),
        ("week1/Ada Lovelace/x.ipynb", "week1/Ada Lovelace", "x.ipynb"),
        ("ada@x.example/x.ipynb", "ada@x.example", "x.ipynb"),
        ("ada.ipynb", "ada.ipynb", "ada.ipynb"),
        (
            "all/ada_01_convolution_by_hand.ipynb",
            "all/ada_01_convolution_by_hand.ipynb",
            "ada_01_convolution_by_hand.ipynb",
        ),
        ("01_convolution_by_hand-ada.ipynb", "01_convolution_by_hand-ada.ipynb", "01_convolution_by_hand-ada.ipynb"),
    ],
)
def test_plain_folders_and_files(name, source, inside):
    found = understood([name])
    (upload,) = found.uploads
    assert found.form == "folders" and CLASS.find(upload.who[0]).id == "ada"
    assert (upload.source, upload.files[0][0]) == (source, inside)


def test_plain_folders_of_strangers_are_still_uploads():
    found = understood(["ada/x.ipynb", "grace/x.ipynb", "readme.txt"])
    assert [upload.source for upload in found.uploads] == ["ada", "grace"] and found.leftover == ["readme.txt"]


def test_an_empty_zip_is_refused():
    with pytest.raises(Refusal, match="empty"):
        understood([])


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01 00:00:00 Z", "2026-01-01"])
def test_what_is_no_time_is_none(text):
    assert parse_time(text) is None
