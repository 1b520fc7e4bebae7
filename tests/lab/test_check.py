"""The student's check: what it prints, what it raises, and that it needs no solution."""

import subprocess
import sys

import numpy as np
import pytest

from convlib.lab import check
from grading.bank import EXERCISES, mistakes_of
from grading.bank.loading import load


@pytest.mark.parametrize("name", EXERCISES)
def test_the_solution_passes_and_says_so(name, capsys):
    getattr(check, name)(EXERCISES[name].solution)
    printed = capsys.readouterr().out
    points = EXERCISES[name].points
    assert printed.startswith(f"{name}: {points:g} of {points:g} points")
    assert printed.count("✓") == len(EXERCISES[name].properties)


def test_a_stub_gets_one_clear_sentence():
    def conv_forward(X, W):
        raise NotImplementedError()

    with pytest.raises(NotImplementedError) as caught:
        check.conv_forward(conv_forward)
    assert str(caught.value) == (
        "conv_forward: it is not written yet: replace `raise NotImplementedError()` with your code."
    )


def test_a_known_mistake_is_named_and_the_smallest_case_shown():
    wrong = mistakes_of("conv_backward")["dX_filter_rotated"]
    with pytest.raises(check.CheckFailed) as caught:
        check.conv_backward(load(wrong))
    report = str(caught.value)
    assert f"{wrong.diagnosis} Reread {wrong.reread}." in " ".join(report.split())
    assert max(map(len, report.splitlines())) <= 76
    assert "✓ dW" in report and "✗ dX" in report
    assert "The smallest case that fails:" in report and "expected dX" in report and "got dX" in report
    assert caught.value._render_traceback_() == [report]


def test_the_right_answer_to_a_by_hand_exercise_is_never_shown():
    with pytest.raises(check.CheckFailed) as caught:
        check.outputs_by_hand(lambda: [[37, 47], [0, 77]])
    assert "[1, 0]" in str(caught.value) and "67" not in str(caught.value)


@pytest.mark.parametrize(
    "value, sentence",
    [
        (None, "it must return (H, cache), but it returned None (is the `return` missing?)."),
        (np.ones((2, 2)), "it must return (H, cache), but it returned one array of shape (2, 2)."),
        ((1, 2, 3), "it must return (H, cache), but it returned 3 values."),
        (("text", None), "H must be an array of numbers, but it is 'text'."),
    ],
)
def test_a_wrong_kind_of_result_is_described(value, sentence):
    with pytest.raises(check.CheckFailed) as caught:
        check.conv_forward(lambda X, W: value)
    assert sentence in " ".join(str(caught.value).split())


def test_calling_the_function_by_mistake():
    with pytest.raises(check.CheckFailed, match="Write no brackets after the function's name"):
        check.warm_up(7)


def test_an_unknown_check_suggests_the_known_one():
    with pytest.raises(AttributeError, match="Did you mean 'conv_forward'"):
        check.conv_foward


def test_a_cache_of_ones_own_is_accepted(capsys):
    space = {"np": np}
    exec(
        """
def conv_forward(X, W):
    return None, {"kept": (X, W)}

def conv_backward(dH, cache):
    X, W = cache["kept"]
    f = len(W)
    dX, dW = np.zeros(X.shape), np.zeros(W.shape)
    for h, w in np.ndindex(dH.shape):
        dX[h:h + f, w:w + f] += W * dH[h, w]
        dW += X[h:h + f, w:w + f] * dH[h, w]
    return [dX, dW]
""",
        space,
    )
    check.conv_backward(space["conv_backward"])
    assert "8 of 8" in capsys.readouterr().out


def test_when_written_waits_for_the_exercise(capsys):
    def stub():
        raise NotImplementedError()

    assert check.when_written(lambda: 7) == 7
    assert check.when_written(stub) is None
    assert "when you have written the exercise" in capsys.readouterr().out
    assert check.when_written(lambda: 1 / 0) is None
    assert "it stopped with ZeroDivisionError: division by zero. Run its check first." in capsys.readouterr().out


def test_when_written_tells_where_a_cell_was_stopped_in_one_line():
    def long_training():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt, match="you stopped this cell") as caught:
        check.when_written(long_training)
    assert caught.value.__suppress_context__ and "long_training" not in str(caught.traceback[-1])


def test_the_smallest_case_shows_all_that_was_passed():
    with pytest.raises(check.CheckFailed, match=r"The smallest case that fails:\n  n = \d+, f = 3, stride = 2"):
        check.output_size(lambda n, f, stride=1, pad=0: n + 2 * pad - f + 1)
    with pytest.raises(check.CheckFailed, match=r"fails:\n  func = lambda x: .*, eps = 0.125\n"):
        check.numerical_gradient(lambda func, x, dH, eps=1e-5: EXERCISES["numerical_gradient"].solution(func, x, dH))


def test_an_array_of_four_axes_is_shown_plane_by_plane_from_the_simplest_case_on():
    right = EXERCISES["conv2d_forward"].solution

    def cut_short(X, W, b, stride=1, pad=0):
        H, cache = right(X, W, b, stride, pad)
        return H[:, :, :, :-1] if pad else H, cache

    def no_bias_of_the_last(X, W, b, stride=1, pad=0):
        H, cache = right(X, W, b, stride, pad)
        H[-1, -1] -= b[-1] * (len(X) > 1)
        return H, cache

    with pytest.raises(check.CheckFailed, match=r"X\[0, 0\] .* W\[0, 0\] .* b\n") as caught:
        check.conv2d_forward(cut_short)  # one image, one channel, one filter
    assert "expected H[0, 0]" in str(caught.value) and "[[[" not in str(caught.value)
    with pytest.raises(check.CheckFailed, match=r"X\[0, 0\] +X\[1, 0\]\n") as caught:
        check.conv2d_forward(no_bias_of_the_last)
    assert "got H[1, 2]" in str(caught.value)
    assert max(map(len, str(caught.value).splitlines())) <= 76


def test_what_builds_on_the_values_waits_for_them():
    with pytest.raises(check.CheckFailed) as caught:
        check.rot180(lambda K: K)
    assert "inputs untouched: not shown while the values are wrong." in str(caught.value)


def test_the_toolkit_imports_no_solution_module():
    program = """
import pkgutil, sys, importlib
class Wall:
    def find_spec(self, name, path=None, target=None):
        if name.startswith("grading") or name.startswith("convlib.") and not name.startswith("convlib.lab"):
            raise ImportError(f"the toolkit imports {name}")
sys.meta_path.insert(0, Wall())
import convlib.lab
for module in pkgutil.iter_modules(convlib.lab.__path__):
    importlib.import_module(f"convlib.lab.{module.name}")
from convlib.lab import check
check.examination("conv_backward")
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_rounding_is_no_change_of_the_inputs(capsys):
    """Moving an entry by +eps and back leaves a rounding error, which is not held against the student."""

    def measure(func, x, dH, eps=1e-5):
        x = x if x.dtype.kind == "f" else x.astype(float)
        gradient = np.zeros(x.shape)
        for index in np.ndindex(x.shape):
            x[index] += eps
            above = np.sum(func(x) * dH)
            x[index] -= 2 * eps
            gradient[index] = (above - np.sum(func(x) * dH)) / (2 * eps)
            x[index] += eps
        return gradient

    check.numerical_gradient(measure)
    assert "5 of 5" in capsys.readouterr().out


def test_changed_inputs_are_told():
    def conv_forward(X, W):
        result = EXERCISES["conv_forward"].solution(X, W)
        X += 1
        return result

    with pytest.raises(check.CheckFailed) as caught:
        check.conv_forward(conv_forward)
    report = str(caught.value)
    assert "✓ values" in report and "✗ called twice: H is wrong" in report
    assert "✗ inputs untouched: it changed its inputs; work on a copy." in report


def test_a_check_with_ones_own_cache_leaves_the_probes_as_they_were():
    """The cache is made of copies: a backward pass that writes into it must not spoil the next check."""
    space = {}
    exec(
        "def conv_forward(X, W):\n    return None, (X, W)\n"
        "def conv_backward(dH, cache):\n    cache[0][...] = 0\n    return cache",
        space,
    )
    before = check.examination("conv_backward").probes[0].args[1][0].copy()
    with pytest.raises(check.CheckFailed):
        check.conv_backward(space["conv_backward"])
    assert (check.examination("conv_backward").probes[0].args[1][0] == before).all()


def test_numbers_of_every_type_are_compared_without_overflow():
    from convlib.lab.checks.examine import close

    right = np.array([300.0, -200.0])
    half = right.astype(np.float16)
    assert not close(half, -right) and not close(-half, half)
    assert not close(np.array([100, 100], np.int8), np.array([-100, 100], np.int8))
    assert close(half, half)
