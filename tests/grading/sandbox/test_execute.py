"""Hostile notebooks in a sandbox, or in a child of the warm process: the grader survives them and says what they did."""

import json
import time
from contextlib import suppress
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grading.course import MEASURED
from grading.sandbox.execute import SandboxedExecute

pytestmark = pytest.mark.usefixtures("needs_bubblewrap")
SETTINGS = {"timeout": 60, "notebook_seconds": 240, "warm": ""}


@pytest.fixture(params=["sandbox", "warm"], autouse=True)
def settings(request, monkeypatch):
    """Each way to start a student's code, as in nbgrader's configuration."""
    warm = str(request.getfixturevalue("zygote").socket) if request.param == "warm" else ""
    monkeypatch.setitem(SETTINGS, "warm", warm)


def execute(*sources: str, folder: Path | None = None, **options) -> list:
    """Run the cells as a notebook and return them."""
    settings = SETTINGS | options
    notebook = new_notebook(cells=[new_markdown_cell("text"), *map(new_code_cell, sources)])
    resources = {"metadata": {"path": str(folder)}} if folder else {}
    SandboxedExecute(**settings).preprocess(notebook, resources)
    nbformat.validate(notebook)
    nbformat.writes(notebook).encode()  # can be saved
    return notebook.cells[1:]


def text(cell) -> str:
    """Return all text of a cell's outputs."""
    shown = [output.get("text") or output.get("data", {}).get("text/plain", "") for output in cell.outputs]
    return "".join(shown) + "".join(output.get("evalue", "") for output in cell.outputs)


def test_outputs_are_those_of_the_notebook(tmp_path):
    (tmp_path / "given.py").write_text("VALUE = 7")
    (tmp_path / "lesson.ipynb").write_text("{}")
    figure = "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()"
    late = "from IPython.display import *\nprint(1)\nclear_output()\nprint(2)\n"
    late += "d = display(3, display_id=True)\nd.update(4)"
    cells = execute(
        "from given import VALUE; VALUE", "1 / 0", figure, late, "", "open('lesson.ipynb')", folder=tmp_path
    )
    assert [cell.execution_count for cell in cells] == [1, 2, 3, 4, None, 5]
    assert text(cells[0]) == "7"
    assert [output.get("ename") for output in cells[1].outputs] == ["ZeroDivisionError"]
    assert "image/png" in cells[2].outputs[0].data
    assert "".join(text(cells[3]).split()) == "24"
    assert cells[4].outputs == []
    assert cells[5].outputs[0].ename == "FileNotFoundError"


def test_endless_loop_is_stopped_and_the_rest_runs():
    cells = execute("while True: pass", "1 + 1", timeout=3)
    assert text(cells[0]).endswith("This cell ran longer than 3 s and was stopped.")
    assert text(cells[1]) == "2"


def test_endless_loop_that_ignores_the_interrupt():
    ignore = "import signal, time; signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
    loop = "while True:\n    try:\n        time.sleep(0)\n    except BaseException:\n        pass"
    cells = execute("1", ignore + loop, "1 + 1", timeout=3)
    assert text(cells[1]) == "This cell ran longer than 3 s and was stopped."
    assert text(cells[2]) == "Not run: cell [2] stopped the kernel.\n"


def test_notebook_as_a_whole_is_limited():
    cells = execute("1", "import time; time.sleep(10**6)", "2", notebook_seconds=5)
    assert "longer than 5 s in total" in text(cells[1])
    assert text(cells[2]) == "Not run: cell [2] stopped the kernel.\n"


@pytest.mark.parametrize(
    "suicide",
    [
        "import os; os._exit(0)",
        "import os; os.kill(os.getpid(), 9)",
        "import ctypes; ctypes.string_at(0)",
        "import os; os.closerange(3, 256)",
    ],
)
def test_kernel_that_dies(suicide):
    cells = execute(suicide, "1 + 1")
    assert text(cells[0]) == "This cell terminated Python, or exceeded its limit of memory or CPU time."
    assert text(cells[1]) == "Not run: cell [1] stopped the kernel.\n"


def test_floods_are_cut():
    flood = "while True: print('x' * 1000)"
    big = "from IPython.display import *\n"
    big += "for i in range(20): display(HTML('x' * 10**6), Markdown('y' * 10**6))"
    huge = "display(HTML('x' * 10**8)); 5"
    cells = execute(flood, big, huge, "2", timeout=5, text_bytes=5000, image_bytes=3 * 10**6)
    assert len(json.dumps(cells)) < 4 * 10**6
    assert all("Some output was cut" in text(cell) for cell in cells[:2])
    assert text(cells[0]).startswith("x" * 1000)
    assert "longer than 5 s" in text(cells[0])
    assert text(cells[3]) == "2"


def test_memory_flood_leaves_the_rest_alive():
    cells = execute("import numpy as np; np.ones(10**9)", "2")
    assert cells[0].outputs[0].ename == "MemoryError"
    assert text(cells[1]) == "2"


FORGE = r"""
import json, os, struct
contents = [{}, {"execution_state": 7, "name": 1, "text": {}, "data": [], "ename": {}, "traceback": 3}, [], 7]
contents += [{"data": {"text/plain": {"a": 1}, "text/html": [1]}, "metadata": 5, "transient": "x"}]
contents += [{"name": "stdout", "text": "forged\ud800", "comm_id": [], "wait": 3}]
kinds = ["stream", "error", "display_data", "ready", "execute_result", "update_display_data", "clear_output", 7, None]
frames = [json.dumps([kind, content]).encode() for kind in kinds for content in contents]
frames += [b"[" * 10**5, b"", b"\xff\xfe", b"7", b"null", b"{}"]
pipe = get_ipython().channel.pipe
def forge(*frames):
    for frame in frames:
        pipe.write(struct.pack(">I", len(frame)) + frame)
    pipe.flush()
"""


def test_forged_frames():
    cells = execute(FORGE + "forge(*frames)\nprint('\\ud800')", "print('next')", 'print("a\\ud800"[:1])', timeout=10)
    assert text(cells[1]) == "next\n"
    assert text(cells[2]) == "a\n"


@pytest.mark.parametrize(
    "flood",
    ["forge(*[b'x' * 2**22] * 40)", "pipe.write(b'\\xff' * 100)\npipe.flush()", "while True: forge(b'[\"done\", {}]')"],
)
def test_floods_of_frames_do_not_fill_the_grader(flood):
    cells = execute(FORGE + flood, "2", timeout=3)
    nbformat.validate(new_notebook(cells=cells))  # any output will do, as long as the grader survives


def test_nobody_answers_a_question():
    cells = execute("input('name? ')", "import getpass; getpass.getpass()", "exit()", "1")
    assert [cell.outputs[0].get("ename") for cell in cells[:2]] == ["StdinNotImplementedError"] * 2
    assert text(cells[3]) == "1"


def test_what_programs_print_is_shown_too():
    cells = execute("import os; os.system('echo by a program')", "!echo by a magic", "print(1)")
    assert "by a program" in text(cells[0]) and "by a magic" in text(cells[1]) and text(cells[2]) == "1\n"


def test_nothing_is_left_behind():
    before = processes_with(b"marks_this_test")
    mark = "import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)', 'marks_this_test'])"
    execute(mark, "while True: pass", timeout=1)
    for _ in range(600):
        if processes_with(b"marks_this_test") == before:
            break
        time.sleep(0.1)
    assert processes_with(b"marks_this_test") == before == []


def processes_with(word: bytes) -> list[bytes]:
    """Return the command lines of this machine's processes that contain a word."""
    commands = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it has terminated
            commands.append(file.read_bytes())
    return [line for line in commands if word in line]


def test_cells_that_train_or_measure_are_not_run():
    cells = [
        new_code_cell("n = 1"),
        new_code_cell("n = 2", metadata={"tags": [MEASURED]}),
        new_code_cell("print(n)"),
        new_code_cell("print(n)", metadata={"tags": [MEASURED], "nbgrader": {}}),
    ]
    notebook = new_notebook(cells=cells)
    cells[2].metadata["tags"] = 7  # malformed, as a student's program might write it
    SandboxedExecute(**SETTINGS).preprocess(notebook, {})
    assert list(map(text, cells)) == ["", "Not run when graded: this cell trains or measures time.\n", "1\n", "1\n"]


def test_without_sandbox_when_asked(tmp_path):
    (tmp_path / "given.py").write_text("VALUE = 7")
    assert text(execute("import given; given.VALUE", folder=tmp_path, unsafe_no_sandbox=True)[0]) == "7"


def test_no_variable_switches_the_sandbox_off(monkeypatch, tmp_path):
    """CONVLIB_UNSAFE_NO_SANDBOX used to."""
    (tmp_path / "secret").write_text("s")
    look = f"import os; os.path.exists({str(tmp_path / 'secret')!r})"
    assert text(execute(look, unsafe_no_sandbox=True)[0]) == "True"
    monkeypatch.setenv("CONVLIB_UNSAFE_NO_SANDBOX", "1")
    assert text(execute(look)[0]) == "False"
