"""The shell's frames, from the real program in a process that nothing protects: the code here is our own."""

import json
import struct

import pytest

from grading.sandbox.bubblewrap import Sandbox
from grading.sandbox.notebook import PROGRAM
from tests.grading.sandbox.conftest import completed


def frames(*cells, **job):
    """Return the frames of a run, a list for each cell."""
    job = {"cells": cells, "cell_seconds": 60, "notebook_seconds": 300, "text_bytes": 1000} | job
    process = Sandbox(unsafe=True).start(PROGRAM)
    with process.stdin, process.stdout:
        process.stdin.write(json.dumps(job).encode())
        process.stdin.close()
        sent = process.stdout.read()
    assert process.wait() == 0
    found = []
    while sent:
        (size,) = struct.unpack(">I", sent[:4])
        found.append(json.loads(sent[4 : 4 + size]))
        sent = sent[4 + size :]
    assert found.pop(0) == ["ready", {}]
    runs = [[]]
    for kind, content in found:
        if kind == "done":
            runs.append([content["late"]])
        else:
            runs[-1].append((kind, content))
    lates = [run.pop(0) for run in runs[1:]]
    assert runs.pop() == []
    return runs, lates


def test_each_kind_of_output_has_its_frame():
    (value, error, shown, printed), lates = frames(
        "1 + 1",
        "1 / 0",
        "from IPython.display import *\nd = display(3, display_id='x')\nd.update(4)\nclear_output(wait=True)",
        "import sys\nprint('a', end='')\nprint('b', file=sys.stderr)\n7;",
    )
    assert value == [("execute_result", {"data": {"text/plain": "2"}, "metadata": {}})]
    assert [(kind, content["ename"]) for kind, content in error] == [("error", "ZeroDivisionError")]
    assert [kind for kind, _ in shown] == ["display_data", "update_display_data", "clear_output"]
    assert shown[0][1]["transient"] == shown[1][1]["transient"] == {"display_id": "x"}
    text = {name: "".join(c["text"] for _, c in printed if c["name"] == name) for name in ("stdout", "stderr")}
    assert text == {"stdout": "a", "stderr": "b\n"}
    assert lates == [""] * 4


@pytest.mark.parametrize("magic", ["", "%matplotlib inline\n"])
def test_figures_of_matplotlib_are_shown_once(magic):
    ((cell, after), _) = frames(f"{magic}import matplotlib.pyplot as plt\nplt.plot([1, 2]);", "1;")
    images = [content["data"]["image/png"] for kind, content in cell if "image/png" in content.get("data", {})]
    assert len(images) == 1 and images[0].startswith("iVBOR") and after == []


def test_a_cell_that_is_interrupted_does_not_stop_the_notebook():
    (loop, after), lates = frames("while True: pass", "print(2)", cell_seconds=1)
    assert loop[-1][1]["ename"] == "KeyboardInterrupt" and lates == ["cell", ""]
    assert "".join(content["text"] for _, content in after) == "2\n"


def test_far_more_text_than_is_shown_is_not_sent():
    (cell,), _ = frames("for _ in range(10**4): print('x' * 100)")
    assert 1000 < sum(len(content["text"]) for _, content in cell) < 10**4


def test_an_output_that_is_too_large_is_only_said_to_be_there():
    (cell,), _ = frames("from IPython.display import *\ndisplay(HTML('x' * 10**7))")
    assert cell == [("cut", {})]


def test_it_asks_nothing_and_exit_ends_nothing():
    (asks, leaves, after), _ = frames("input()", "exit()", "1")
    assert asks[0][1]["ename"] == "StdinNotImplementedError"
    assert leaves == [] and after[0][0] == "execute_result"
