"""The student's check: what it prints, what it raises, and that it needs no solution."""

import subprocess
import sys

import IPython
import IPython.display
import pytest

from convlib.lab import check, notebook
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


class Front:
    """A shell whose cells are run by JupyterLab, or by a program."""

    def __init__(self, **metadata):
        self.metadata = metadata

    def get_parent(self):
        return {"metadata": self.metadata}


def failed(monkeypatch, front):
    """Return how a check fails in a front end, and what it displays."""
    shown = []
    monkeypatch.setattr(IPython, "get_ipython", lambda: front)
    monkeypatch.setattr(IPython.display, "display", lambda data, raw: shown.append(data))
    with pytest.raises(check.CheckFailed) as caught:
        check.conv_single_step(lambda x_slice, W: (x_slice * W).mean())
    return caught.value, shown


def test_in_jupyterlab_the_report_is_a_page_and_the_error_one_line(monkeypatch):
    error, (shown,) = failed(monkeypatch, Front(cellId="check_conv_single_step"))
    assert error._render_traceback_() == ["conv_single_step: 0 of 3 points: see the report above."]
    assert shown["text/plain"] == str(error)
    assert '<a href="../01_convolution_by_hand/01_convolution_by_hand.ipynb#2-' in shown["text/html"]


def test_where_a_program_runs_the_notebook_the_error_is_the_report(monkeypatch):
    error, shown = failed(monkeypatch, Front())
    assert error._render_traceback_() == [str(error)] and not shown
    assert "The smallest case that fails:" in str(error)


def test_an_endless_loop_is_stopped(monkeypatch):
    def output_size(n, f, stride=1, pad=0):
        while n:
            pass

    monkeypatch.setattr(check, "SECONDS", 0.0)
    with pytest.raises(check.CheckFailed, match=r"It was still running after 0 seconds, in line \d+:\n +while n:"):
        check.output_size(output_size)


def test_a_check_says_that_the_last_change_does_not_compile(monkeypatch, capsys):
    monkeypatch.setattr(notebook.UNCOMPILED, "names", {"output_size": "SyntaxError in line 3"})
    check.output_size(EXERCISES["output_size"].solution)
    note = "Your last change of output_size does not compile (SyntaxError in line 3): this is the version before it."
    assert note in " ".join(capsys.readouterr().out.split())


def test_calling_the_function_by_mistake():
    with pytest.raises(check.CheckFailed, match="Leave out the parentheses after the function's name"):
        check.warm_up(7)


def test_an_unknown_check_suggests_the_known_one():
    with pytest.raises(AttributeError, match="Did you mean 'conv_forward'"):
        check.conv_foward


def test_when_written_waits_for_the_exercise(capsys):
    def stub():
        raise NotImplementedError()

    def wrong():
        raise ValueError("H has shape (3,).")

    assert check.when_written(lambda: 7) == 7
    assert check.when_written(stub) is None
    assert "once you have written the exercise" in capsys.readouterr().out
    assert check.when_written(wrong) is None
    assert "it stopped with ValueError: H has shape (3,). Run its check first." in capsys.readouterr().out


def test_when_written_reports_in_one_line_that_a_cell_was_stopped():
    def long_training():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt, match="you stopped this cell") as caught:
        check.when_written(long_training)
    assert caught.value.__suppress_context__ and "long_training" not in str(caught.traceback[-1])


def test_a_check_needs_only_numpy(tmp_path):
    """In a plain Python process, without JupyterLab, Matplotlib or anything else that the course installs."""
    program = """
import sys
class Wall:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] not in {"convlib", "numpy", *sys.stdlib_module_names}:
            raise ImportError(f"a check imports {name}")
sys.meta_path.insert(0, Wall())
from convlib.lab import check
check.output_size(lambda n, f, stride=1, pad=0: (n + 2 * pad - f) // stride + 1)
try:
    check.output_size(lambda n, f, stride=1, pad=0: n)
except check.CheckFailed as failed:
    print(failed)
print(check.progress())
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "output_size: 3 of 3 points" in done.stdout and "output_size: 0 of 3 points" in done.stdout
    assert "Next: " in done.stdout and not list(tmp_path.iterdir())


def test_the_toolkit_imports_no_solution_module():
    program = """
import pkgutil, sys, importlib
class Wall:
    def find_spec(self, name, path=None, target=None):
        solution = name.startswith("convlib.") and not f"{name}.".startswith(("convlib.lab.", "convlib.shapes."))
        if solution or name.split(".")[0] == "grading":
            raise ImportError(f"the toolkit imports {name}")
sys.meta_path.insert(0, Wall())
import convlib.lab
for module in pkgutil.walk_packages(convlib.lab.__path__, "convlib.lab."):
    importlib.import_module(module.name)
from convlib.lab import check
check.examination("conv_backward")
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
