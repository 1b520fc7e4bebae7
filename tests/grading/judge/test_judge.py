"""The judge in its sandbox: what hangs, dies, forges or depends on something else."""

import numpy as np
import pytest

from convlib.lab.checks.codec import encode
from grading.bank.exercises import EXERCISES, exercises_of
from grading.bank.probes import examination
from grading.bank.version import mistakes_of
from grading.build.notebooks import exercise_source
from grading.judge import judge as judge_module
from grading.judge.judge import Cell, judge

pytestmark = pytest.mark.usefixtures("needs_bubblewrap")

SETUP = Cell("import numpy as np\nfrom convlib.lab import shapes")
L1, L3 = "01_convolution_by_hand", "03_gradients_are_convolutions"


def hand_in(lesson, seed=None, **answers):
    """Judge a lesson with some answers in place of the right ones."""
    cells = [Cell(answers.get(e.name, exercise_source(e)), e.name) for e in exercises_of(lesson)]
    return judge(exercises_of(lesson), [SETUP, *cells], seed=seed)


def one(name, source):
    """Judge one exercise."""
    return judge([EXERCISES[name]], [SETUP, Cell(source, name)])[name]


def full_marks(reports, *but):
    return all(report.passed for name, report in reports.items() if name not in but)


def test_right_answers_get_all_points():
    reports = hand_in(L1)
    assert full_marks(reports)
    assert {name: r.score for name, r in reports.items()} == {e.name: e.points for e in exercises_of(L1)}


@pytest.mark.parametrize(
    "body, sentence",
    [
        ("while True: pass", "it did not finish within 5 seconds: does a loop never end?"),
        ("import os; os._exit(0)", "it ended the whole process"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "it ended the whole process"),
        ("raise SystemExit", "it stopped with SystemExit"),
        (
            "import convlib.conv.single as c; return c.conv_single_step(x_slice, W)",
            "it imports convlib.conv.single, the course's own",
        ),
        ("from grading.bank.exercises import EXERCISES", "it imports grading, the course's own"),
        ("return np.ones((20000, 20000))", "it stopped with"),
        ("return conv_single_step(x_slice, W)", "it stopped with RecursionError"),
        ("return 'x' * 10**8", "it ended the whole process"),
        ("x = []; x.append(x); return x", "it stopped with RecursionError"),
    ],
    ids=["endless", "exit", "kill", "sys.exit", "solution", "grader", "huge", "recursion", "flood", "cycle"],
)
def test_a_function_that_misbehaves_costs_only_its_own_points(body, sentence):
    reports = hand_in(L1, conv_single_step=f"def conv_single_step(x_slice, W):\n    {body}")
    bad = reports["conv_single_step"]
    assert bad.score == 0
    assert all(result.message.startswith(sentence) for result in bad.properties), bad.text()
    assert full_marks(reports, "conv_single_step")


@pytest.mark.parametrize(
    "cell, sentence",
    [
        ("while True: pass", "it did not finish within 10 seconds"),
        ("def conv_forward(X, W:\n    pass", "it stopped with SyntaxError: '(' was never closed (line 1)"),
        ("1 / 0", "it stopped with ZeroDivisionError: division by zero"),
        (
            "from convlib.conv.single import conv_forward",
            "it imports convlib.conv.single, the course's own solution, which is not there "
            "when your work is judged: write the function yourself.",
        ),
        ("conv_forwards = 3", "there is no function named conv_forward."),
    ],
)
def test_a_cell_that_fails_costs_only_its_own_points(cell, sentence):
    reports = hand_in(L1, conv_forward=cell)
    assert reports["conv_forward"].score == 0
    assert reports["conv_forward"].properties[0].message.startswith(sentence)
    assert full_marks(reports, "conv_forward")


def test_the_public_probes_constants_get_nothing():
    """A function that knows the stored probes by heart passes the student's check and not the judge."""
    from convlib.lab import check

    exam = check.examination("conv_single_step")
    answers = {str(probe.args): float(probe.expected.parts["h"]) for probe in exam.probes}
    source = f"def conv_single_step(x_slice, W):\n    return {answers!r}.get(str((x_slice, W)), 0.0)"
    space = {}
    exec(source, space)
    check.conv_single_step(space["conv_single_step"])
    assert one("conv_single_step", source).score == 0


def test_patching_numpy_the_toolkit_and_builtins_changes_nothing():
    patch = """
import builtins, json, convlib.lab.calling, convlib.lab.examine, convlib.lab.values
np.allclose = np.array_equal = np.testing.assert_allclose = lambda *args, **kwargs: True
convlib.lab.checks.examine.close = convlib.lab.checks.codec.same = lambda *args: True
builtins.isinstance = lambda *args: True
def conv_forward(X, W):
    return np.zeros((1, 1)), None
"""
    assert one("conv_forward", patch).score == 0


def test_forged_answers_count_only_as_what_they_say():
    forge = """
import json, os, struct, sys
def conv_single_step(x_slice, W):
    for frame in ({"value": {"float": "1.0"}, "after": None}, {"passed": True, "score": 3}, {"borrow": "rot180"}):
        data = json.dumps(frame).encode()
        for descriptor in range(3, 12):
            try:
                os.write(descriptor, struct.pack(">I", len(data)) + data)
            except OSError:
                pass
    return 0.0
"""
    assert one("conv_single_step", forge).score == 0


def test_earlier_exercises_that_take_numbers_and_shapes_are_lent():
    answers = {
        "pad2d": "def pad2d(X, pad):\n    return X",
        "dilate2d": "def dilate2d(dH, stride, shape):\n    return dH",
        "unpad2d": "def unpad2d(X, pad):\n    return X[pad:-pad]",
        "conv_backward_strided": """
def conv_backward_strided(dH, cache):
    X, W, stride, pad = cache
    windows = np.lib.stride_tricks.sliding_window_view
    padded = pad2d(X, pad=pad)
    spread = dilate2d(dH, stride, tuple(n - f + 1 for n, f in zip(padded.shape, W.shape)))
    around = np.pad(spread, [(f - 1, f - 1) for f in W.shape])
    whole = np.einsum("ijuv,uv->ij", windows(around, W.shape), W[::-1, ::-1])
    return unpad2d(whole, pad), np.einsum("uvhw,hw->uv", windows(padded, spread.shape), spread)
""",
    }
    reports = judge(
        [EXERCISES[name] for name in answers], [SETUP, *(Cell(source, name) for name, source in answers.items())]
    )
    assert full_marks(reports, "pad2d", "dilate2d", "unpad2d"), reports["conv_backward_strided"].text()
    assert "Judged with the course's pad2d and dilate2d and unpad2d" in reports["conv_backward_strided"].message


@pytest.mark.parametrize("args", [(np.ones((40, 40)), 1), (np.ones((2, 2)), 10**6), (np.ones((2, 2)), "1.5")])
def test_nothing_large_or_odd_is_lent(args):
    answer = judge_module.lend({"borrow": "pad2d", "args": encode(args), "kwargs": encode({})}, ["pad2d"])
    assert answer == {"problem": "This function can be borrowed for small arrays only."}


def test_an_earlier_exercise_that_fails_does_not_fail_the_later_ones():
    reports = hand_in(L3, rot180="def rot180(K):\n    return K.T")
    assert reports["rot180"].score == 0
    assert full_marks(reports, "rot180")
    assert reports["convolve_full"].message == "Judged with the course's rot180, since yours does not pass."


def test_what_is_lent_does_not_answer_the_exercise_itself():
    reports = hand_in(
        L3, rot180="def rot180(K):\n    return K", convolve_full="def convolve_full(dH, W):\n    return rot180(W)"
    )
    assert reports["convolve_full"].score == 0


def test_a_deleted_cell_is_judged_by_what_stands_elsewhere():
    exercises = exercises_of(L1)
    cells = [Cell("\n\n".join(exercise_source(e) for e in exercises))]
    assert full_marks(judge(exercises, [SETUP, *cells]))
    reports = judge(exercises, [SETUP])
    assert {r.score for r in reports.values()} == {0}
    assert reports["output_size"].properties[0].message == "there is no function named output_size."


def test_magics_output_and_warnings_do_no_harm():
    report = one(
        "conv_single_step",
        """
%matplotlib inline
import sys, warnings
def conv_single_step(x_slice, W):
    print("working" * 1000)
    print("trouble", file=sys.stderr)
    warnings.warn("careful")
    return np.sum(x_slice * W)
conv_single_step(np.ones((2, 2)), np.ones((2, 2)))
""",
    )
    assert report.passed


def test_a_function_that_is_slow_on_every_call_is_stopped(monkeypatch):
    monkeypatch.setattr(judge_module, "EXERCISE_SECONDS", 1)
    report = one("conv_forward", "import time\ndef conv_forward(X, W):\n    time.sleep(0.4)\n    return X, None")
    assert report.properties[-1].message == "all calls together took longer than 1 seconds."


def test_a_cell_that_ends_only_the_second_session_is_left_out():
    """It ran well once and ends the process when it is run again; the other cells are there all the same."""
    with judge_module.Hearing(None) as hearing:
        for source in (SETUP.source, exercise_source(EXERCISES["output_size"])):
            hearing.run(source)
        hearing.ran.insert(1, "import os; os._exit(0)")
        hearing.session.close()
        hearing.session = None
        assert hearing.look(EXERCISES["output_size"], None, seed=1).passed


def test_fresh_inputs_each_time():
    first, second = (examination(EXERCISES["conv_forward"]).probes[0].args[0] for _ in range(2))
    assert (first != second).any()


def test_a_known_mistake_is_named_in_the_report():
    version = mistakes_of("conv_backward")["dX_filter_rotated"]
    report = one("conv_backward", version.source)
    assert report.mistake == "dX_filter_rotated" and version.diagnosis in report.message
    assert report.as_dict().keys() == {"exercise", "score", "max_score", "passed", "properties", "mistake", "message"}
