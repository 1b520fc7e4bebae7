"""Hostile notebooks in a sandboxed kernel: the grader survives them and reports what they did."""

import json
import os
import time
from contextlib import suppress
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grading.course import MEASURED
from grading.sandbox import bubblewrap
from grading.sandbox.execute import SandboxedExecute

pytestmark = pytest.mark.usefixtures("needs_bubblewrap")


def execute(*sources: str, folder: Path | None = None, **options) -> list:
    """Run the cells as a notebook and return them."""
    settings = {"timeout": 60, "notebook_seconds": 240} | options
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
        # Only sockets belong in the folder that is shared with the host.
        "import re\nfolder = re.search('(/\\\\S+/convlib-\\\\w+) ', open('/proc/mounts').read())[1]\n"
        "import time\nopen(f'{folder}/more', 'w')\ntime.sleep(10**6)",
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


def test_forged_messages():
    forge = r"""
kernel = get_ipython().kernel
parent = kernel.get_parent()
contents = [{}, {"execution_state": 7, "name": 1, "text": {}, "data": [], "ename": {}, "traceback": 3}]
contents += [{"data": {"text/plain": {"a": 1}, "text/html": [1]}, "metadata": 5, "transient": "x"}]
contents += [{"name": "stdout", "text": "forged\ud800", "comm_id": [], "wait": 3}]
kinds = ["stream", "error", "display_data", "status", "execute_result", "update_display_data", "clear_output"]
for kind in [*kinds, "comm_open", "comm_msg", "execute_reply", "", "nonsense"]:
    for content in contents:
        try:
            kernel.session.send(kernel.iopub_socket, kind, content, parent=parent)
        except UnicodeEncodeError:
            pass
kernel.iopub_socket.send_multipart([b"", b"<IDS|MSG>", b"no", b"{", b"[" * 10**5, b"}"] + [b"x"] * 50)
kernel.iopub_socket.send_multipart([b"x"] * 3)
print("\\ud800")
"""
    cells = execute(forge, "print('next')", 'print("a\\ud800"[:1])', timeout=10)
    assert text(cells[1]) == "next\n"
    assert text(cells[2]) == "a\n"


def test_endless_message_does_not_fill_the_grader():
    """One message of endless parts, which ZMQ collects before anyone can inspect it."""
    endless = """
kernel = get_ipython().kernel
import zmq
while True:
    kernel.iopub_thread.socket.send(b"x" * 2**22, zmq.SNDMORE)
"""
    cells = execute(endless, "2", timeout=3)
    nbformat.validate(new_notebook(cells=cells))  # any output will do, as long as the grader survives


def test_closed_sockets():
    cells = execute("import os; os.closerange(3, 256)", "2", timeout=3)
    assert "terminated Python" in text(cells[0]) or "longer than" in text(cells[0])
    assert text(cells[1]).startswith("Not run")


def test_nothing_is_left_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(bubblewrap.tempfile, "tempdir", str(tmp_path))
    for path in (tmp_path, *tmp_path.parents[:2]):
        os.chmod(path, 0o755)
    execute("import os, time\nif os.fork() == 0: time.sleep(60)", "while True: pass", timeout=1)
    assert list(tmp_path.iterdir()) == []
    for _ in range(600):
        if not processes_that_name(tmp_path):
            break
        time.sleep(0.1)
    assert not processes_that_name(tmp_path)


def processes_that_name(path: Path) -> list[bytes]:
    """Return the command lines of this machine's processes that contain a path."""
    commands = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it has terminated
            commands.append(file.read_bytes())
    return [line for line in commands if str(path).encode() in line]


def test_cells_that_train_or_measure_are_not_run():
    cells = [
        new_code_cell("n = 1"),
        new_code_cell("n = 2", metadata={"tags": [MEASURED]}),
        new_code_cell("print(n)"),
        new_code_cell("print(n)", metadata={"tags": [MEASURED], "nbgrader": {}}),
    ]
    notebook = new_notebook(cells=cells)
    cells[2].metadata["tags"] = 7  # malformed, as a student's program might write it
    SandboxedExecute(timeout=60).preprocess(notebook, {})
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
