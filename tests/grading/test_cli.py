"""``python -m grading``: its output, its exit codes, and its one-sentence errors."""

import json
import os
import subprocess
import sys

import pytest

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
    assert list(report) == ["exercise", "score", "max_score", "passed", "properties", "mistake", "message"]
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
def test_without_bubblewrap_nothing_is_graded(tmp_path):
    file = tmp_path / "answer.py"
    file.write_text(ROTATED)
    for args in (["check", "conv_backward", file], ["grade"]):
        done = grading(*args, PATH=without_bubblewrap(tmp_path))
        assert done.returncode == 2
        assert done.stderr.startswith("Grading needs bubblewrap: run `sudo apt install bubblewrap`")
        assert "--unsafe-no-sandbox" in done.stderr and len(done.stderr.splitlines()) == 1
    assert not (ROOT / "gradebook.db").exists()


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


@pytest.mark.parametrize(
    "args, sentence",
    [
        (["report"], "Nothing is graded yet: run `python -m grading grade`."),
        (["grade", "--unsafe-no-sandbox"], "There is nothing to grade: put each submission at "),  # so nothing runs
    ],
)
def test_an_empty_course_gets_one_sentence(args, sentence, tmp_path, monkeypatch, capsys):
    from grading import cli as program

    monkeypatch.setattr(program, "ROOT", tmp_path)
    assert program.main(args) == 2
    assert capsys.readouterr().err.startswith(sentence)
    assert not list(tmp_path.iterdir())


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
            assert any(line.startswith(f"| {version.id} | ") and version.diagnosis in line for line in lines)


def test_mutations_of_an_unknown_exercise(capsys):
    assert main(["mutations", "rot90"]) == 2
    assert capsys.readouterr().err.startswith("There is no exercise named 'rot90'; the exercises are: ")


def test_build_check_compares_everything():
    done = grading("build", "--check", "01_convolution_by_hand")
    assert done.returncode == 2 and done.stderr == "--check compares everything: leave out the lessons' names.\n"
