"""Inside the sandbox: run a notebook's cells in one IPython shell and send what they show.

A job is read from stdin as JSON: ``{"cells": [...], "cell_seconds": ..., "notebook_seconds": ..., "text_bytes": ...}``.
Each frame to stdout is a length of four bytes, then JSON: ``[kind, content]``, in the words of Jupyter's messages; then
for each cell ``["done", {"late": ...}]``, which says whether it was interrupted because the ``"cell"`` or the
``"notebook"`` took too long. ``["cut", {}]`` stands for an output that is too large.

Nothing here is trusted: a student's code shares this process and may forge any frame. `grading.sandbox.notebook`
rebuilds the outputs from them, within limits of its own.
"""

import sys

# Nothing below may import a student's file: until the job is read, a fault is the machine's.
sys.path[:] = [path for path in sys.path if path]

import base64  # noqa: E402
import builtins  # noqa: E402
import getpass  # noqa: E402
import io  # noqa: E402
import json  # noqa: E402
import os  # noqa: E402
import signal  # noqa: E402
import struct  # noqa: E402
import tempfile  # noqa: E402
import threading  # noqa: E402
from time import monotonic  # noqa: E402
from typing import Any, NoReturn  # noqa: E402

from IPython.core.displayhook import DisplayHook  # noqa: E402
from IPython.core.displaypub import DisplayPublisher  # noqa: E402
from IPython.core.error import StdinNotImplementedError  # noqa: E402
from IPython.core.interactiveshell import InteractiveShell  # noqa: E402
from traitlets import Type  # noqa: E402
from traitlets.config import Config  # noqa: E402

FRAME_BYTES = 4 * 2**20  # more is not read
COST = 20  # of each output besides its text, as in `grading.sandbox.outputs`
INLINE = "module://matplotlib_inline.backend_inline"


class Channel:
    """The pipe that carries the frames, and how much text the current cell may still send."""

    def __init__(self, descriptor: int) -> None:
        self.pipe = os.fdopen(descriptor, "wb")
        self.lock = threading.RLock()
        self.left = 0

    def send(self, kind: str, content: dict[str, Any]) -> None:
        """Send one frame."""
        frame = json.dumps([kind, content]).encode()
        if len(frame) > FRAME_BYTES:
            frame = b'["cut", {}]'
        with self.lock:
            self.pipe.write(struct.pack(">I", len(frame)) + frame)
            self.pipe.flush()

    def send_text(self, name: str, text: str) -> None:
        """Send what was printed; far beyond the limit, where it would be cut anyway, it is dropped here."""
        if self.left > 0:
            self.send("stream", {"name": name, "text": text[: self.left]})
            self.left -= len(text) + COST


class Stream(io.TextIOBase):
    """A stdout or stderr whose text becomes outputs."""

    encoding = "UTF-8"  # type: ignore[assignment]

    def __init__(self, channel: Channel, name: str, descriptor: int) -> None:
        self.channel, self.name, self.descriptor = channel, name, descriptor

    def write(self, text: str) -> int:
        """Send some text."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self.channel.send_text(self.name, text)
        return len(text)

    def writable(self) -> bool:
        """Return that it is."""
        return True

    def fileno(self) -> int:
        """Return the descriptor to which programs that a cell starts print."""
        return self.descriptor


def as_json(data: dict[str, Any]) -> dict[str, Any]:
    """Return a bundle of representations with images, which are bytes, as base64."""
    return {key: base64.b64encode(item).decode() if isinstance(item, bytes) else item for key, item in data.items()}


class Publisher(DisplayPublisher):
    """Sends what `display` shows."""

    def publish(  # type: ignore[no-untyped-def,override]
        self, data, metadata=None, source=None, *, transient=None, update=False, **_
    ) -> None:
        """Send one output, or its update."""
        content = {"data": as_json(data), "metadata": metadata or {}, "transient": transient or {}}
        self.shell.channel.send("update_display_data" if update else "display_data", content)

    def clear_output(self, wait: bool = False) -> None:
        """Have the cell's outputs so far removed."""
        channel = self.shell.channel
        channel.send("clear_output", {"wait": wait})
        channel.left = self.shell.text_bytes


class Hook(DisplayHook):
    """Sends the value of a cell's last expression."""

    def write_output_prompt(self) -> None:
        """Send no prompt."""

    def write_format_data(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:
        """Send the value."""
        self.shell.channel.send("execute_result", {"data": as_json(format_dict), "metadata": md_dict or {}})

    def finish_displayhook(self) -> None:
        """Print nothing."""
        self._is_active = False


class Shell(InteractiveShell):
    """IPython's shell, whose outputs go through a channel."""

    display_pub_class = Type(Publisher)
    displayhook_class = Type(Hook)
    channel: Channel
    text_bytes: int

    def enable_gui(self, gui: str | None = None) -> None:
        """Do nothing: %matplotlib has no event loop to start here."""

    def ask_exit(self) -> None:
        """Do nothing, as in a notebook: exit() does not end the other cells."""

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        self.channel.send("error", {"ename": etype.__name__, "evalue": str(evalue), "traceback": stb})


def no_input(*_: object, **__: object) -> NoReturn:
    """Refuse to ask: nobody would answer."""
    raise StdinNotImplementedError("raw_input was called, but this frontend does not support input requests.")


def interrupt(*_: object) -> NoReturn:
    """Stop a cell."""
    raise KeyboardInterrupt


def set_alarm(seconds: float) -> None:
    """Interrupt in so many seconds; 0 for never."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def run_cell(shell: Shell, source: str, seconds: float) -> bool:
    """Run a cell; return whether it was interrupted."""
    start = monotonic()
    try:
        try:
            set_alarm(seconds)
            shell.run_cell(source, store_history=True)
        finally:
            set_alarm(0)
    except KeyboardInterrupt:  # outside of the cell's own code
        shell.showtraceback()
    return monotonic() - start >= seconds


def new_shell(channel: Channel, text_bytes: int) -> Shell:
    """Return the notebook's shell."""
    config = Config()
    config.HistoryManager.enabled = False
    Shell.channel, Shell.text_bytes = channel, text_bytes
    shell = Shell.instance(config=config)
    os.environ["MPLBACKEND"] = INLINE
    if "matplotlib" in sys.modules:  # it read the variable when it was imported
        sys.modules["matplotlib"].rcParams["backend"] = INLINE
    builtins.input = getpass.getpass = no_input
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, interrupt)
    return shell


def main() -> None:
    """Run the job."""
    job = json.loads(sys.stdin.buffer.read())
    channel = Channel(os.dup(1))
    nowhere = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nowhere, 0)
    # What programs print that a cell starts. A file, so that none has to wait until it is read.
    printed = tempfile.TemporaryFile(buffering=0)
    flags = os.O_APPEND | os.O_RDWR
    file = os.open(f"/proc/self/fd/{printed.fileno()}", flags) if os.path.exists("/proc/self/fd") else printed.fileno()
    for descriptor in (1, 2):
        os.dup2(file, descriptor)
    text_bytes = 2 * job["text_bytes"] + COST
    shell = new_shell(channel, text_bytes)
    sys.stdout, sys.stderr = Stream(channel, "stdout", 1), Stream(channel, "stderr", 2)
    sys.path.insert(0, "")
    channel.send("ready", {})
    until = monotonic() + job["notebook_seconds"]
    for source in job["cells"]:
        channel.left = text_bytes
        left = until - monotonic()
        interrupted = run_cell(shell, source, max(min(job["cell_seconds"], left), 0.01))
        printed.seek(0)
        if text := printed.read(text_bytes).decode(errors="replace"):
            channel.send_text("stdout", text)
            printed.truncate(0)
        late = ("cell" if left > job["cell_seconds"] else "notebook") if interrupted else ""
        channel.send("done", {"late": late})


main()
