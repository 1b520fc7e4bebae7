"""The trusted side against processes that play the shell: whatever they send, it ends and stays within its bounds."""

import io
import json
import struct
import threading

import pytest

from grading.sandbox import notebook
from grading.sandbox.notebook import Bounds, NotStarted, next_frame, run_notebook

BOUNDS = Bounds(cell_seconds=60, notebook_seconds=120, start_seconds=60, text_bytes=1000, image_bytes=1000)
READY, DONE = ["ready", {}], ["done", {"late": ""}]


def framed(*messages):
    """Return messages as frames; bytes as they are."""
    texts = [message if isinstance(message, bytes) else json.dumps(message).encode() for message in messages]
    return b"".join(struct.pack(">I", len(text)) + text for text in texts)


class Played:
    """A starter and the process that it starts, which sends what it was made with."""

    def __init__(self, sent):
        self.stdin, self.stdout = io.BytesIO(), io.BytesIO(sent)
        self.job, self.killed = None, False
        self.stdin.close = lambda: None

    def start(self, program, files, limits):
        self.started = program, files, limits
        return self

    def kill(self):
        self.killed = True

    def wait(self, timeout=None):
        return -9


class Silent(io.BytesIO):
    """A pipe in which nothing ever comes, until it is released."""

    def __init__(self):
        super().__init__()
        self.released = threading.Event()

    def read(self, size=-1):
        self.released.wait()
        return b""


def run(*messages, cells=("1", "2"), bounds=BOUNDS):
    played = Played(framed(*messages))
    found = list(run_notebook(played, cells, {"given.py": b""}, bounds))
    assert played.killed
    return found


def stream(text):
    return ["stream", {"name": "stdout", "text": text}]


def test_outputs_belong_to_the_cell_in_which_they_came():
    played = Played(framed(READY, stream("a"), DONE, stream("b"), DONE))
    found = list(run_notebook(played, ["1", "2"], {"given.py": b""}, BOUNDS))
    assert [[output["text"] for output in outputs] for outputs in found] == [["a"], ["b"]]
    program, files, limits = played.started
    assert program == notebook.PROGRAM and files == {"given.py": b""} and limits.cpu_seconds == 130


def test_a_process_that_ends_before_it_is_ready_has_not_started():
    for sent in ((), (stream("a"),), (b"junk",), (DONE,)):
        with pytest.raises(NotStarted):
            run(*sent)


def test_a_process_that_ends_is_the_end_of_the_notebook():
    first, second = run(READY, DONE, stream("last words"), cells=("1", "2", "3"))
    assert first == [] and [output.get("text", output.get("evalue")) for output in second] == [
        "last words",
        "This cell terminated Python, or exceeded its limit of memory or CPU time.",
    ]


def test_what_the_shell_does_not_send_is_passed_over():
    junk = [b"[" * 10**5, b"", b"\xff", b"7", b"null", b"{}", ["stream", {}], [7, 7], ["done", 7], ["update_display_data", {}]]
    first, _ = run(READY, *junk, stream("a"), DONE, DONE)
    assert [output["text"] for output in first] == ["a"]


@pytest.mark.parametrize("sent", [struct.pack(">I", notebook.FRAME_BYTES + 1) + b"x" * 100, b"\xff\xff\xff\xff", b"\0\0", b"\0\0\0\5abc"])
def test_a_frame_that_is_too_large_or_cut_off_is_the_end(sent):
    assert next_frame(io.BytesIO(sent)) is None


def test_endless_frames_are_the_end(monkeypatch):
    monkeypatch.setattr(notebook, "CELL_BYTES", 10_000)
    (outputs,) = run(READY, *[stream("x" * 100)] * 1000, DONE, DONE)
    assert "terminated Python" in outputs[-1]["evalue"] and len(outputs) == 3


def test_text_is_limited_for_a_cell_and_figures_for_the_notebook():
    figure = ["display_data", {"data": {"image/png": "f" * 600}}]
    first, second = run(READY, stream("x" * 2000), figure, DONE, figure, ["cut", {}], DONE)
    assert first[0]["text"] == "x" * 980 and "Some output was cut" in first[-1]["text"]
    assert "image/png" not in str(second[0]["data"]) or first[0]["output_type"] == "stream"
    assert "Some output was cut" in second[-1]["text"]


@pytest.mark.parametrize(
    ("late", "words"), [("cell", "This cell ran longer than 60 s"), ("notebook", "The notebook ran longer than 120 s in total")]
)
def test_a_cell_that_was_interrupted_says_so_and_the_next_runs(late, words):
    first, second = run(READY, ["done", {"late": late}], stream("b"), DONE)
    assert words in first[0]["evalue"] and second[0]["text"] == "b"


@pytest.mark.parametrize(("cell_seconds", "words"), [(0.1, "This cell ran longer"), (10, "The notebook ran longer")])
def test_a_process_that_says_nothing_is_ended(monkeypatch, cell_seconds, words):
    monkeypatch.setattr(notebook, "GRACE_SECONDS", 0.1)
    played = Played(b"")
    played.stdout, ready = Silent(), framed(READY)
    played.stdout.write(ready)
    pieces = [ready[:4], ready[4:]]
    read = played.stdout.read
    played.stdout.read = lambda size=-1: pieces.pop(0) if pieces else read(size)
    bounds = Bounds(cell_seconds=cell_seconds, notebook_seconds=0.2, start_seconds=60)
    (outputs,) = run_notebook(played, ["1", "2"], None, bounds)
    played.stdout.released.set()
    assert words in outputs[0]["evalue"] and played.killed
