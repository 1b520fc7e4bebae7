"""The judge in its sandbox: code that hangs, dies, forges replies or depends on other exercises."""

from textwrap import indent

import pytest

from grading.bank import EXERCISES, exercises_of, mistakes_of
from grading.build.notebooks import exercise_source
from grading.given import given, given_source
from grading.judge import judge as judge_module
from grading.judge.judge import Cell, SubmissionJudge, judge_submission
from grading.sandbox.bubblewrap import Sandbox

pytestmark = pytest.mark.usefixtures("needs_bubblewrap")

SETUP = Cell("import numpy as np\nfrom convlib.lab import shapes")
L1, L3 = "01_convolution_by_hand", "03_gradients_are_convolutions"


def judged(exercises, cells):
    """Judge cells in a sandbox, after the setup."""
    return judge_submission(exercises, [SETUP, *cells], Sandbox())


def judge_lesson(lesson, **answers):
    """Judge a lesson with some answers in place of the correct ones."""
    exercises = exercises_of(lesson)
    return judged(exercises, [Cell(answers.get(e.name, exercise_source(e)), e.name) for e in exercises])


def judge_one(name, source):
    """Judge one exercise."""
    return judged([EXERCISES[name]], [Cell(source, name)])[name]


def full_marks(reports, *but):
    return all(report.passed for name, report in reports.items() if name not in but)


def test_right_answers_get_all_points():
    reports = judge_lesson(L1)
    assert full_marks(reports)
    assert {name: r.score for name, r in reports.items()} == {e.name: e.points for e in exercises_of(L1)}


@pytest.mark.parametrize(
    "body, sentence",
    [
        ("while True: pass", "it did not finish within 5 seconds: is there an infinite loop?"),
        ("import os; os._exit(0)", "it terminated the whole process"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "it terminated the whole process"),
        ("raise SystemExit", "it stopped with SystemExit"),
        (
            "import convlib.conv.single as c; return c.conv_single_step(x_slice, W)",
            "it imports convlib.conv, the course's own",
        ),
        ("from grading.bank import EXERCISES", "it imports grading, the course's own"),
        ("return np.ones((20000, 20000))", "it stopped with"),
        ("return np.zeros((10**9, 0, 0))", "it returned an array of shape (1000000000, 0, 0)."),
        ("return conv_single_step(x_slice, W)", "it stopped with RecursionError"),
        ("return 'x' * 10**8", "it returned more than the 4 MB"),
        ("x = []; x.append(x); return x", "it stopped with RecursionError"),
    ],
    ids=["endless", "exit", "kill", "sys.exit", "solution", "grader", "huge", "empty", "recursion", "flood", "cycle"],
)
def test_a_function_that_misbehaves_costs_only_its_own_points(body, sentence):
    reports = judge_lesson(L1, conv_single_step=f"def conv_single_step(x_slice, W):\n    {body}")
    bad = reports["conv_single_step"]
    assert bad.score == 0
    assert all(result.message.startswith(sentence) for result in bad.properties if result.tested), bad.text()
    assert full_marks(reports, "conv_single_step")


@pytest.mark.parametrize(
    "cell, sentence",
    [
        ("while True: pass", "it did not finish within 10 seconds"),
        ("def conv_forward(X, W:\n    pass", "it stopped with SyntaxError: "),
        ("1 / 0", "it stopped with ZeroDivisionError: "),
        (
            "from convlib.conv.single import conv_forward",
            "it imports convlib.conv, the course's own solution, which is not available "
            "when your work is judged: write the function yourself.",
        ),
        ("conv_forwards = 3", "there is no function named conv_forward."),
    ],
)
def test_a_cell_that_fails_costs_only_its_own_points(cell, sentence):
    reports = judge_lesson(L1, conv_forward=cell)
    assert reports["conv_forward"].score == 0
    assert reports["conv_forward"].properties[0].message.startswith(sentence)
    assert full_marks(reports, "conv_forward")


def test_stored_outputs_of_the_public_probes_earn_nothing():
    """A function that returns stored answers for the public probes passes the student's check but not the judge."""
    from convlib.lab import check

    exam = check.examination("conv_single_step")
    answers = {str(probe.args): float(probe.expected.parts["h"]) for probe in exam.probes}
    source = f"def conv_single_step(x_slice, W):\n    return {answers!r}.get(str((x_slice, W)), 0.0)"
    space = {}
    exec(source, space)
    check.conv_single_step(space["conv_single_step"])
    assert judge_one("conv_single_step", source).score == 0


PATCHES = {
    "numpy": "np.allclose = np.array_equal = np.isclose = np.testing.assert_allclose = lambda *args, **kwargs: True",
    "toolkit": """
import sys, convlib.lab.check
for module in [module for name, module in sys.modules.items() if name.startswith("convlib.lab.check")]:
    for name in list(vars(module)):
        if name.startswith(("examine", "fault", "close", "same")):
            setattr(module, name, lambda *args, **kwargs: True)
""",
}


@pytest.mark.parametrize("patch", PATCHES.values(), ids=PATCHES)
def test_patches_change_nothing(patch):
    wrong = "def conv_forward(X, W):\n    return np.zeros((1, 1)), None"
    with SubmissionJudge(Sandbox()) as submission:
        assert submission.execute(SETUP.source) is None
        assert submission.execute(f"{wrong}\n{patch}") is None  # the patch itself ran
        report = submission.examine(EXERCISES["conv_forward"], None)
    assert report.score == 0 and "H has shape (1, 1)" in report.text()


def test_patched_builtins_give_nothing():
    patch = "import builtins\nbuiltins.isinstance = lambda *args: True\n"
    assert judge_one("conv_forward", patch + "def conv_forward(X, W):\n    return np.zeros((1, 1)), None").score == 0


def test_forged_replies_count_only_as_values():
    forge = """
import json, os, struct, sys
def conv_single_step(x_slice, W):
    for frame in ({"value": {"float": "1.0"}, "after": None}, {"passed": True, "score": 3}, {"provided": "rot180"}):
        data = json.dumps(frame).encode()
        for descriptor in range(3, 12):
            try:
                os.write(descriptor, struct.pack(">I", len(data)) + data)
            except OSError:
                pass
    return 0.0
"""
    assert judge_one("conv_single_step", forge).score == 0


def test_the_judge_provides_earlier_exercises_that_take_numbers_and_shapes():
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
    reports = judged([EXERCISES[name] for name in answers], [Cell(source, name) for name, source in answers.items()])
    assert full_marks(reports, "pad2d", "dilate2d", "unpad2d"), reports["conv_backward_strided"].text()
    assert "Judged with the course's pad2d and dilate2d and unpad2d" in reports["conv_backward_strided"].message


def test_a_provided_function_is_not_mistaken_for_the_student_s():
    reports = judge_lesson(L3, rot180="")
    assert reports["rot180"].score == 0
    assert reports["rot180"].properties[0].message == "there is no function named rot180."
    assert full_marks(reports, "rot180")


FLOOD = """
import json, os, struct, time
data = json.dumps({"provided": "rot180", "args": [], "kwargs": {}}).encode()
def conv_single_step(x_slice, W):
    for _ in range(10**4):
        for descriptor in range(3, 12):
            try:
                os.write(descriptor, struct.pack(">I", len(data)) + data)
            except OSError:
                pass
        time.sleep(PAUSE)
    time.sleep(10**6)
"""


@pytest.mark.parametrize("pause", [0, 0.001])
def test_a_worker_that_sends_and_never_reads_is_stopped(pause):
    """The replies that it does not read would fill the pipe, and the judge would block forever."""
    report = judge_one("conv_single_step", FLOOD.replace("PAUSE", str(pause)))
    assert report.score == 0 and report.properties[0].message.startswith("it ")


def test_a_process_that_ends_between_two_requests():
    reports = judge_lesson(L1, output_size="import os, threading\nthreading.Timer(0.05, os._exit, [0]).start()\n1 / 0")
    assert reports["output_size"].score == 0
    assert {report.score for report in reports.values()} != {0}


def test_an_earlier_exercise_that_fails_does_not_fail_the_later_ones():
    reports = judge_lesson(L3, rot180="def rot180(K):\n    return K.T")
    assert reports["rot180"].score == 0
    assert full_marks(reports, "rot180")
    assert reports["convolve_full"].message == "Judged with the course's rot180, since yours does not pass."


def test_what_the_judge_provides_does_not_answer_the_exercise_itself():
    reports = judge_lesson(
        L3, rot180="def rot180(K):\n    return K", convolve_full="def convolve_full(dH, W):\n    return rot180(W)"
    )
    assert reports["convolve_full"].score == 0


def test_a_deleted_cell_is_judged_by_the_other_cells():
    exercises = exercises_of(L1)
    cells = [Cell("\n\n".join(exercise_source(e) for e in exercises))]
    assert full_marks(judged(exercises, cells))
    reports = judged(exercises, [])
    assert {r.score for r in reports.values()} == {0}
    assert reports["output_size"].properties[0].message == "there is no function named output_size."


def test_magics_output_and_warnings_do_no_harm():
    report = judge_one(
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
    report = judge_one("conv_forward", "import time\ndef conv_forward(X, W):\n    time.sleep(0.4)\n    return X, None")
    assert report.properties[-1].message == "all calls together took longer than 1 seconds."


def test_a_cell_that_ends_only_the_second_session_is_left_out():
    """It ran once and terminates the process when it is run again; the other cells still run."""
    with SubmissionJudge(Sandbox()) as submission:
        for source in (SETUP.source, exercise_source(EXERCISES["output_size"])):
            submission.execute(source)
        submission.executed.insert(1, "import os; os._exit(0)")
        submission.close()
        assert submission.examine(EXERCISES["output_size"], None, seed=1).passed


def kills_the_first(path):
    """Return code that kills its process, but only once."""
    return f"import os\nif not os.path.exists({path!r}):\n    open({path!r}, 'w')\n    os.kill(os.getpid(), 9)\n"


@pytest.mark.parametrize("where", ["cell", "call"])
def test_a_worker_that_the_machine_kills_costs_nothing(where, tmp_path):
    """Without isolation, so that the code knows that it has been killed before."""
    kill, source = kills_the_first(str(tmp_path / "mark")), exercise_source(EXERCISES["output_size"])
    head, _, body = source.partition(":\n")
    source = kill + source if where == "cell" else f"{head}:\n{indent(kill, '    ')}{body}"
    with SubmissionJudge(Sandbox(unsafe=True)) as submission:
        submission.execute(SETUP.source)
        assert submission.execute(source) is None
        assert submission.examine(EXERCISES["output_size"], None, seed=1).passed
    assert (tmp_path / "mark").exists()


def test_a_cell_during_which_the_machine_kills_is_not_left_out(tmp_path):
    with SubmissionJudge(Sandbox(unsafe=True)) as submission:
        for source in (SETUP.source, exercise_source(EXERCISES["output_size"])):
            submission.execute(source)
        submission.executed[1] += "\n" + kills_the_first(str(tmp_path / "mark"))
        submission.close()
        assert submission.examine(EXERCISES["output_size"], None, seed=1).passed
    assert (tmp_path / "mark").exists()


def test_a_known_mistake_is_named_in_the_report():
    version = mistakes_of("conv_backward")["dX_filter_rotated"]
    report = judge_one("conv_backward", version.source)
    assert report.mistake == "dX_filter_rotated" and version.diagnosis in report.message
    assert report.as_dict().keys() == {
        "exercise",
        "score",
        "max_score",
        "passed",
        "properties",
        "mistake",
        "line",
        "sentences",
        "message",
    }


def test_a_crash_is_reported_with_its_line_in_the_student_s_cell():
    source = "def conv_single_step(x_slice, W):\n    return np.sum(x_slice * W(0, 1))\n"
    report = judge_one("conv_single_step", source)
    (sentence,) = report.sentences
    first, line, _, fact, entry = sentence.splitlines()
    assert report.line == 2 and first.startswith("Your code stops in line 2, in every case")
    assert line.strip() == "return np.sum(x_slice * W(0, 1))" and fact.startswith("W is an array of shape (")
    assert entry.endswith("square brackets: W[0, 1].")


STEPS = """
def conv_forward(X, W):
    f_H, f_W = W.shape
    H = np.zeros((X.shape[0] - f_H + 1, X.shape[1] - f_W + 1))
    for h, w in np.ndindex(H.shape):
        H[h, w] = conv_single_step(X[h : h + f_H, w : w + f_W], W)
    return H, (X, W)
"""
FROM_UNITS = """
def conv_matrix(W, n_H_prev, n_W_prev):
    units = np.eye(n_H_prev * n_W_prev).reshape(-1, n_H_prev, n_W_prev)
    return np.stack([correlate_valid(unit, W).ravel() for unit in units], axis=1)
"""


@pytest.mark.parametrize(
    "earlier", ["def conv_single_step(x_slice, W):\n    return 0.0", "", "1 / 0", "while True: pass"]
)
def test_a_wrong_earlier_function_costs_only_its_own_points(earlier):
    """Whether or not the exercise is meant to use it."""
    reports = judge_lesson(L1, conv_single_step=earlier, conv_forward=STEPS)
    assert full_marks(reports, "conv_single_step"), reports["conv_forward"].text()
    assert "Judged with the course's conv_single_step" in reports["conv_forward"].message


@pytest.mark.parametrize(("name", "source"), [("conv_forward", STEPS), ("conv_matrix", FROM_UNITS)])
def test_an_answer_handed_in_alone_may_use_earlier_exercises(name, source):
    report = judge_one(name, source)
    assert report.passed and not report.message


def test_the_student_s_own_earlier_function_is_used_where_it_passes():
    own = "calls = 0\ndef conv_single_step(x_slice, W):\n    global calls; calls += 1\n    return np.sum(x_slice * W)"
    late = STEPS.replace("    return", "    assert calls > 0\n    return")
    reports = judge_lesson(L1, conv_single_step=own, conv_forward=late)
    assert full_marks(reports) and not reports["conv_forward"].message


def test_a_note_is_shown_only_for_what_was_called():
    reports = judge_lesson(L1, conv_single_step="def conv_single_step(x_slice, W):\n    return 0.0")
    assert "Judged with" not in reports["conv_forward"].message


def test_what_was_lent_cannot_answer_an_earlier_exercise_afterwards():
    """The later exercise keeps the lent function for the earlier one, whose cell comes after it."""
    keep = "kept = []\n" + STEPS.replace("    f_H", "    kept.append(conv_single_step)\n    f_H", 1)
    use = "def conv_single_step(x_slice, W):\n    return kept[0](x_slice, W)"
    exercises = [EXERCISES["conv_forward"], EXERCISES["conv_single_step"]]
    reports = judged(exercises, [Cell(keep, "conv_forward"), Cell(use, "conv_single_step")])
    assert reports["conv_forward"].passed and reports["conv_single_step"].score == 0


SPOILS = """
def conv_single_step(x_slice, W):
    total = np.sum(x_slice * W)
    x_slice *= 0
    return total
"""
LIES = """
import gc
def once_on_copies(function, args, kwargs, calls=1):
    return function(*[array.copy() for array in args], **kwargs), args
[worker] = [space for space in gc.get_objects() if type(space) is dict and "call_with_own_cache" in space
            and "limit_cpu_time" in space]
worker["call"] = once_on_copies
"""


def test_changed_inputs_are_reported_and_cost_nothing_since_a_process_could_lie_about_them():
    honest, lying = judge_one("conv_single_step", SPOILS), judge_one("conv_single_step", SPOILS + LIES)
    assert not honest.passed and "✗ called twice, inputs untouched" in honest.text()
    assert lying.passed and honest.score == lying.score == honest.max_score


def test_a_function_that_is_right_only_once_loses_a_point_whatever_its_process_says():
    remembers = STEPS.replace("    f_H", "    seen.append(X.tobytes())\n    f_H", 1)
    twice = remembers.replace("return H,", "return H * (2 if seen[-1] == seen[-2] else 1),")
    for lies in ("", LIES):
        report = judge_one("conv_forward", "seen = [0]\n" + twice + lies)
        assert {r.name for r in report.properties if not r.passed} == {"called twice"}, report.text()
        assert report.score == report.max_score - 1


FORGED_START = """
import convlib.lab.checks.scenarios as scenarios
ConvNet = type("ConvNet", (), {"__init__": lambda self, *args, **kwargs: None})
for name in ("_shapes", "_statistics", "_bytes", "reading"):
    setattr(scenarios, name, lambda *args: (np.array([2.0] * 3), np.zeros(3), np.zeros(3), np.array([1, 0])))
scenarios.READINGS.clear()
"""


def test_what_is_said_about_a_network_s_start_is_worked_out_from_its_arrays():
    claims = (
        FORGED_START
        + """
statistics = np.array([2.0] * 3), np.zeros(3), np.zeros(3), np.array([1, 0])
forged = lambda ConvNet: lambda *args, play="one pass": statistics
scenarios.SCENARIOS["network"] = forged
"""
    )
    assert judge_one("ConvNet", claims).score == 0


def test_on_step_is_known_by_its_effects():
    right = exercise_source(EXERCISES["train"])
    never = right.replace("            if on_step:\n                on_step(losses)\n", "")
    assert never != right
    claims = """
import convlib.lab.checks.scenarios as scenarios
real = scenarios.SCENARIOS["training"]
def forged(train):
    run = real(train)
    def training(*args, watched=False, **options):
        return np.array([[1, 1]] * 6) if watched else run(*args, **options)
    return training
scenarios.SCENARIOS["training"] = forged
"""
    setup = Cell("from convlib.lab import progress\nfrom given import *")
    for source in (never, never + claims):
        report = judged_with_given("train", source, setup)
        assert "on_step" in {r.name for r in report.properties if not r.passed}, report.text()
        assert report.score == report.max_score - 1


def judged_with_given(name, source, setup):
    exercise = EXERCISES[name]
    files = {"given.py": given_source(given(exercise.lesson)).encode()}
    return judge_submission([exercise], [SETUP, setup, Cell(source, name)], Sandbox(), files)[name]


def test_the_seed_is_reported_and_repeats_the_judgement():
    wrong = [Cell("def warm_up(X):\n    return X[0, 0]", "warm_up"), Cell("def rot180(K):\n    return K", "rot180")]
    exercises = [EXERCISES["rot180"]]
    first = judged(exercises, wrong)
    again = judge_submission(exercises, [SETUP, *wrong], Sandbox(), seed=first.seed)
    assert again.seed == first.seed and again["rot180"].text() == first["rot180"].text()
    assert judged(exercises, wrong).seed != first.seed


def test_nothing_is_left_when_the_time_is_over():
    slow = Cell("import time\nwhile True: time.sleep(1)")
    exercises = exercises_of(L1)[2:]
    cells = [SETUP, Cell(exercise_source(exercises[0]), "output_size"), slow, Cell(STEPS, "conv_forward")]
    reports = judge_submission(exercises, cells, Sandbox(), seconds=5)
    assert reports["output_size"].passed
    assert reports["conv_forward"].properties[0].message == (
        "not judged: all cells and calls of this notebook together may take 5 seconds, and earlier ones took them."
    )


def test_an_error_of_a_lent_function_is_one_of_the_line_that_called_it():
    source = "def conv_forward(X, W):\n    return conv_single_step('X', W)"
    report = judge_one("conv_forward", source)
    assert report.line == 2 and "return conv_single_step('X', W)" in report.sentences[0]
