"""``python -m grading``: its output, its exit codes, and its one-sentence errors."""

import json
import os
import re
import subprocess
import sys
import zipfile

import pytest

from grading import cli as program
from grading.bank import mistakes_of, styles_of
from grading.cli import main
from grading.course import ROOT

ROTATED = """
def conv_backward(dH, cache):
    X, W = cache
    f = W.shape[0]
    dX, dW = np.zeros(X.shape), np.zeros(W.shape)
    for h in range(dH.shape[0]):
        for w in range(dH.shape[1]):
            dX[h:h + f, w:w + f] += W[::-1, ::-1] * dH[h, w]
            dW += X[h:h + f, w:w + f] * dH[h, w]
    return dX, dW
"""


def grading(*args, **environment):
    return subprocess.run(
        [sys.executable, "-m", "grading", *map(str, args)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, **environment},
    )


def without_bubblewrap(tmp_path):
    """A PATH with Python but without bwrap."""
    return str(tmp_path)


@pytest.mark.usefixtures("needs_bubblewrap")
def test_check_names_the_mistake(tmp_path):
    file = tmp_path / "answer.py"
    file.write_text(ROTATED)
    done = grading("check", "conv_backward", file)
    assert done.returncode == 0 and done.stdout.startswith("conv_backward: 3 of 8 points")
    assert "dX is what you get when the filter is rotated" in done.stdout
    report = json.loads(grading("check", "conv_backward", file, "--json").stdout)
    assert (report["score"], report["max_score"], report["passed"]) == (3, 8, False)
    assert report["mistake"] == "dX_filter_rotated"
    assert all(list(result) == ["name", "passed", "message"] for result in report["properties"])


@pytest.mark.usefixtures("needs_bubblewrap")
def test_check_gives_full_marks_to_einsum(tmp_path):
    file = tmp_path / "answer.py"
    file.write_text(styles_of("conv_backward")["einsum"].source)
    report = json.loads(grading("check", "conv_backward", file, "--json").stdout)
    assert report["passed"] and report["score"] == 8 and report["mistake"] is None


@pytest.mark.parametrize(
    "args, sentence",
    [
        (["check", "conv_bakward", "x.py"], "There is no exercise named 'conv_bakward'; the exercises are: "),
        (["check", "conv_backward", "nowhere.py"], "nowhere.py cannot be read as Python text"),
        (["grade", "17_nothing"], "There is no lesson '17_nothing'; the lessons are: 01_convolution_by_hand, "),
    ],
)
def test_bad_arguments_get_one_sentence(args, sentence):
    done = grading(*args)
    assert done.returncode == 2 and done.stderr.startswith(sentence) and len(done.stderr.splitlines()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="the empty PATH hides nothing there")
def test_without_bubblewrap_nothing_is_judged(tmp_path):
    file = tmp_path / "answer.py"
    file.write_text(ROTATED)
    done = grading("check", "conv_backward", file, PATH=without_bubblewrap(tmp_path))
    assert done.returncode == 2
    assert done.stderr.startswith("Grading needs bubblewrap: run `sudo apt install bubblewrap`")
    assert "--unsafe-no-sandbox" in done.stderr and len(done.stderr.splitlines()) == 1


def test_without_a_sandbox_on_demand(tmp_path):
    file = tmp_path / "answer.py"
    file.write_text(ROTATED)
    done = grading("check", "conv_backward", file, "--json", "--unsafe-no-sandbox")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["mistake"] == "dX_filter_rotated"


@pytest.mark.skipif(sys.platform == "win32", reason="the empty PATH hides nothing there")
def test_no_variable_switches_the_sandbox_off(tmp_path):
    file = tmp_path / "answer.py"
    file.write_text(ROTATED)
    done = grading("check", "conv_backward", file, PATH=without_bubblewrap(tmp_path), CONVLIB_UNSAFE_NO_SANDBOX="1")
    assert done.returncode == 2 and done.stderr.startswith("Grading needs bubblewrap")


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course folder, in which the commands run."""
    monkeypatch.setattr(program, "ROOT", tmp_path)
    return tmp_path


def refused(capsys, *args):
    """Run a command that must be refused, and return its one sentence."""
    assert main([str(arg) for arg in args]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    return lines[0]


@pytest.mark.parametrize(
    "args, sentence",
    [
        (["report"], "Nothing is graded yet: run `python -m grading grade`."),
        (["export", "--csv"], "Nothing is graded yet: run `python -m grading grade`."),
        (["feedback", "01"], "Nothing of 01_convolution_by_hand is graded yet"),
        (["replay", "ada", "01"], "There is no mark of 'ada' in 01_convolution_by_hand"),
        (["similarity", "1"], "There are fewer than two readable submissions of 01_convolution_by_hand"),
        (["grade", "--unsafe-no-sandbox"], "There is nothing to grade: put each submission at "),  # so nothing runs
        (["grade", "-s", "nobody"], "'nobody' has not handed in anything"),
        (["regrade", "-s", "nobody", "02"], "'nobody' has not handed in 02_backprop_by_hand"),
        (["feedback", "01", "-s", "nobody"], "'nobody' has not handed in 01_convolution_by_hand"),
    ],
)
def test_an_empty_course_gets_one_sentence(args, sentence, course, capsys):
    assert refused(capsys, *args).startswith(sentence)
    assert not list(course.iterdir())


@pytest.mark.parametrize(
    "args, sentence",
    [
        (["grad"], "There is no command 'grad'; the commands are: doctor, .* Did you mean grade?"),
        (["grade", "99"], "There is no lesson '99'; the lessons are: 01_convolution_by_hand, "),
        (["grade", "01_convolution_by_hnd"], "There is no lesson .* Did you mean 01_convolution_by_hand?"),
        (["grade", "-e", "conv_bakward"], "There is no exercise named 'conv_bakward'; .* Did you mean conv_backward?"),
        (["grade", "-j", "0"], "Invalid value for '-j' / '--jobs'.*: see `python -m grading grade --help`."),
        (["grade", "-j", "many"], "Invalid value for '-j' / '--jobs'"),
        (["grade", "--nosuch"], "No such option '--nosuch'.*: see `python -m grading grade --help`."),
        (["report", "extra"], "Got unexpected extra argument .*extra.*: see `python -m grading report --help`."),
        (["kit", "05", "--until", "03"], "Give the lessons or --until, not both."),
        (["kit", "99"], "There is no lesson '99'"),
        (["kit", "--folder", "nowhere"], "Invalid value for '--folder': Directory 'nowhere' does not exist"),
        (["export"], "Which form: --canvas, --moodle, --csv or --per-exercise?"),
        (["replay", "ada"], "Missing argument 'LESSON'"),
        (["gradescope"], "Missing argument 'LESSON'"),
        (["release", "99"], "There is no lesson '99'"),
        (["mutations", "rot90"], "There is no exercise named 'rot90'"),
        (["check"], "Give an exercise and a file"),
        (["check", "conv_backward"], "Give an exercise and a file"),
        (["check", "X", "nb.ipynb"], "There is no exercise named 'X'"),
        (["check", "conv_backward", "nb.ipynb"], "nb.ipynb is a notebook, and `check` judges a Python file"),
        (
            ["check", "answer.py", "conv_backward"],
            "The exercise comes first, as in `python -m grading check conv_backw",
        ),
        (["check", "conv_backward", "nowhere.py"], "nowhere.py cannot be read as Python text: No such file"),
        (["check", "conv_backward", "."], ". cannot be read as Python text: Is a directory"),
        (["check", "conv_backward", "x.py", "--check"], "--check belongs to --many"),
        (["check", "conv_backward", "x.py", "--many", "."], "Give an exercise and a file, or --many and a folder"),
        (["check", "--many", "nowhere"], "Invalid value for '--many': Directory 'nowhere' does not exist"),
        (["collect", "x.zip"], "Missing option '--roster'"),
        (["collect", "nowhere.zip", "--roster", "r.csv"], "nowhere.zip cannot be read: No such file"),
        (["collect", "text.zip", "--roster", "r.csv"], "text.zip is not a zip file, or it is damaged"),
        (["collect", "r.csv", "--roster", "ok.zip"], "The class list ok.zip is a zip or a spreadsheet"),
        (["collect", "ok.zip", "--roster", "text.zip"], "The class list text.zip has no students"),
        (["collect", ".", "--roster", "r.csv"], ". cannot be read: Is a directory"),
        (["collect", "ok.zip", "--roster", "r.csv", "--lesson", "99"], "There is no lesson '99'"),
    ],
)
def test_a_wrong_usage_gets_one_sentence(args, sentence, course, monkeypatch, capsys):
    monkeypatch.chdir(course)
    (course / "r.csv").write_text("id,name\nada,Ada Lovelace\n")
    (course / "text.zip").write_text("no zip")
    with zipfile.ZipFile(course / "ok.zip", "w") as archive:
        archive.writestr("ada/01_convolution_by_hand.ipynb", "{}")
    assert re.match(sentence.replace("?", r"\?").replace("(", r"\("), refused(capsys, *args))
    assert {path.name for path in course.iterdir()} == {"r.csv", "text.zip", "ok.zip"}


@pytest.mark.parametrize(
    "text, sentence",
    [
        ("c = get_config()\nc.x = = 1\n", r"nbgrader_config.py cannot be used \(SyntaxError: .*line 2"),
        ("c = get_confg()\n", "nbgrader_config.py cannot be used .*get_confg"),
        (
            "c = get_config()\nc.CourseDirectory.submited_directory = 'x'\n",
            "sets CourseDirectory.submited_directory, .* did you mean submitted_directory?",
        ),
        ("c = get_config()\n", "does not set CourseDirectory.submitted_directory: copy that line"),
    ],
)
def test_a_mistake_in_the_configuration_is_named(text, sentence, course, capsys):
    (course / "nbgrader_config.py").write_text(text)
    assert re.search(sentence, refused(capsys, "status"))


@pytest.mark.parametrize("args", [["report"], ["export", "--csv"], ["collect", "ok.zip", "--roster", "r.csv"]])
def test_a_damaged_gradebook_is_named(args, course, monkeypatch, capsys):
    monkeypatch.chdir(course)
    (course / "gradebook.db").write_text("no database " * 500)
    (course / "r.csv").write_text("id,name\nada,Ada Lovelace\n")
    with zipfile.ZipFile(course / "ok.zip", "w") as archive:
        archive.writestr("ada/01_convolution_by_hand.ipynb", "{}")
    assert "gradebook.db is no gradebook, or damaged: put back a backup" in refused(capsys, *args)


def test_a_reader_that_has_seen_enough_is_no_error():
    start = "import sys; from grading import cli; sys.exit(cli.main(['mutations']))"
    done = subprocess.run(
        f"'{sys.executable}' -c \"{start}\" | head -n 1; exit ${{PIPESTATUS[0]}}",
        shell=True,
        executable="/bin/bash",
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert (done.returncode, done.stderr, len(done.stdout.splitlines())) == (0, "", 1)


def test_an_interruption_says_how_to_go_on(course, monkeypatch, capsys):
    def interrupted(root):
        raise KeyboardInterrupt

    monkeypatch.setattr("grading.classroom.status.status", interrupted)
    assert main(["status"]) == 130
    assert "run the same command again" in capsys.readouterr().err


def test_status_is_also_data(course, capsys):
    (course / "grading" / "submitted" / "ada" / "01_convolution_by_hand").mkdir(parents=True)
    assert main(["status", "--json"]) == 0
    (lesson,) = json.loads(capsys.readouterr().out)
    assert (lesson["lesson"], lesson["submitted"], lesson["new"]) == ("01_convolution_by_hand", 1, ["ada"])


def test_what_a_run_says_on_the_way(capsys):
    from grading.classroom.result import Progress, Status, SubmissionResult

    fault = SubmissionResult("ada", "01", Status.NOT_GRADED, "the disk is full.")
    program.show_progress(Progress(3, 60, 130.0, fault))
    program.show_progress(Progress(60, 60, 0.0, SubmissionResult("bo", "01", Status.GRADED)))
    assert capsys.readouterr().err.splitlines() == [
        "3 of 60, 2 min left: 01 of ada is not graded: the disk is full.",
        "60 of 60, 0 s left: 01 of bo",
    ]


def test_starting_imports_nothing_heavy():
    heavy = "nbgrader", "numpy", "sqlalchemy", "nbformat", "yaml"
    code = f"import sys, grading.cli; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.parametrize("found, code", [([], 0), (["notebooks/x.ipynb is stale."], 1)])
def test_build_check_says_what_is_stale(found, code, monkeypatch, capsys):
    monkeypatch.setattr("grading.build.build.build", lambda lessons, check, force: found if check else None)
    assert main(["build", "--check"]) == code
    assert capsys.readouterr().out == "\n".join(found or ["Everything is built."]) + "\n"


def test_mutations_lists_each_wrong_version(capsys):
    assert main(["mutations", "rot180", "pad2d"]) == 0
    lines = capsys.readouterr().out.splitlines()
    for name in ("rot180", "pad2d"):
        assert f"## {name}" in lines
        for version in mistakes_of(name).values():
            own = "\n".join(line for line in lines if line.startswith(f"| {version.id} | "))
            assert version.diagnosis in own or "Your code stops in line" in own


def test_mutations_of_an_unknown_exercise(capsys):
    assert main(["mutations", "rot90"]) == 2
    assert capsys.readouterr().err.startswith("There is no exercise named 'rot90'; the exercises are: ")


def test_build_check_compares_everything():
    done = grading("build", "--check", "01_convolution_by_hand")
    assert done.returncode == 2 and done.stderr == "--check compares everything: leave out the lessons' names.\n"
