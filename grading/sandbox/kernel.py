"""Run code cells in one kernel and report their outputs: the process that `grading.sandbox.execute` starts.

The kernel belongs to the student, who can send any message, forged or endless, and ZMQ reads it before anyone
can inspect it. So messages are read here and not in the grader: this process has a memory limit, its parent
has a time limit, and what it passes on is rebuilt from known parts and limited in size. It reads one job as JSON
from stdin and writes one line of JSON for each cell as soon as it is done.
"""

import json
import os
import stat
import subprocess
import sys
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import zmq

FIGURES = ("image/png", "image/jpeg", "image/svg+xml", "text/html")
TEXTS = ("text/plain", "text/markdown", "text/latex")
MEMORY = 1024**3


class Outputs:
    """The outputs of one cell, cut to the limits."""

    def __init__(self, count: int, text_left: int, figures_left: int):
        self.count = count
        self.limits = {"text": text_left, "figures": figures_left}
        self.cut = False
        self.clear()

    def clear(self) -> None:
        """Discard all outputs, as `clear_output` asks."""
        self.found: list[dict] = []
        self.shown: dict[str, dict] = {}
        self.left, self.clear_next = dict(self.limits), False

    @property
    def used(self) -> dict[str, int]:
        """How much of each limit the outputs take."""
        return {name: self.limits[name] - left for name, left in self.left.items()}

    def take(self, text: str | list[str], kind: str = "text") -> str:
        """Return the text cut to what is left of the limit; a figure is kept whole or not at all."""
        text = text if isinstance(text, str) else "".join(text)
        kept = text[: self.left[kind]] if kind == "text" or len(text) <= self.left[kind] else ""
        self.left[kind] -= len(kept)
        self.cut |= len(kept) < len(text)
        return kept

    def add(self, kind: str, content: dict) -> None:
        """Add the output in one message; raise an error if it is not a message that a kernel sends."""
        if kind == "clear_output":
            self.clear_next = True
            return None if content["wait"] else self.clear()
        if kind not in ("stream", "error", "display_data", "execute_result", "update_display_data"):
            return None
        if self.clear_next:
            self.clear()
        # Each output costs a little, so that a million empty ones exceed the limit as well.
        if not self.take("x" * 20):
            return None
        if kind == "stream":
            name, text = "stderr" if content["name"] == "stderr" else "stdout", self.take(content["text"])
            if self.found and self.found[-1].get("name") == name:
                self.found[-1]["text"] += text
            else:
                self.found.append({"output_type": kind, "name": name, "text": text})
        elif kind == "error":
            error = {"output_type": kind, "ename": self.take(content["ename"]), "evalue": self.take(content["evalue"])}
            self.found.append(error | {"traceback": [self.take(line) for line in content["traceback"][:500]]})
        else:
            sent = content["data"]
            data = {mime: self.take(sent[mime]) for mime in TEXTS if mime in sent}
            figures = {mime: self.take(sent[mime], "figures") for mime in FIGURES if mime in sent}
            data |= {mime: figure for mime, figure in figures.items() if figure}
            name = str((content.get("transient") or {}).get("display_id"))
            if kind == "update_display_data":
                # Only the latest output of that name: updating several at once would exceed the limit.
                old, self.shown[name]["data"] = self.shown[name]["data"], data
                self.left["text"] += sum(len(old[mime]) for mime in TEXTS if mime in old)
                self.left["figures"] += sum(len(old[mime]) for mime in FIGURES if mime in old)
                return None
            about = content.get("metadata", {}).get("image/png", {})
            kept: dict[str, object] = {"alt": self.take(about["alt"])} if about.get("alt") else {}
            kept |= {side: int(about[side]) for side in ("width", "height") if side in about}
            output = {"output_type": kind, "data": data, "metadata": {"image/png": kept} if kept else {}}
            self.found.append(output | ({"execution_count": self.count} if kind == "execute_result" else {}))
            self.shown[name] = self.found[-1]


class Kernel:
    """A kernel that may be hostile, and the cells it has run."""

    def __init__(self, job: dict, process: subprocess.Popen):
        import zmq
        from jupyter_client.session import Session

        self.job, self.process, self.count, self.parent = job, process, 0, os.getppid()
        self.left = {"text": 10 * job["text_bytes"], "figures": job["image_bytes"]}
        self.session = Session(key=job["connection"]["key"].encode(), username="grader")
        self.zmq, self.context, self.poller = zmq, zmq.Context(), zmq.Poller()
        self.shell, self.control = self.connect(zmq.DEALER, "shell"), self.connect(zmq.DEALER, "control")
        self.poller.register(self.shell, zmq.POLLIN)
        self.subscribe()

    def connect(self, kind: int, channel: str) -> "zmq.Socket":
        """Connect a socket of limited buffer size to one of the kernel's channels."""
        where, socket = self.job["connection"], self.context.socket(kind)
        socket.linger, socket.rcvhwm, socket.maxmsgsize, socket.reconnect_ivl = 0, 4, 64 * 1024**2, 20
        before_port, port = "-" if where["transport"] == "ipc" else ":", where[f"{channel}_port"]
        socket.connect(f"{where['transport']}://{where['ip']}{before_port}{port}")
        return socket

    def subscribe(self) -> None:
        """Subscribe to the outputs."""
        self.iopub = self.connect(self.zmq.SUB, "iopub")
        self.iopub.subscribe(b"")
        self.poller.register(self.iopub, self.zmq.POLLIN)

    def send(self, socket: "zmq.Socket", kind: str, content: dict) -> str:
        """Send a request and return its id."""
        message = self.session.msg(kind, content)
        self.session.send(socket, message)
        return message["header"]["msg_id"]

    def collect(self, request: str, until: float, outputs: Outputs) -> str:
        """Collect the outputs of `request`; return "done", "lost" (no idle message), "timeout" or "died"."""
        ended = "timeout"
        while monotonic() < until:
            ready = self.poller.poll(100)
            if self.has_stray_files() or os.getppid() != self.parent:
                self.process.kill()
            if not ready and self.process.poll() is not None:
                return "died"
            for socket, _ in ready:
                try:
                    frames = socket.recv_multipart()
                    if outputs.cut and sum(map(len, frames)) > 10_000:
                        continue  # no room for it, so spend no time on it
                    message = self.session.deserialize(self.session.feed_identities(frames)[1])
                    if message["parent_header"]["msg_id"] != request:
                        continue
                    kind, content = message["msg_type"], message["content"]
                    if socket is self.shell:
                        # The end is the idle message on iopub; it should come soon.
                        ended, until = "lost", min(until, monotonic() + 1)
                    elif kind == "status" and content["execution_state"] == "idle":
                        return "done"
                    else:
                        outputs.add(kind, content)
                except Exception:  # not a valid message
                    continue
        return ended

    def has_stray_files(self) -> bool:
        """Return whether the sockets' folder, the one place on the host it could fill, contains anything else."""
        found = os.scandir(os.path.dirname(self.job["path"]))
        try:
            modes = {entry.path: entry.stat(follow_symlinks=False).st_mode for entry in found}
        except OSError:
            return True  # one vanished in the meantime; the kernel itself removes none
        return {path for path, mode in modes.items() if not stat.S_ISSOCK(mode)} != {self.job["path"]}

    def start(self, seconds: float) -> bool:
        """Wait until the kernel answers on both channels; return whether it does."""
        until = monotonic() + seconds
        while monotonic() < until:
            request = self.send(self.shell, "kernel_info_request", {})
            ended = self.collect(request, monotonic() + 1, Outputs(0, 0, 0))
            if ended in ("done", "died"):
                return ended == "done"
        return False

    def run_cell(self, source: str, until: float) -> tuple[list[dict], bool]:
        """Run one cell; return its outputs and whether the kernel can run the next."""
        self.count += 1
        outputs = Outputs(self.count, min(self.job["text_bytes"], self.left["text"]), self.left["figures"])
        content = {"code": source, "silent": False, "store_history": True, "user_expressions": {}}
        content |= {"allow_stdin": False, "stop_on_error": False}
        request = self.send(self.shell, "execute_request", content)
        seconds, reason = self.job["cell_seconds"], ""
        ended = self.collect(request, min(until, monotonic() + seconds), outputs)
        if ended == "timeout":
            reason = f"This cell ran longer than {seconds} s and was stopped."
            if monotonic() >= until:
                seconds = self.job["notebook_seconds"]
                reason = f"The notebook ran longer than {seconds} s in total and was stopped here."
            self.send(self.control, "interrupt_request", {})
            ended = self.collect(request, monotonic() + 3, outputs)
        if ended == "lost":
            # ZMQ drops a channel after a message that is too large.
            self.poller.unregister(self.iopub)
            self.iopub.close()
            self.subscribe()
            ended, outputs.cut = "done" if self.start(3) else "died", True
        if ended == "died":
            reason = "This cell terminated Python, or exceeded its limit of memory or CPU time."
        for name, used in outputs.used.items():
            self.left[name] -= used
        if outputs.cut:
            limit = f"{self.job['text_bytes'] // 1000} kB of text per cell"
            limit += f", {self.job['image_bytes'] // 1000} kB of figures per notebook"
            text = f"\n[Some output was cut here. The limits are {limit}.]\n"
            outputs.found.append({"output_type": "stream", "name": "stdout", "text": text})
        if reason:
            error = {"output_type": "error", "ename": "Stopped", "evalue": reason, "traceback": [reason]}
            outputs.found.append(error)
        return outputs.found, ended == "done" and monotonic() < until


def write_line(**line: object) -> None:
    """Write one line; a lone surrogate in it, which cannot be encoded, becomes a question mark."""
    sys.stdout.buffer.write(json.dumps(line, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()


def main() -> None:
    """Run the job read from stdin."""
    job = json.loads(sys.stdin.buffer.read())
    # First, so that the kernel starts while this process runs its own slow imports.
    process = subprocess.Popen(
        job["argv"], env=job["environment"], cwd=job["folder"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    try:
        try:
            import resource

            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        except (ImportError, ValueError, OSError):
            pass  # Windows and macOS have no such limit
        kernel = Kernel(job, process)
        if not kernel.start(job["start_seconds"]):
            return
        until = monotonic() + job["notebook_seconds"]
        for index, source in job["cells"]:
            outputs, alive = kernel.run_cell(source, until)
            write_line(index=index, count=kernel.count, outputs=outputs)
            if not alive:
                return
    finally:
        process.kill()
        process.wait()


if __name__ == "__main__":
    main()
